import { Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { AccessTokens } from '#libs/database';
import { backendOfSecret, hashAccessKey, isAccessKey, LiveConfig, sameSecret } from '#libs/runtime';
import { WEBHOOK_SETTINGS, type WebhookConfig } from '../webhook.config.js';
import { queryValue } from './query-value.js';
import { Refusal } from './refusal.js';

/** Lets a request pass when any credential it carries is right (rest-api.md 1.2). */
@Injectable()
export class KeyCheck {
  constructor(
    @Inject(WEBHOOK_SETTINGS) private readonly settings: LiveConfig<WebhookConfig>,
    private readonly tokens: AccessTokens,
  ) {}

  /** The backend whose own address this is. A secret that is none is told nothing more. */
  passSecret(secret: string): number {
    const backendId = backendOfSecret(this.settings.value.WS_API_KEY, secret);
    if (backendId === null)
      throw new Refusal('wrong-key', 'This address is none of ours, or its key has changed.');
    return backendId;
  }

  async pass(request: Request): Promise<void> {
    const { WS_SECURE_API_ENDPOINTS, WS_API_KEY, WS_WEBHOOK_API_KEY } = this.settings.value;
    if (!WS_SECURE_API_ENDPOINTS) return;
    const given = credentials(request);
    // Every pair is compared, so that the time tells nothing.
    const right = given.filter(
      (key) => [WS_API_KEY, WS_WEBHOOK_API_KEY].filter((own) => sameSecret(key, own)).length > 0,
    );
    if (right.length > 0 || (await this.isNamedKey(given, request.ip ?? null))) return;
    throw new Refusal('wrong-key', 'The API key is missing or wrong.');
  }

  /** A key with a name, made for webhooks. */
  private async isNamedKey(given: readonly string[], address: string | null): Promise<boolean> {
    for (const key of given.filter(isAccessKey)) {
      const token = await this.tokens.use(hashAccessKey(key), address);
      if (token?.scopes.includes('webhook')) return true;
    }
    return false;
  }
}

function credentials(request: Request): readonly string[] {
  const bearer = /^Bearer (\S+)$/i.exec(request.get('authorization') ?? '')?.[1];
  return [request.get('x-apikey'), bearer, queryValue(request, 'apikey')].filter((key) => key !== undefined);
}
