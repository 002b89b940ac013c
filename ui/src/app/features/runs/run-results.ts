import type { Run, RunCounts } from '../../core/api/schema.gen.js';

export interface RunResult {
  readonly name: keyof RunCounts;
  readonly label: string;
  readonly value: number;
}

const LABELS: Readonly<Record<keyof RunCounts, string>> = {
  added: 'Added',
  updated: 'Updated',
  played: 'Watched',
  unplayed: 'Unwatched',
  progress: 'Position',
  unchanged: 'Unchanged',
  skipped: 'Skipped',
  failed: 'Failed',
};

const IN_A_LINE: Readonly<Partial<Record<keyof RunCounts, string>>> = {
  played: 'marked watched',
  unplayed: 'marked unwatched',
  progress: 'positions',
};

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
    label: kind === 'backup' && name === 'added' ? 'Saved' : LABELS[name],
    value: counts[name],
  }));
}

/** The same in one line for a list, without what did not change. */
export function resultText(run: Pick<Run, 'kind' | 'counts'>): string {
  const told = resultsOf(run).filter(({ name, value }) => value > 0 && name !== 'unchanged');
  if (told.length === 0) return run.counts.unchanged > 0 ? 'Nothing changed' : '';
  return told
    .map(
      ({ name, label, value }) => `${value.toLocaleString('en')} ${IN_A_LINE[name] ?? label.toLowerCase()}`,
    )
    .join(', ');
}
