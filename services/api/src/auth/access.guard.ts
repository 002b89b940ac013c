import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiKeyConfig, LiveConfig, sameSecret } from '#libs/runtime';
import type { Request } from 'express';
import { type Credentials, readCredentials } from './credentials.js';
import { OPEN } from './open.js';
import { type Principal, rememberPrincipal, unauthorized } from './principal.js';
import { SessionIssuer } from './session-issuer.js';

/** Injection token: the API key, which follows the files so that a new one counts without a restart. */
export const API_KEY = Symbol('API_KEY');

/** Every route needs a credential, but for those that say `@Open()`. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    @Inject(API_KEY) private readonly apiKey: LiveConfig<ApiKeyConfig>,
    private readonly sessions: SessionIssuer,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.reflector.get<boolean | undefined>(OPEN, context.getHandler()) === true) return true;
    const request = context.switchToHttp().getRequest<Request>();
    const principal = await this.identify(readCredentials(request));
    if (!principal) throw unauthorized('The credential is missing or wrong.');
    rememberPrincipal(request, principal);
    return true;
  }

  /** A session is looked for first: it says more than the key. */
  private async identify({ tokens, apiKeys }: Credentials): Promise<Principal | null> {
    for (const token of tokens) {
      const session = await this.sessions.check(token);
      if (session) return { kind: 'session', session };
    }
    const wanted = this.apiKey.value.WS_API_KEY;
    return apiKeys.some((key) => sameSecret(key, wanted)) ? { kind: 'api-key' } : null;
  }
}
