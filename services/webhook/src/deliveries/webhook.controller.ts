import { Controller, Get, HttpCode, Post, Put, Req } from '@nestjs/common';
import type { Request } from 'express';
import { BACKEND_TYPES, type BackendType } from '#libs/core';
import { readPayload } from './body-reader.js';
import { DeliveryInbox } from './delivery-inbox.js';
import { KeyCheck } from './key-check.js';
import { queryValue } from './query-value.js';
import { Refusal } from './refusal.js';

/** The addresses that media servers call (contract.md 2 and 3). */
@Controller()
export class WebhookController {
  constructor(
    private readonly keys: KeyCheck,
    private readonly inbox: DeliveryInbox,
  ) {}

  @Get('v1/api/webhook')
  ready(): object {
    return { info: { code: 200, message: 'ready' } };
  }

  @Post('v1/api/webhook')
  @HttpCode(202)
  post(@Req() request: Request): Promise<void> {
    return this.take(request, typeIn);
  }

  @Put('v1/api/webhook')
  @HttpCode(202)
  put(@Req() request: Request): Promise<void> {
    return this.take(request, typeIn);
  }

  /** The oldest form, `/?type=plex&apikey=…`, where the address names the type. */
  @Post()
  @HttpCode(202)
  oldForm(@Req() request: Request): Promise<void> {
    return this.take(request, (old) => typeIn(old) ?? wrongType());
  }

  /** The key comes first: who has none learns nothing. */
  private async take(request: Request, typeOf: (request: Request) => BackendType | null): Promise<void> {
    this.keys.pass(request);
    const type = typeOf(request);
    await this.inbox.take(type, await readPayload(request));
  }
}

function typeIn(request: Request): BackendType | null {
  const given = queryValue(request, 'type');
  if (given === undefined) return null;
  return BACKEND_TYPES.find((type) => type === given.toLowerCase()) ?? wrongType();
}

function wrongType(): never {
  throw new Refusal('wrong-type', `The type must be one of ${BACKEND_TYPES.join(', ')}.`);
}
