import type { Run, RunCounts } from '../../core/api/schema.gen.js';
import { numberText } from '../../shared/words.js';

export interface RunResult {
  readonly name: keyof RunCounts;
  readonly label: string;
  readonly value: number;
}

const LABELS: Readonly<Record<keyof RunCounts, string>> = {
  added: $localize`Added`,
  updated: $localize`Updated`,
  played: $localize`Watched`,
  unplayed: $localize`Unwatched`,
  progress: $localize`Position`,
  unchanged: $localize`Unchanged`,
  skipped: $localize`Skipped`,
  failed: $localize`Failed`,
};

const IN_A_LINE: Readonly<Record<keyof RunCounts, (count: string) => string>> = {
  added: (count) => $localize`${count}:count: added`,
  updated: (count) => $localize`${count}:count: updated`,
  played: (count) => $localize`${count}:count: marked watched`,
  unplayed: (count) => $localize`${count}:count: marked unwatched`,
  progress: (count) => $localize`${count}:count: positions`,
  unchanged: (count) => $localize`${count}:count: unchanged`,
  skipped: (count) => $localize`${count}:count: skipped`,
  failed: (count) => $localize`${count}:count: failed`,
};
const saved = (count: string): string => $localize`${count}:count: saved`;
const isSaved = (kind: Run['kind'], name: keyof RunCounts): boolean => kind === 'backup' && name === 'added';

const ALWAYS: Readonly<Record<string, readonly (keyof RunCounts)[]>> = {
  import: ['added', 'updated', 'unchanged', 'failed'],
  export: ['played', 'unplayed', 'progress', 'failed'],
  restore: ['played', 'unplayed', 'progress', 'failed'],
  undo: ['played', 'unplayed', 'progress', 'skipped'],
  backup: ['added'],
};

const ORDER: readonly (keyof RunCounts)[] = [
  'added',
  'updated',
  'played',
  'unplayed',
  'progress',
  'unchanged',
  'skipped',
  'failed',
];

/** The counts worth showing: those that answer "what did it do" for this kind of run, and whatever is not zero. */
export function resultsOf({ kind, counts }: Pick<Run, 'kind' | 'counts'>): readonly RunResult[] {
  return ORDER.filter((name) => counts[name] > 0 || (ALWAYS[kind]?.includes(name) ?? false)).map((name) => ({
    name,
    label: isSaved(kind, name) ? $localize`Saved` : LABELS[name],
    value: counts[name],
  }));
}

/** The same in one line for a list, without what did not change. */
export function resultText(run: Pick<Run, 'kind' | 'counts'>): string {
  const told = resultsOf(run).filter(({ name, value }) => value > 0 && name !== 'unchanged');
  if (told.length === 0) return run.counts.unchanged > 0 ? $localize`Nothing changed` : '';
  return told
    .map(({ name, value }) => (isSaved(run.kind, name) ? saved : IN_A_LINE[name])(numberText(value)))
    .join(', ');
}
