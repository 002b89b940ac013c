import { describe, expect, it } from 'vitest';
import { merge } from './merge.js';
import { context, HOUR, L1, NOW, P1, P2, playedTruth, report, seen, unmarkedTruth } from './testing/build.js';

const watchedAt = (playedAt: number) => report({ watched: true, playedAt, playCount: 2 });
const seenPlayed = { observed: seen({ watched: true, playedAt: P1, playCount: 1 }), expected: null };
const unmarked = unmarkedTruth({ decidedAt: NOW });

describe('49. an undated unmark of one backend and a viewing on another (M-33)', () => {
  it('keep the item played when the unmark comes first', () => {
    const sides = { truth: playedTruth(), known: seenPlayed, report: report({ playCount: 0 }) };
    expect(merge(sides, context({ viewedElsewhereAt: P2 }))).toEqual({
      truth: playedTruth(),
      rule: 'conflict',
    });
  });

  it('make the item played again when the viewing is heard after the unmark', () => {
    const sides = { truth: unmarked, known: seenPlayed, report: watchedAt(P2) };
    const verdict = merge(sides, context({ unmarkedElsewhereSince: L1 }));
    expect(verdict).toMatchObject({
      truth: { kind: 'played', decidedAt: P2, playedAt: P2 },
      rule: 'conflict',
    });
  });

  it.each([
    { what: 'a viewing from before the last look at the other backend', playedAt: L1, since: L1 },
    { what: 'an unmark whose time is known', playedAt: P2, since: null },
  ])('are no conflict with $what', ({ playedAt, since }) => {
    const sides = { truth: unmarked, known: seenPlayed, report: watchedAt(playedAt) };
    expect(merge(sides, context({ unmarkedElsewhereSince: since }))).toMatchObject({ truth: unmarked });
  });

  it('are no conflict when the viewing is the stamp of our own write', () => {
    const known = { observed: seen({ watched: true, playedAt: P2, isEcho: true }), expected: null };
    const sides = { truth: unmarked, known, report: report({ watched: true, playedAt: P2 }) };
    expect(merge(sides, context({ unmarkedElsewhereSince: L1 })).truth).toEqual(unmarked);
  });

  it('leave a later viewing what it is: a newer wish', () => {
    const sides = {
      truth: unmarkedTruth({ decidedAt: P2 - HOUR }),
      known: seenPlayed,
      report: watchedAt(P2),
    };
    expect(merge(sides, context({ unmarkedElsewhereSince: L1 })).rule).toBe('played');
  });
});
