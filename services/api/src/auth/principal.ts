import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { AccessTokenRecord, Actor } from '#libs/database';
import { ApiProblem } from '../http/api-problem.js';

/** A login, as its token tells it. */
export interface Session {
  readonly accountId: number;
  readonly username: string;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  /** The signed text that carried it. */
  readonly token: string;
}

/** Who sent a request. */
export type Principal =
  | { readonly kind: 'api-key' }
  | { readonly kind: 'session'; readonly session: Session }
  | { readonly kind: 'token'; readonly token: AccessTokenRecord };

const principals = new WeakMap<object, Principal>();

export const rememberPrincipal = (request: object, principal: Principal): void => {
  principals.set(request, principal);
};

/** As the audit trail names who sent a request. */
export function actorOf(request: object): Actor {
  const principal = principals.get(request);
  switch (principal?.kind) {
    case 'session':
      return { kind: 'session', name: principal.session.username };
    case 'token':
      return { kind: 'token', name: principal.token.name };
    case 'api-key':
      return { kind: 'api-key', name: null };
    case undefined:
      return { kind: 'nobody', name: null };
  }
}

export const unauthorized = (message: string): ApiProblem =>
  new ApiProblem(401, 'unauthorized', message, {
    headers: { 'WWW-Authenticate': 'Bearer realm="WatchState"' },
  });

/** The session of a route that a key alone does not open. */
export const CurrentSession = createParamDecorator((_: unknown, context: ExecutionContext): Session => {
  const principal = principals.get(context.switchToHttp().getRequest<object>());
  if (principal?.kind !== 'session') throw unauthorized('Sign in first.');
  return principal.session;
});

/** Who asks, for records: the name of a person or of a key, or `api-key`. */
export const callerOf = (request: object): string => {
  const { kind, name } = actorOf(request);
  return name ?? kind;
};

/** The same, given to a handler. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): string =>
  callerOf(context.switchToHttp().getRequest<object>()),
);

/** Who sent the request, for what keeps a name. */
export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext): Actor =>
  actorOf(context.switchToHttp().getRequest<object>()),
);
