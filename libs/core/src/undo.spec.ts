import { describe, expect, it } from 'vitest';
import { planExport } from './export-plan.js';
import { merge } from './merge.js';
import {
  permissions,
  context,
  NOW,
  P1,
  P2,
  playedTruth,
  report,
  seen,
  startedTruth,
  unmarkedTruth,
} from './testing/build.js';
import { stateOf, UNDECIDED, type Truth } from './truth.js';
import { planUndo, turnsUnwatched, type UndoCase } from './undo.js';

const undo = (changes: Partial<UndoCase> & Pick<UndoCase, 'before' | 'after'>) =>
  planUndo({ changedAt: P2, truth: changes.after, isDecidedSince: false, now: NOW, ...changes });

const MARKED: Pick<UndoCase, 'before' | 'after'> = { before: UNDECIDED, after: playedTruth() };
const UNMARKED: Pick<UndoCase, 'before' | 'after'> = {
  before: playedTruth(),
  after: unmarkedTruth({ decidedAt: P2 }),
};

describe('taking a change back (contract 5.10)', () => {
  it.each<{ what: string; case: Pick<UndoCase, 'before' | 'after'>; becomes: Partial<Truth> }>([
    { what: 'a mark', case: MARKED, becomes: { kind: 'unplayed', decidedAt: NOW, playedAt: null } },
    { what: 'an unmark', case: UNMARKED, becomes: { kind: 'played', decidedAt: NOW, playedAt: P1 } },
    {
      what: 'a mark of a started item',
      case: { before: startedTruth(90_000, P1), after: playedTruth() },
      becomes: { kind: 'unplayed', positionMs: 90_000, positionAt: NOW },
    },
    {
      what: 'a new position',
      case: { before: startedTruth(90_000, P1), after: startedTruth(400_000, P2) },
      becomes: { kind: 'default', decidedAt: null, positionMs: 90_000, positionAt: NOW },
    },
    {
      what: 'a position of what was unmarked',
      case: { before: unmarkedTruth(), after: unmarkedTruth({ positionMs: 90_000, positionAt: P2 }) },
      becomes: { kind: 'unplayed', decidedAt: P1, positionMs: 0, positionAt: NOW },
    },
  ])('restores what was before $what, as a decision of now', ({ case: change, becomes }) => {
    expect(undo(change)).toEqual({ kind: 'change', truth: expect.objectContaining(becomes) });
  });

  it('leaves alone what somebody decided on since', () => {
    expect(undo({ ...MARKED, isDecidedSince: true })).toEqual({ kind: 'skip', because: 'changed-since' });
  });

  it('leaves alone what is no longer as the change left it', () => {
    const change = { before: startedTruth(90_000, P1), after: startedTruth(400_000, P1) };
    const moved = { ...change, truth: startedTruth(700_000, P2) };
    expect(undo(moved)).toEqual({ kind: 'skip', because: 'changed-since' });
  });

  it('leaves alone what was watched again since', () => {
    const truth = playedTruth({ playedAt: P2 + 1 });
    expect(undo({ ...MARKED, truth })).toEqual({ kind: 'skip', because: 'changed-since' });
  });

  it('has nothing to do where all is as before already', () => {
    expect(undo({ ...MARKED, truth: unmarkedTruth(), isDecidedSince: true })).toEqual({
      kind: 'skip',
      because: 'already-so',
    });
  });

  it('is not undone again by a backend that still shows the change', () => {
    const step = undo(MARKED);
    const truth = step.kind === 'change' ? step.truth : UNDECIDED;
    const shown = { watched: true, playedAt: P1 };
    const sides = { truth, known: { observed: seen(shown), expected: null }, report: report(shown) };
    expect(merge(sides, context({ now: NOW + 60 }))).toEqual({ truth, rule: 'no-news' });
    expect(planExport(truth, { ...shown, positionMs: 0 }, permissions())).toMatchObject({
      rule: 'write-unplayed',
    });
  });

  it('can itself be taken back', () => {
    const step = undo(MARKED);
    const truth = step.kind === 'change' ? step.truth : UNDECIDED;
    const again = undo({ before: MARKED.after, after: truth, changedAt: NOW, now: NOW + 60 });
    expect(again.kind === 'change' && stateOf(again.truth)).toEqual(stateOf(MARKED.after));
  });

  it('counts for the guard when it turns a watched item unwatched', () => {
    expect(turnsUnwatched(playedTruth(), unmarkedTruth())).toBe(true);
    expect(turnsUnwatched(playedTruth(), UNDECIDED)).toBe(true);
    expect(turnsUnwatched(unmarkedTruth(), playedTruth())).toBe(false);
    expect(turnsUnwatched(startedTruth(9_000, P1), UNDECIDED)).toBe(false);
  });
});
