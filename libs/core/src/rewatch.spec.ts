import { describe, expect, it } from 'vitest';
import { believedShown, planExport } from './export-plan.js';
import { merge, type MergeContext } from './merge.js';
import { rewatchAfter } from './rewatch.js';
import {
  context,
  HOUR,
  L1,
  NOW,
  P1,
  P2,
  permissions,
  playedTruth,
  report,
  seen,
  wrote,
} from './testing/build.js';
import type { Observed } from './knowledge.js';
import type { RemoteItem } from './remote-item.js';
import type { Truth } from './truth.js';

const DAY = 24 * HOUR;

describe('when a second viewing may begin', () => {
  it.each([
    [0, null],
    [1, 600],
    [100, 600],
    [179, 600],
    [180, 180],
    [86_400, 86_400],
  ])('114. Threshold values: WS_PROGRESS_THRESHOLD=%i counts as %s', (threshold, counts) => {
    expect(rewatchAfter(null, threshold)).toBe(counts);
  });

  it.each([
    [true, 0, 600],
    [true, 86_400, 86_400],
    [false, 86_400, null],
  ])('a person who says %s is heard before a setting of %i', (personal, threshold, counts) => {
    expect(rewatchAfter(personal, threshold)).toBe(counts);
  });
});

interface Case {
  readonly truth?: Partial<Truth>;
  readonly observed?: Partial<Observed> | null;
  readonly says: Partial<RemoteItem>;
  readonly on?: Partial<MergeContext>;
}

const decide = ({ truth = {}, observed = {}, says, on = {} }: Case) =>
  merge(
    {
      truth: playedTruth(truth),
      known: {
        observed: observed && seen({ watched: true, playedAt: P1, playCount: 1, ...observed }),
        expected: null,
      },
      report: report({ watched: true, playCount: 1, ...says }),
    },
    context({ rewatchAfterS: DAY, ...on }),
  );

describe('a second viewing', () => {
  it('113. Threshold: a position of what was watched two days ago is carried on, one an hour after it is not', () => {
    const says = { positionMs: 700_000, playedAt: NOW - 60 };
    expect(decide({ truth: { decidedAt: NOW - 2 * DAY }, says })).toMatchObject({
      rule: 'rewatched',
      truth: { kind: 'played', decidedAt: NOW - 2 * DAY, positionMs: 700_000, positionAt: NOW - 60 },
    });
    expect(decide({ truth: { decidedAt: NOW - HOUR }, says })).toMatchObject({
      rule: 'same',
      truth: { positionMs: 0 },
    });
  });

  it('stays with its backend where nobody asked for it', () => {
    const says = { positionMs: 700_000, playedAt: NOW - 60 };
    expect(decide({ says, on: { rewatchAfterS: null } })).toMatchObject({ truth: { positionMs: 0 } });
  });

  it('leaves the item watched on a server that drops the mark when it begins', () => {
    expect(
      decide({ says: { watched: false, positionMs: 700_000, playCount: 0, playedAt: NOW - 60 } }),
    ).toMatchObject({ rule: 'rewatched', truth: { kind: 'played', positionMs: 700_000 } });
  });

  it('is no cover for an unmark', () => {
    const truth = { positionMs: 700_000, positionAt: P2 };
    const observed = { positionMs: 700_000, playedAt: P2, at: P2 };
    expect(decide({ truth, observed, says: { watched: false, playCount: 0, playedAt: null } })).toMatchObject(
      {
        rule: 'unmarked',
        truth: { kind: 'unplayed', positionMs: 0 },
      },
    );
  });

  it.each([
    [
      'repeats what the backend showed before',
      { observed: { positionMs: 700_000 }, says: { positionMs: 700_000, playedAt: P1 } },
    ],
    [
      'was made before the first one ended',
      { observed: null, says: { positionMs: 700_000, playedAt: P1 - 60 } },
    ],
    [
      'is shown for the first time without a date',
      { observed: null, says: { positionMs: 700_000, playedAt: null } },
    ],
    [
      'is older than the one that we have',
      {
        truth: { positionMs: 900_000, positionAt: NOW - 30 },
        observed: { positionMs: 600_000 },
        says: { positionMs: 700_000, playedAt: NOW - 60 },
      },
    ],
  ])('is not told by a position that %s', (_, one) => {
    const { truth } = decide({ truth: {}, ...one });
    expect(truth.positionMs).not.toBe(700_000);
  });

  it('is not told by what we wrote ourselves', () => {
    const truth = playedTruth({ positionMs: 700_000, positionAt: P2 });
    const known = {
      observed: seen({ watched: true, playedAt: P1, playCount: 1, at: L1 }),
      expected: wrote({ positionMs: 700_000, at: P2 + 5 }),
    };
    const echo = report({ watched: true, positionMs: 700_300, playedAt: P2 + 6, playCount: 1 });
    expect(merge({ truth, known, report: echo }, context({ rewatchAfterS: DAY })).rule).toBe('echo');
  });

  it('ends on a copy that its position was not carried to yet, by a count that has risen', () => {
    const truth = { positionMs: 700_000, positionAt: NOW - HOUR };
    const observed = { positionMs: 0, playCount: 1, at: NOW - HOUR };
    expect(decide({ truth, observed, says: { playCount: 2, playedAt: NOW - 60 } })).toMatchObject({
      rule: 'rewatch-ended',
      truth: { positionMs: 0, decidedAt: NOW - 60 },
    });
    expect(decide({ truth, observed, says: { playCount: 1, playedAt: NOW - 60 } }).truth.positionMs).toBe(
      700_000,
    );
  });

  it('does not end by a copy that did not take the position that we wrote there', () => {
    const truth = playedTruth({ positionMs: 700_000, positionAt: P2 });
    const known = {
      observed: seen({ watched: true, playedAt: P1, playCount: 1, at: L1 }),
      expected: wrote({ positionMs: 700_000, at: P2 + 5 }),
    };
    const unmoved = report({ watched: true, playedAt: P1, playCount: 1 });
    expect(merge({ truth, known, report: unmoved }, context({ rewatchAfterS: DAY })).truth).toBe(truth);
  });

  it('ends when it was watched to the end again, and that is the viewing that counts from then on', () => {
    const truth = { positionMs: 700_000, positionAt: NOW - HOUR };
    const observed = { positionMs: 700_000, playedAt: NOW - HOUR, at: NOW - HOUR };
    expect(decide({ truth, observed, says: { playCount: 2, playedAt: NOW - 60 } })).toMatchObject({
      rule: 'rewatch-ended',
      truth: { kind: 'played', decidedAt: NOW - 60, playedAt: NOW - 60, positionMs: 0 },
    });
  });
});

describe('an export of a second viewing', () => {
  const again = playedTruth({ positionMs: 700_000, positionAt: P2 });
  const may = permissions({ syncsRewatch: true });

  it('113. Threshold: sets the position where the item is watched, and takes no mark away', () => {
    expect(planExport(again, { watched: true, positionMs: 0, playedAt: P1 }, may)).toEqual({
      kind: 'write',
      state: { watched: true, positionMs: 700_000 },
      rule: 'write-progress',
    });
  });

  it('marks and sets it where the server dropped the mark', () => {
    expect(planExport(again, { watched: false, positionMs: 700_000, playedAt: P2 }, may)).toEqual({
      kind: 'write',
      state: { watched: true, positionMs: 700_000 },
      rule: 'write-played',
    });
  });

  it.each([permissions(), { ...may, maySetProgress: false }])(
    'marks without it where it is not carried on, or no position may be set',
    (allowed) => {
      expect(planExport(again, { watched: false, positionMs: 0, playedAt: null }, allowed)).toMatchObject({
        rule: 'write-played',
        state: { watched: true, positionMs: 0 },
      });
    },
  );

  it.each([
    ['rewatch-not-synced', { watched: true, positionMs: 0, playedAt: P1 }, permissions()],
    ['already-there', { watched: true, positionMs: 700_900, playedAt: P2 }, may],
    ['newer-there', { watched: true, positionMs: 100_000, playedAt: P2 + 31 }, may],
    [
      'may-not-set-progress',
      { watched: true, positionMs: 0, playedAt: P1 },
      { ...may, maySetProgress: false },
    ],
    [
      'progress-not-supported',
      { watched: true, positionMs: 0, playedAt: P1 },
      { ...may, hasProgress: false },
    ],
  ] as const)('is left out: %s', (because, there, allowed) => {
    expect(planExport(again, there, allowed)).toEqual({ kind: 'skip', because });
  });

  it('forgets the position that we set elsewhere although its echo was seen only after the end of it', () => {
    const ended = playedTruth({ decidedAt: NOW, positionAt: NOW });
    const echo = seen({ watched: true, positionMs: 700_000, playedAt: P1, since: NOW + 60, isEcho: true });
    const shownBy = (writtenAt: number) =>
      planExport(ended, believedShown({ observed: { ...echo, writtenAt }, expected: null }), may);
    expect(shownBy(P2)).toMatchObject({ rule: 'write-progress', state: { watched: true, positionMs: 0 } });
    expect(shownBy(NOW + 5)).toEqual({ kind: 'skip', because: 'already-there' });
  });

  it('forgets a position that is no later than the last one that led to the mark, whatever date the mark kept', () => {
    const marked = playedTruth({ decidedAt: P1, positionAt: P2 });
    const kept = { watched: false, positionMs: 700_000, playedAt: P2 };
    expect(planExport(marked, kept, may)).toMatchObject({ rule: 'write-played', state: { positionMs: 0 } });
    expect(planExport(marked, { ...kept, watched: true }, may)).toMatchObject({ state: { positionMs: 0 } });
    const since = { ...kept, playedAt: P2 + 1 };
    expect(planExport(marked, since, may)).toMatchObject({ state: { positionMs: 700_000 } });
  });

  it('forgets the position that we set elsewhere when the second viewing ended', () => {
    const ended = playedTruth({ decidedAt: NOW, positionAt: NOW });
    const ours = { watched: true, positionMs: 700_000, playedAt: null, writtenAt: P2 + 5 };
    expect(planExport(ended, ours, may)).toMatchObject({
      kind: 'write',
      state: { watched: true, positionMs: 0 },
    });
  });
});
