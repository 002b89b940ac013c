import { AppError } from '#libs/core';

export type ArchiveProblem =
  'no-such-file' | 'bad-name' | 'name-taken' | 'not-a-backup' | 'not-a-history' | 'not-a-zip' | 'too-large';

/** A file that cannot be used as it is. Trying again does not help. */
export class ArchiveError extends AppError {
  readonly remedy = { retry: 'never' } as const;

  constructor(
    readonly key: ArchiveProblem,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
