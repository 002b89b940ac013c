import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AccessTokens, Accounts } from '#libs/database';
import { ApiKeyConfig, hashAccessKey, isAccessKey, LiveConfig, Logger, sameSecret } from '#libs/runtime';
import type { Request, Response } from 'express';
import { ApiProblem } from '../http/api-problem.js';
import { CallerAddress } from './caller-address.js';
import { type Credentials, readCredentials } from './credentials.js';
import { OPEN, OPEN_UNTIL_SIGN_UP } from './open.js';
import { type Principal, rememberPrincipal, unauthorized } from './principal.js';
import { allows, NEEDS, type RouteScope, usualScope } from './scopes.js';
import { setSessionCookie } from './session-cookie.js';
import { SessionIssuer } from './session-issuer.js';

/** Injection token: the API key, which follows the files so that a new one counts without a restart. */
export const API_KEY = Symbol('API_KEY');

/** Every route needs a credential, but for those that say `@Open()`, and before the first account `@OpenUntilSignUp()`; a named key also needs the route's scope. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    @Inject(API_KEY) private readonly apiKey: LiveConfig<ApiKeyConfig>,
    private readonly sessions: SessionIssuer,
    private readonly accessTokens: AccessTokens,
    private readonly accounts: Accounts,
    private readonly addresses: CallerAddress,
    private readonly logger: Logger,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.isMarked(context, OPEN)) return true;
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const principal = await this.identify(request, http.getResponse<Response>());
    if (!principal && this.isMarked(context, OPEN_UNTIL_SIGN_UP) && !(await this.accounts.exists()))
      return true;
    if (!principal) throw unauthorized('The credential is missing or wrong.');
    const needed = this.neededBy(context, request.method);
    if (principal.kind === 'token' && !allows(principal.token.scopes, needed)) {
      this.logger.warn('key refused', { name: principal.token.name, needed });
      throw tooSmall(needed);
    }
    rememberPrincipal(request, principal);
    return true;
  }

  private isMarked(context: ExecutionContext, mark: symbol): boolean {
    return this.reflector.get<boolean | undefined>(mark, context.getHandler()) === true;
  }

  private neededBy(context: ExecutionContext, method: string): RouteScope {
    const targets = [context.getHandler(), context.getClass()];
    return this.reflector.getAllAndOverride<RouteScope | undefined>(NEEDS, targets) ?? usualScope(method);
  }

  /** A session is looked for first: it says more than the key. */
  private async identify(request: Request, response: Response): Promise<Principal | null> {
    const credentials = readCredentials(request);
    return (
      (await this.bySession(credentials)) ??
      (await this.byCookie(credentials, response)) ??
      (await this.byKey(credentials, request))
    );
  }

  private async bySession({ tokens }: Credentials): Promise<Principal | null> {
    for (const token of tokens) {
      const session = await this.sessions.check(token);
      if (session) return { kind: 'session', session };
    }
    return null;
  }

  /** Who keeps working stays signed in: the cookie is renewed before it ends. */
  private async byCookie({ cookie }: Credentials, response: Response): Promise<Principal | null> {
    const session = cookie === null ? null : await this.sessions.check(cookie);
    if (!session) return null;
    const renewed = await this.sessions.renew(session);
    if (renewed !== null) setSessionCookie(response, renewed, this.sessions.lifeSeconds);
    return { kind: 'session', session };
  }

  private async byKey({ apiKeys }: Credentials, request: Request): Promise<Principal | null> {
    const wanted = this.apiKey.value.WS_API_KEY;
    if (apiKeys.some((key) => sameSecret(key, wanted))) return { kind: 'api-key' };
    for (const key of apiKeys.filter(isAccessKey)) {
      const token = await this.accessTokens.use(hashAccessKey(key), this.addresses.of(request) || null);
      if (token) return { kind: 'token', token };
    }
    return null;
  }
}

const tooSmall = (needed: RouteScope): ApiProblem =>
  new ApiProblem(403, 'scope-too-small', `This key may not do that: it needs the scope ${needed}.`);
