import type { PlayState } from './play-state.js';

/** `default`: nobody ever marked it. Only `played` and `unplayed` are decisions of a person (sync-engine.md 3.5). */
export type DecisionKind = 'default' | 'played' | 'unplayed';

/** What we hold as right for one person and one item. Times are unix seconds. */
export interface Truth {
  readonly kind: DecisionKind;
  /** When it was decided; null for `default`. */
  readonly decidedAt: number | null;
  /** The latest viewing that anybody reported. */
  readonly playedAt: number | null;
  /** Where to resume. Of what is played: where a second viewing is, if this person wants it carried on; else 0. */
  readonly positionMs: number;
  /** When that position was reported; null when there never was one. */
  readonly positionAt: number | null;
}

export const UNDECIDED: Truth = {
  kind: 'default',
  decidedAt: null,
  playedAt: null,
  positionMs: 0,
  positionAt: null,
};

export const stateOf = (truth: Truth): PlayState => ({
  watched: truth.kind === 'played',
  positionMs: truth.positionMs,
});

export const sameTruth = (a: Truth, b: Truth): boolean =>
  a === b ||
  (a.kind === b.kind &&
    a.decidedAt === b.decidedAt &&
    a.playedAt === b.playedAt &&
    a.positionMs === b.positionMs &&
    a.positionAt === b.positionAt);

const isLater = (a: number | null, b: number | null): boolean => (a ?? -1) > (b ?? -1);

/** `default` is none, *played* wins over *unplayed*, and of two that say the same the newer one stays. */
function decisionOf(a: Truth, b: Truth): Truth {
  if (a.kind === 'default' || b.kind === 'default') return a.kind === 'default' ? b : a;
  if (a.kind !== b.kind) return a.kind === 'played' ? a : b;
  return isLater(b.decidedAt, a.decidedAt) ? b : a;
}

const newerPosition = (a: Truth, b: Truth): Truth =>
  a.positionAt === b.positionAt
    ? a.positionMs > b.positionMs
      ? a
      : b
    : isLater(a.positionAt, b.positionAt)
      ? a
      : b;

/**
 * One truth for two rows that prove to be the same item (M-28); whichever comes first. Nobody unmarked the viewing of the
 * one by unmarking the other, so the item stays watched; `isDisputed` tells when a person has to be asked.
 */
export function combineTruths(a: Truth, b: Truth): Truth {
  const { kind, decidedAt } = decisionOf(a, b);
  const position = newerPosition(a, b);
  const isFirstViewing = kind === 'played' && position.kind !== 'played';
  return {
    kind,
    decidedAt,
    playedAt: isLater(a.playedAt, b.playedAt) ? a.playedAt : b.playedAt,
    positionMs: isFirstViewing ? 0 : position.positionMs,
    positionAt: position.positionAt,
  };
}

/** Whether one of the rows was unmarked after the viewing of another: only a person knows which of it counts. */
export const isDisputed = (truths: readonly Truth[]): boolean => {
  const unmark = lastOf(truths, 'unplayed');
  const viewing = lastOf(truths, 'played');
  return viewing !== null && isLater(unmark, viewing);
};

const lastOf = (truths: readonly Truth[], kind: DecisionKind): number | null =>
  truths
    .filter((truth) => truth.kind === kind)
    .reduce<number | null>((last, { decidedAt }) => (isLater(decidedAt, last) ? decidedAt : last), null);

/** The truth after a person's own mark, which decides at once; `at` in unix seconds. */
export const decidedByPerson = (before: Truth, watched: boolean, at: number): Truth => ({
  kind: watched ? 'played' : 'unplayed',
  decidedAt: at,
  playedAt: watched ? at : before.playedAt,
  positionMs: 0,
  positionAt: at,
});
