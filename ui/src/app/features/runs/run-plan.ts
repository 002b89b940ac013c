import type { Run } from '../../core/api/schema.gen.js';

const items = (count: number, what: string): string =>
  `${count.toLocaleString('en')} ${count === 1 ? 'item' : 'items'} ${what}`;

/** Where a run writes: on a server, or in what is stored here. */
const placeOf = ({ kind, backend }: Pick<Run, 'kind' | 'backend'>): string =>
  backend && (kind === 'export' || kind === 'restore') ? `on ${backend}` : 'in the history';

export interface RunPlan {
  /** How many would become unwatched, as a sentence; it is what a person must not overlook. */
  readonly unwatched: string;
  readonly others: readonly string[];
}

/** What a plan would do, in plain words. */
export function planOf(run: Pick<Run, 'kind' | 'backend' | 'counts'>): RunPlan {
  const { played, unplayed, progress, added, skipped, failed } = run.counts;
  const lines: readonly (readonly [number, string])[] = [
    [played, 'would become watched'],
    [progress, 'would get another resume position'],
    [run.kind === 'import' ? added : 0, 'would be new'],
    [skipped, 'would be left alone'],
    [failed, 'could not be taken'],
  ];
  return {
    unwatched: `${items(unplayed, 'would become unwatched')} ${placeOf(run)}.`,
    others: lines.filter(([count]) => count > 0).map(([count, what]) => `${items(count, what)}.`),
  };
}
