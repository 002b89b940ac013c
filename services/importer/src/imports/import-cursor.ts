/** Where a run is. It is stored with every page, so that a killed run goes on from there. */
export type ImportCursor =
  | {
      readonly phase: 'read';
      /** Ids of libraries that were read to their end. */
      readonly finished: readonly string[];
      readonly libraryId: string | null;
      readonly offset: number;
      /** Whether every finished library gave as many items as it declared. */
      readonly isComplete: boolean;
      /** Whether any page had to be read: nothing is new in those that came just as before. */
      readonly hasNews: boolean;
    }
  | { readonly phase: 'apply' };

export const START: ImportCursor = {
  phase: 'read',
  finished: [],
  libraryId: null,
  offset: 0,
  isComplete: true,
  hasNews: false,
};

export const APPLY: ImportCursor = { phase: 'apply' };

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string') : [];

/** Reads a stored cursor; one that cannot be read starts the run anew, which does no harm. */
export function readCursor(stored: unknown): ImportCursor {
  if (!isRecord(stored)) return START;
  if (stored['phase'] === 'apply') return APPLY;
  const { finished, libraryId, offset, isComplete, hasNews } = stored;
  return {
    phase: 'read',
    finished: texts(finished),
    libraryId: typeof libraryId === 'string' ? libraryId : null,
    offset: typeof offset === 'number' ? offset : 0,
    isComplete: isComplete === true,
    hasNews: hasNews !== false,
  };
}
