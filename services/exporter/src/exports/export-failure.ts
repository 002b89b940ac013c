import { BackendError } from '#libs/backends';
import { AppError } from '#libs/core';
import type { RunError } from '#libs/database';

export class RunCancelled extends Error {}

/** The export needs the backend to be read first, and that import is still going on. */
export class ReadUnderWay extends AppError {
  readonly key = 'read-under-way';
  readonly remedy;

  constructor(lookAgainAt: Date) {
    super('the backend is being read first');
    this.remedy = { retry: 'at', time: lookAgainAt } as const;
  }
}

/** The run cannot be carried out, and trying again would not help. */
export class ExportImpossible extends AppError {
  readonly remedy = { retry: 'never' } as const;

  constructor(
    readonly key: string,
    message: string,
    readonly hint: string | null,
  ) {
    super(message);
  }
}

/** A backend with export off is never written, whatever was planned or approved before. */
export const exportOff = (backend: string): ExportImpossible =>
  new ExportImpossible(
    'export-off',
    `Export to ${backend} is switched off; this backend is never written to.`,
    'Switch its export on, then start the export again.',
  );

/** What was planned was planned for the account before. */
export const accountChanged = (
  backend: string,
  hint = 'Import from it again, then start the export.',
): ExportImpossible =>
  new ExportImpossible(
    'account-changed',
    `${backend} was given another account while this was under way.`,
    hint,
  );

export const toRunError = (error: AppError): RunError => ({
  key: error.key,
  message: error.message,
  hint: error instanceof BackendError || error instanceof ExportImpossible ? error.hint : null,
});
