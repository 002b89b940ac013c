/** What a person has done with an item. A watched item may carry the position of a second viewing. */
export interface PlayState {
  readonly watched: boolean;
  /** Resume position in milliseconds; 0 when there is none. */
  readonly positionMs: number;
}

export const UNWATCHED: PlayState = { watched: false, positionMs: 0 };

/** Servers round positions (ticks, whole seconds), so two positions this close are one. */
export const POSITION_TOLERANCE_MS = 1_000;

export const samePosition = (a: number, b: number): boolean => Math.abs(a - b) <= POSITION_TOLERANCE_MS;

/** Whether two states say the same, the position of a second viewing included. */
export const sameState = (a: PlayState, b: PlayState): boolean =>
  a.watched === b.watched && samePosition(a.positionMs, b.positionMs);

/** Positions of no more than `minimumMs` are noise of a wrong press (sync-engine.md P-2, scenario 4). */
export const withoutNoise = (state: PlayState, minimumMs: number): PlayState =>
  state.positionMs > 0 && state.positionMs <= minimumMs ? { ...state, positionMs: 0 } : state;
