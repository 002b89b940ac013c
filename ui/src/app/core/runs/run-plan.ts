import type { Run } from '../api/schema.gen.js';
import { itemsText } from '../../shared/words.js';

/** Where a run writes: on a server, or in what is stored here. */
function unwatchedIn({ kind, backend, counts }: Pick<Run, 'kind' | 'backend' | 'counts'>): string {
  const count = counts.unplayed === 0 ? $localize`No item` : itemsText(counts.unplayed);
  return backend && (kind === 'export' || kind === 'restore')
    ? $localize`${count}:items: would become unwatched on ${backend}:backend:.`
    : $localize`${count}:items: would become unwatched in the history.`;
}

export interface RunPlan {
  /** How many would become unwatched, as a sentence; it is what a person must not overlook. */
  readonly unwatched: string;
  readonly others: readonly string[];
}

/** What a plan would do, in plain words. */
export function planOf(run: Pick<Run, 'kind' | 'backend' | 'counts'>): RunPlan {
  const { played, progress, added, skipped, failed } = run.counts;
  const lines: readonly (readonly [number, string])[] = [
    [played, $localize`${itemsText(played)}:items: would become watched.`],
    [progress, $localize`${itemsText(progress)}:items: would get another resume position.`],
    [run.kind === 'import' ? added : 0, $localize`${itemsText(added)}:items: would be new.`],
    [skipped, $localize`${itemsText(skipped)}:items: would be left alone.`],
    [failed, $localize`${itemsText(failed)}:items: could not be taken.`],
  ];
  return {
    unwatched: unwatchedIn(run),
    others: lines.filter(([count]) => count > 0).map(([, text]) => text),
  };
}
