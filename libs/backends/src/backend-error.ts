import { AppError, type Remedy } from '#libs/core';

/** The closed set of what can go wrong between us and a media server. */
export type BackendErrorCode =
  | 'unreachable'
  | 'tls'
  | 'timeout'
  | 'token-rejected'
  | 'forbidden'
  | 'not-found'
  | 'rate-limited'
  | 'server-error'
  | 'not-an-api'
  | 'wrong-server'
  | 'wrong-user'
  | 'unsupported-version'
  | 'bad-answer';

/** The setting of the backend that a person would change to make the error go away. */
export type BackendField = 'url' | 'token' | 'user' | 'uuid' | 'type';

interface BackendErrorDetails {
  readonly field?: BackendField;
  /** What the person can do about it, one sentence. */
  readonly hint: string;
  readonly status?: number;
  /** For `rate-limited`: when the server allows the next call. */
  readonly retryAt?: Date;
  readonly cause?: unknown;
}

const PASSING: ReadonlySet<BackendErrorCode> = new Set([
  'unreachable',
  'timeout',
  'server-error',
  'bad-answer',
  'not-an-api',
]);

/** A failed conversation with a media server. A failed read always throws this; it never looks like an empty answer. */
export class BackendError extends AppError {
  readonly remedy: Remedy;
  readonly field: BackendField | null;
  readonly hint: string;
  readonly status: number | null;

  constructor(
    readonly key: BackendErrorCode,
    message: string,
    details: BackendErrorDetails,
  ) {
    super(message, { cause: details.cause });
    this.field = details.field ?? null;
    this.hint = details.hint;
    this.status = details.status ?? null;
    this.remedy = remedyFor(key, details.retryAt);
  }
}

function remedyFor(key: BackendErrorCode, retryAt: Date | undefined): Remedy {
  if (retryAt) return { retry: 'at', time: retryAt };
  return PASSING.has(key) || key === 'rate-limited' ? { retry: 'soon' } : { retry: 'never' };
}
