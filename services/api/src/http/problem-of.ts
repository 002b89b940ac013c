import { HttpException } from '@nestjs/common';
import { BackendError, type BackendErrorCode } from '#libs/backends';
import { QueueUnavailable } from '#libs/queue';
import { CannotOpenSecret } from '#libs/runtime';
import { ApiProblem } from './api-problem.js';

/** What a media server did wrong is a gateway's failure, never the caller's (and never a 401: that ends a session). */
const GATEWAY_STATUS: Readonly<Partial<Record<BackendErrorCode, number>>> = {
  timeout: 504,
  'rate-limited': 503,
};

/** The problem to answer with, or null for an error that nobody expected. */
export function problemOf(error: unknown): ApiProblem | null {
  if (error instanceof ApiProblem) return error;
  if (error instanceof BackendError)
    return new ApiProblem(GATEWAY_STATUS[error.key] ?? 502, error.key, `${error.message} ${error.hint}`);
  if (error instanceof QueueUnavailable)
    return new ApiProblem(503, error.key, 'The job queue cannot be reached. Try again in a moment.');
  if (error instanceof CannotOpenSecret)
    return new ApiProblem(409, 'token-unreadable', 'The stored token cannot be read. Enter the token again.');
  return problemOfStatus(error instanceof HttpException ? error.getStatus() : statusIn(error));
}

const REQUEST_PROBLEMS: Readonly<Record<number, readonly [key: string, message: string]>> = {
  400: ['unreadable-request', 'The request cannot be read. Send JSON.'],
  404: ['no-such-route', 'There is nothing at this address.'],
  413: ['too-large', 'The request is too large.'],
  415: ['unreadable-request', 'The request is in a form that is not understood. Send JSON.'],
};

/** What Nest, Express or the body reader refused before our code saw it. */
function problemOfStatus(status: number | null): ApiProblem | null {
  if (status === null || status >= 500) return null;
  const [key, message] = REQUEST_PROBLEMS[status] ?? ['refused', 'The request was refused.'];
  return new ApiProblem(status, key, message);
}

/** Express and its parts mark an error of the caller with a 4xx status. */
function statusIn(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('status' in error)) return null;
  return typeof error.status === 'number' && error.status >= 400 ? error.status : null;
}
