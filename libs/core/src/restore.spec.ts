import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planRestore, restoredTruth, sharedState, type BackedUpState } from './restore.js';
import { NOW, P1, P2 } from './testing/build.js';
import { stateOf, UNDECIDED, type Truth } from './truth.js';

const may = { hasProgress: true, mayMarkPlayed: true, mayUnmark: true, maySetProgress: true };
const wish = { withProgress: false, minimumMs: 60_000, may };
const saved = (watched: boolean, positionMs = 0): BackedUpState => ({ watched, positionMs, updated: P1 });
const played: Truth = { kind: 'played', decidedAt: P2, playedAt: P2, positionMs: 0, positionAt: null };

describe('planRestore', () => {
  it('142. Unplayed in file, played later on the target: writes unplayed', () => {
    expect(planRestore(saved(false), { watched: true, positionMs: 0 }, wish)).toEqual({
      kind: 'write',
      rule: 'write-unplayed',
      state: { watched: false, positionMs: 0 },
    });
  });

  it('143. Positions: are set where the target is unplayed, and only when asked for', () => {
    const shown = { watched: false, positionMs: 0 };
    const asked = { ...wish, withProgress: true };
    expect(planRestore(saved(false, 1_325_000), shown, asked)).toMatchObject({
      rule: 'write-progress',
      state: { watched: false, positionMs: 1_325_000 },
    });
    expect(planRestore(saved(false, 1_325_000), shown, wish)).toEqual({
      kind: 'skip',
      because: 'already-there',
    });
    const onPlayed = planRestore(saved(false, 1_325_000), { watched: true, positionMs: 0 }, asked);
    expect(onPlayed).toMatchObject({ state: { positionMs: 0 } });
  });

  it('does nothing that the backend may not be told', () => {
    const strict = {
      ...wish,
      withProgress: true,
      may: { ...may, mayMarkPlayed: false, mayUnmark: false, maySetProgress: false },
    };
    expect(planRestore(saved(true), { watched: false, positionMs: 0 }, strict).kind).toBe('skip');
    expect(planRestore(saved(false), { watched: true, positionMs: 0 }, strict).kind).toBe('skip');
    expect(planRestore(saved(false, 500_000), { watched: false, positionMs: 0 }, strict).kind).toBe('skip');
  });

  it('leads to the saved state in one step, and then to none', () => {
    fc.assert(
      fc.property(
        fc.tuple(fc.boolean(), fc.nat()),
        fc.tuple(fc.boolean(), fc.nat()),
        ([was, before], [is, now]) => {
          const asked = { ...wish, withProgress: true };
          const entry = saved(was, was ? 0 : before);
          const step = planRestore(entry, { watched: is, positionMs: is ? 0 : now }, asked);
          const after = step.kind === 'write' ? step.state : { watched: is, positionMs: now };
          expect(after.watched).toBe(was);
          const again = planRestore(entry, after, asked);
          expect(again.kind === 'skip' || again.rule === 'write-progress').toBe(true);
        },
      ),
    );
  });
});

describe('restoredTruth', () => {
  const to = (watched: boolean, positionMs = 0) => ({ watched, positionMs, updated: P1 });

  it('146. Restore result spreads: with the date of the file, where that is the newer decision', () => {
    expect(restoredTruth(UNDECIDED, to(true), NOW)).toMatchObject({
      kind: 'played',
      decidedAt: P1,
      playedAt: P1,
    });
  });

  it('wins over a newer decision, by deciding now', () => {
    const unplayed: Truth = { ...UNDECIDED, kind: 'unplayed', decidedAt: P2 };
    expect(restoredTruth(unplayed, to(true), NOW)).toMatchObject({
      decidedAt: NOW,
      playedAt: P1,
    });
    expect(restoredTruth(played, to(false), NOW)).toMatchObject({
      kind: 'unplayed',
      decidedAt: NOW,
    });
  });

  it('is the same object when nothing changes', () => {
    expect(restoredTruth(played, to(true), NOW)).toBe(played);
    expect(restoredTruth(UNDECIDED, to(false), NOW)).toBe(UNDECIDED);
  });

  it('never turns a position into a decision', () => {
    const after = restoredTruth(UNDECIDED, to(false, 900_000), NOW);
    expect(after).toMatchObject({ kind: 'default', decidedAt: null, positionMs: 900_000, positionAt: NOW });
    expect(stateOf(after)).toEqual({ watched: false, positionMs: 900_000 });
  });
});

describe('sharedState', () => {
  it('is the one of all episodes of a file, or none', () => {
    expect(sharedState([saved(true), saved(true)])).toEqual(saved(true));
    expect(sharedState([saved(true), saved(false)])).toBeNull();
    expect(sharedState([saved(true), null])).toBeNull();
    expect(sharedState([])).toBeNull();
  });
});
