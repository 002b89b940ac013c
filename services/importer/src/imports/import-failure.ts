import { AppError } from '#libs/core';
import { BackendError } from '#libs/backends';
import type { RunError } from '#libs/database';

/** Stops a run at its next step. */
export class RunCancelled extends Error {}

/** A read that ended without all that the server declared: nothing may be concluded from what is missing (I-5). */
export class IncompleteRead extends AppError {
  readonly key = 'incomplete-read';
  readonly remedy = { retry: 'never' } as const;
}

/** A run was limited to libraries that the server does not have, or that are set to be ignored. */
export class UnknownLibrary extends AppError {
  readonly key = 'unknown-library';
  readonly remedy = { retry: 'never' } as const;

  constructor(ids: readonly string[]) {
    super(`There is no library to read with the id ${ids.join(', ')}.`);
  }
}

/** A failed page, told with its library and place. */
export class PageFailed extends AppError {
  readonly key: string;
  readonly remedy;
  readonly hint: string | null;

  constructor(library: string, offset: number, failure: BackendError) {
    super(
      `Reading the library “${library}” stopped at item ${offset}: ${failure.message} What was read is kept.`,
      { cause: failure },
    );
    this.key = failure.key;
    this.remedy = failure.remedy;
    this.hint = failure.hint;
  }
}

/** How a run tells its failure; null for what no person can act on and a retry may heal. */
export function toRunError(error: unknown): RunError | null {
  if (error instanceof BackendError || error instanceof PageFailed)
    return { key: error.key, message: error.message, hint: error.hint };
  if (error instanceof AppError) return { key: error.key, message: error.message, hint: null };
  return null;
}
