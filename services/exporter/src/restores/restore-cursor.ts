/** What was found in the file. */
export interface BackupFindings {
  /** Entries that can be restored. */
  readonly entries: number;
  /** Lines that cannot be read or have no usable id. */
  readonly invalid: number;
}

/** Where a restore is. Stored with every step, so that a killed run goes on from there. */
export type RestoreCursor =
  | { readonly phase: 'begin' }
  | (BackupFindings & {
      readonly phase: 'plan';
      /** Ids of libraries that were read to their end. */
      readonly finished: readonly string[];
      readonly libraryId: string | null;
      readonly offset: number;
    })
  | (BackupFindings & { readonly phase: 'write'; readonly found: number; readonly notFound: number });

export type PlanCursor = Extract<RestoreCursor, { phase: 'plan' }>;
export type WriteCursor = Extract<RestoreCursor, { phase: 'write' }>;

type Fields = Readonly<Record<string, unknown>>;

const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0);

/** Reads a stored cursor; one that cannot be read starts the run anew, which does no harm before it writes. */
export function readCursor(stored: unknown): RestoreCursor {
  if (typeof stored !== 'object' || stored === null) return { phase: 'begin' };
  const fields = stored as Fields;
  const findings = { entries: numberOf(fields['entries']), invalid: numberOf(fields['invalid']) };
  if (fields['phase'] === 'write')
    return {
      phase: 'write',
      ...findings,
      found: numberOf(fields['found']),
      notFound: numberOf(fields['notFound']),
    };
  if (fields['phase'] !== 'plan') return { phase: 'begin' };
  const { finished, libraryId, offset } = fields;
  return {
    phase: 'plan',
    ...findings,
    finished: Array.isArray(finished) ? finished.filter((id) => typeof id === 'string') : [],
    libraryId: typeof libraryId === 'string' ? libraryId : null,
    offset: numberOf(offset),
  };
}
