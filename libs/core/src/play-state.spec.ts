import { describe, expect, it } from 'vitest';
import { POSITION_TOLERANCE_MS, samePosition, sameState, withoutNoise } from './play-state.js';

describe('play states', () => {
  it('are the same when positions differ by no more than servers round', () => {
    expect(samePosition(600_000, 600_000 + POSITION_TOLERANCE_MS)).toBe(true);
    expect(samePosition(600_000 + POSITION_TOLERANCE_MS, 600_000)).toBe(true);
    expect(samePosition(600_000, 600_001 + POSITION_TOLERANCE_MS)).toBe(false);
  });

  it('differ by the flag and by the position', () => {
    const state = { watched: true, positionMs: 600_000 };
    expect(sameState(state, { ...state })).toBe(true);
    expect(sameState(state, { ...state, watched: false })).toBe(false);
    expect(sameState(state, { ...state, positionMs: 0 })).toBe(false);
  });

  it.each([
    { positionMs: 59_999, left: 0 },
    { positionMs: 60_000, left: 0 },
    { positionMs: 60_001, left: 60_001 },
    { positionMs: 0, left: 0 },
  ])('4, 107. keep of $positionMs ms, up to a minute being noise, $left ms', ({ positionMs, left }) => {
    expect(withoutNoise({ watched: false, positionMs }, 60_000)).toEqual({
      watched: false,
      positionMs: left,
    });
  });

  it('stay the same object where there is no noise', () => {
    const state = { watched: true, positionMs: 90_000 };
    expect(withoutNoise(state, 60_000)).toBe(state);
  });
});
