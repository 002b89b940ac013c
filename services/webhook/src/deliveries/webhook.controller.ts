import { All, Controller, Get, HttpCode, Param, Post, Put, Req } from '@nestjs/common';
import type { Request } from 'express';
import { BACKEND_TYPES, type BackendType } from '#libs/core';
import { Backends } from '#libs/database';
import { readPayload } from './body-reader.js';
import { DeliveryInbox, type Sender } from './delivery-inbox.js';
import { KeyCheck } from './key-check.js';
import { queryValue } from './query-value.js';
import { Refusal } from './refusal.js';

/** The addresses that media servers call (contract.md 2 and 3). */
@Controller()
export class WebhookController {
  constructor(
    private readonly keys: KeyCheck,
    private readonly inbox: DeliveryInbox,
    private readonly backends: Backends,
  ) {}

  @Get(['v1/api/webhook', 'v1/api/webhook/:secret', 'v1/api/backend/:name/webhook'])
  ready(): object {
    return { info: { code: 200, message: 'ready' } };
  }

  @Post('v1/api/webhook')
  @HttpCode(202)
  post(@Req() request: Request): Promise<void> {
    return this.takeAtCommonAddress(request, typeIn);
  }

  @Put('v1/api/webhook')
  @HttpCode(202)
  put(@Req() request: Request): Promise<void> {
    return this.takeAtCommonAddress(request, typeIn);
  }

  /** The address of one backend, which is its own key. */
  @All('v1/api/webhook/:secret')
  @HttpCode(202)
  async atOwnAddress(@Req() request: Request, @Param('secret') secret: string): Promise<void> {
    mustSend(request);
    const addressedTo = this.keys.passSecret(secret);
    const type = (await this.backends.byId(addressedTo))?.type ?? noBackend();
    await this.take(request, { type, addressedTo });
  }

  /** An older form of the same, by name and with the common key: `backend/main@attic/webhook`. */
  @All('v1/api/backend/:name/webhook')
  @HttpCode(202)
  async atNamedAddress(@Req() request: Request, @Param('name') name: string): Promise<void> {
    mustSend(request);
    await this.keys.pass(request);
    const [identity = '', backend = ''] = name.split('@');
    const found = (await this.backends.named(identity, backend)) ?? noBackend();
    await this.take(request, { type: found.type, addressedTo: found.id });
  }

  /** The oldest form, `/?type=plex&apikey=…`, where the address names the type. */
  @Post()
  @HttpCode(202)
  oldForm(@Req() request: Request): Promise<void> {
    return this.takeAtCommonAddress(request, (old) => typeIn(old) ?? wrongType());
  }

  /** The key comes first: who has none learns nothing. */
  private async takeAtCommonAddress(
    request: Request,
    typeOf: (request: Request) => BackendType | null,
  ): Promise<void> {
    await this.keys.pass(request);
    await this.take(request, { type: typeOf(request) });
  }

  private async take(request: Request, sender: Sender): Promise<void> {
    await this.inbox.take(await readPayload(request), sender);
  }
}

function typeIn(request: Request): BackendType | null {
  const given = queryValue(request, 'type');
  if (given === undefined) return null;
  return BACKEND_TYPES.find((type) => type === given.toLowerCase()) ?? wrongType();
}

function mustSend({ method }: Request): void {
  if (method !== 'POST' && method !== 'PUT') throw new Refusal('wrong-method', 'A webhook is posted or put.');
}

function noBackend(): never {
  throw new Refusal('backend-not-found', 'There is no such backend.');
}

function wrongType(): never {
  throw new Refusal('wrong-type', `The type must be one of ${BACKEND_TYPES.join(', ')}.`);
}
