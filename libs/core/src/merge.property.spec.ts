import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planExport, planWrite } from './export-plan.js';
import {
  isEcho,
  isOurStamp,
  isReplaced,
  observe,
  type Expected,
  type Knowledge,
  type Observed,
} from './knowledge.js';
import { merge, type MergeContext, type Sides } from './merge.js';
import { samePosition, sameState } from './play-state.js';
import type { RemoteItem } from './remote-item.js';
import { context, NOW, permissions, report, seen } from './testing/build.js';
import { tries } from './testing/runs.js';
import { sameTruth, stateOf, UNDECIDED, type Truth } from './truth.js';

// Few values, so that equal dates, positions and counts meet often.
const moment = fc.integer({ min: NOW - 40, max: NOW });
const date = fc.option(fc.oneof(moment, fc.constantFrom(NOW - 90_000, NOW + 30, NOW + 90_000)));
const position = fc.constantFrom(0, 120_000, 600_000);
const count = fc.option(fc.integer({ min: 0, max: 3 }));
const file = fc.constantFrom('/films/the-lantern.mkv', '/films/the-lantern-4k.mkv');

const truths = fc.oneof(
  fc.constant(UNDECIDED),
  fc.record<Truth>({
    kind: fc.constant('default'),
    decidedAt: fc.constant(null),
    playedAt: fc.constant(null),
    positionMs: position,
    positionAt: fc.oneof(moment, fc.constant(0)),
  }),
  fc.record<Truth>({
    kind: fc.constant('played'),
    decidedAt: moment,
    playedAt: moment,
    positionMs: fc.constant(0),
    positionAt: fc.option(moment),
  }),
  fc
    .record({ decidedAt: moment, playedAt: fc.option(moment), positionMs: position })
    .map((truth): Truth => ({ ...truth, kind: 'unplayed', positionAt: truth.decidedAt })),
);

const shown = { watched: fc.boolean(), positionMs: position, playCount: count, playedAt: date, path: file };
const reports: fc.Arbitrary<RemoteItem> = fc.record(shown).map((changes) => report(changes));
const observations: fc.Arbitrary<Observed> = fc
  .record({ ...shown, at: moment, asSource: fc.boolean(), isEcho: fc.boolean() })
  .map((changes) => seen(changes));
const expectations: fc.Arbitrary<Expected> = fc.record({
  watched: fc.boolean(),
  positionMs: position,
  at: moment,
});
const knowledge: fc.Arbitrary<Knowledge> = fc.record({
  observed: fc.option(observations),
  expected: fc.option(expectations),
});
const sides: fc.Arbitrary<Sides> = fc.record({ truth: truths, known: knowledge, report: reports });
const contexts: fc.Arbitrary<MergeContext> = fc.record({
  now: fc.constant(NOW),
  isSource: fc.boolean(),
  mayUnmark: fc.boolean(),
  isReadComplete: fc.boolean(),
  isTrusted: fc.boolean(),
  viewedElsewhereAt: date,
  unmarkedElsewhereSince: fc.option(moment),
});

/** What is known after a report was merged, as the database keeps it. */
const heard = (known: Knowledge, item: RemoteItem, { now, isSource }: MergeContext): Knowledge => ({
  observed: { ...observe(item, now, isSource), isEcho: isOurStamp(known, item) },
  expected: known.expected && known.expected.at > now ? known.expected : null,
});

const RUNS = tries(5_000, process.env['WS_TEST_HISTORIES']);

describe('merge, whatever the sides', () => {
  it('changes nothing when the same report comes again', () => {
    fc.assert(
      fc.property(sides, contexts, fc.integer({ min: 0, max: 7_200 }), (first, on, later) => {
        const { truth } = merge(first, on);
        const again = { truth, known: heard(first.known, first.report, on), report: first.report };
        const verdict = merge(again, { ...on, now: on.now + later, viewedElsewhereAt: null });
        expect(sameTruth(verdict.truth, truth)).toBe(true);
      }),
      RUNS,
    );
  });

  it('changes nothing on an echo of our own write', () => {
    fc.assert(
      fc.property(sides, contexts, (any, on) => {
        fc.pre(isEcho(any.known, any.report) && !on.isTrusted);
        expect(merge(any, on).truth).toBe(any.truth);
      }),
      RUNS,
    );
  });

  it('changes nothing for a backend that is no source', () => {
    fc.assert(
      fc.property(sides, contexts, (any, on) => {
        expect(merge(any, { ...on, isSource: false }).truth).toBe(any.truth);
      }),
      RUNS,
    );
  });

  it('unmarks only what the same copy was seen to show as watched, after a complete read, or when trusted by name', () => {
    fc.assert(
      fc.property(sides, contexts, (any, on) => {
        const { truth, rule } = merge(any, on);
        fc.pre(any.truth.kind === 'played' && truth.kind !== 'played');
        const { observed } = any.known;
        expect(on.isSource && !any.report.watched).toBe(true);
        if (rule === 'trusted') return;
        expect({ rule, ...on, ...observed }).toMatchObject({
          rule: 'unmarked',
          mayUnmark: true,
          isReadComplete: true,
          watched: true,
          asSource: true,
        });
        expect(observed && isReplaced(observed, any.report)).toBe(false);
        expect(samePosition(any.report.positionMs, 0)).toBe(true);
      }),
      RUNS,
    );
  });

  it('only ever moves from one sound truth to another', () => {
    fc.assert(
      fc.property(sides, contexts, (any, on) => {
        const { truth } = merge(any, on);
        expect((truth.kind === 'default') === (truth.decidedAt === null)).toBe(true);
        expect(truth.positionMs > 0 && truth.positionAt === null).toBe(false);
        expect(truth.kind === 'played' && (truth.positionMs > 0 || truth.playedAt === null)).toBe(false);
        expect(Math.max(truth.decidedAt ?? 0, truth.positionAt ?? 0)).toBeLessThanOrEqual(NOW + 60);
      }),
      RUNS,
    );
  });

  it('comes to the same play state in whatever order two backends show an item for the first time', () => {
    const dated = fc.record({
      one: reports,
      other: reports,
      dates: fc.uniqueArray(fc.integer({ min: NOW - 40, max: NOW }), { minLength: 3, maxLength: 3 }),
    });
    fc.assert(
      fc.property(truths, dated, (before, { one, other, dates }) => {
        const [oneAt = 0, otherAt = 0, truthAt = 0] = dates;
        const truth = redated(before, truthAt);
        const both = [
          { ...one, playedAt: oneAt },
          { ...other, playedAt: otherAt },
        ];
        const inOrder = (items: readonly RemoteItem[]) =>
          stateOf(items.reduce((now, item) => mergeFirst(now, item), truth));
        expect(sameState(inOrder(both), inOrder(both.toReversed()))).toBe(true);
      }),
      RUNS,
    );
  });
});

const mergeFirst = (truth: Truth, item: RemoteItem): Truth =>
  merge({ truth, known: { observed: null, expected: null }, report: item }, context()).truth;

/** All that we hold is of one moment, so that no date is equal to one that a report brings. */
const redated = (truth: Truth, at: number): Truth => ({
  ...truth,
  decidedAt: truth.decidedAt === null ? null : at,
  playedAt: truth.playedAt === null ? null : at,
  positionAt: truth.positionAt === null ? null : at,
});

describe('an export, whatever the sides', () => {
  it('never unmarks what nobody unmarked, unless dates are ignored', () => {
    fc.assert(
      fc.property(sides, fc.boolean(), ({ truth, known, report: read }, isSource) => {
        fc.pre(truth.kind !== 'unplayed');
        const may = permissions({ isSource });
        for (const step of [planExport(truth, read, may), planWrite({ truth, known, report: read }, may)]) {
          expect(step).not.toMatchObject({ rule: 'write-unplayed' });
        }
      }),
      RUNS,
    );
  });

  it('writes only what our truth says', () => {
    fc.assert(
      fc.property(sides, fc.boolean(), fc.boolean(), (any, isSource, ignoreDate) => {
        const step = planWrite(any, permissions({ isSource, ignoreDate }));
        fc.pre(step.kind === 'write');
        const { watched, positionMs } = stateOf(any.truth);
        expect(step.state.watched).toBe(watched);
        if (!watched) expect(step.state.positionMs).toBe(positionMs);
        expect(sameState(step.state, any.report)).toBe(false);
      }),
      RUNS,
    );
  });

  it('never overwrites a wish on a source that the next import would have taken', () => {
    fc.assert(
      fc.property(sides, (any) => {
        fc.pre(planWrite(any, permissions()).kind === 'write');
        const imported = merge(any, context()).truth;
        expect(sameState(stateOf(imported), stateOf(any.truth))).toBe(true);
      }),
      RUNS,
    );
  });

  it('has nothing left to write once its write has arrived (contract 5.6)', () => {
    fc.assert(
      fc.property(sides, fc.boolean(), (any, ignoreDate) => {
        const may = permissions({ ignoreDate });
        const step = planWrite(any, may);
        fc.pre(step.kind === 'write');
        const read = { ...any.report, ...step.state };
        const known = { observed: any.known.observed, expected: { ...step.state, at: NOW } };
        expect(planWrite({ truth: any.truth, known, report: read }, may).kind).not.toBe('write');
        expect(merge({ truth: any.truth, known, report: read }, context()).truth).toBe(any.truth);
      }),
      RUNS,
    );
  });
});
