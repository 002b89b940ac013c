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
  /** Where to resume; always 0 when played: the position of a second viewing stays with its backend. */
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
  positionMs: truth.kind === 'played' ? 0 : truth.positionMs,
});

export const sameTruth = (a: Truth, b: Truth): boolean =>
  a === b ||
  (a.kind === b.kind &&
    a.decidedAt === b.decidedAt &&
    a.playedAt === b.playedAt &&
    a.positionMs === b.positionMs &&
    a.positionAt === b.positionAt);
