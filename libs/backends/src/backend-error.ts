import { AppError, type Remedy } from '#libs/core';
import { BACKEND_ERRORS, type BackendErrorCode } from './error-catalogue.js';

export { BACKEND_ERRORS, type BackendErrorCode } from './error-catalogue.js';

/** The setting of the backend that a person would change to make the error go away. */
export type BackendField = 'url' | 'token' | 'user' | 'uuid' | 'type' | 'options.PLEX_USER_PIN';

interface BackendErrorDetails {
  readonly field?: BackendField;
  /** What the person can do about it, one sentence. */
  readonly hint: string;
  readonly status?: number;
  /** For `rate-limited`: when the server allows the next call. */
  readonly retryAt?: Date;
  /** For one of a kind that mostly passes: this one would be the same again. */
  readonly isLasting?: boolean;
  readonly cause?: unknown;
}

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
    this.remedy = details.isLasting ? { retry: 'never' } : remedyFor(key, details.retryAt);
  }
}

function remedyFor(key: BackendErrorCode, retryAt: Date | undefined): Remedy {
  if (retryAt) return { retry: 'at', time: retryAt };
  return { retry: BACKEND_ERRORS[key].retry };
}
