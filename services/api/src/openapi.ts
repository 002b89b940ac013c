import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { RuntimeModule } from '#libs/runtime';
import { ApiModule } from './api.module.js';
import { describeApi } from './http/api-description.js';
import { API } from './http/prefix.js';

@Module({ imports: [RuntimeModule.forService('api'), ApiModule] })
class DescribedModule {}

/** The OpenAPI document as text, from the code alone: no store is asked and no setting is needed. */
export async function openapiText(): Promise<string> {
  const app = await NestFactory.create<NestExpressApplication>(DescribedModule, {
    preview: true,
    abortOnError: false,
    logger: false,
  });
  app.setGlobalPrefix(API);
  return `${JSON.stringify(describeApi(app), null, 2)}\n`;
}
