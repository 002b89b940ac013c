import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiProblem } from '../http/api-problem.js';

/** A login, as its token tells it. */
export interface Session {
  readonly username: string;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
}

/** Who sent a request. */
export type Principal =
  { readonly kind: 'api-key' } | { readonly kind: 'session'; readonly session: Session };

const principals = new WeakMap<object, Principal>();

export const rememberPrincipal = (request: object, principal: Principal): void => {
  principals.set(request, principal);
};

export const unauthorized = (message: string): ApiProblem =>
  new ApiProblem(401, 'unauthorized', message, {
    headers: { 'WWW-Authenticate': 'Bearer realm="WatchState"' },
  });

/** The session of a route that an API key alone does not open. */
export const CurrentSession = createParamDecorator((_: unknown, context: ExecutionContext): Session => {
  const principal = principals.get(context.switchToHttp().getRequest<object>());
  if (principal?.kind !== 'session') throw unauthorized('Sign in first.');
  return principal.session;
});

/** Who asks, for records: the name of a person, or `api-key`. */
export const callerOf = (request: object): string => {
  const principal = principals.get(request);
  return principal?.kind === 'session' ? principal.session.username : 'api-key';
};

/** The same, given to a handler. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): string =>
  callerOf(context.switchToHttp().getRequest<object>()),
);
