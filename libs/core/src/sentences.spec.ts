import { describe, expect, it } from 'vitest';
import type { HoldReason } from './explain.js';
import type { ExportRule, SkipReason } from './export-plan.js';
import type { MergeRule } from './merge.js';
import {
  changeSentence,
  holdSentence,
  reasonSentence,
  seenSentence,
  undoSkipSentence,
  writeSentence,
  type LedgerRule,
  type WriteReason,
} from './sentences.js';
import type { UndoSkip } from './undo.js';

const told = { source: 'attic', state: { watched: false, positionMs: 3_723_000 } };

// Records, so that the compiler points here when a rule is added.
const MERGE_RULES: Record<MergeRule, true> = {
  stale: true,
  'metadata-only': true,
  same: true,
  echo: true,
  'unconfirmed-write': true,
  'no-news': true,
  'not-an-opinion': true,
  'first-seen-played': true,
  played: true,
  'older-than-truth': true,
  progress: true,
  'progress-cleared': true,
  unmarked: true,
  'may-not-unmark': true,
  'read-incomplete': true,
  replaced: true,
  'rewatch-started': true,
  rewatched: true,
  'rewatch-ended': true,
  'never-seen-played': true,
  conflict: true,
  trusted: true,
};
const LEDGER_RULES: Record<LedgerRule, true> = {
  person: true,
  undone: true,
  restored: true,
  merged: true,
  'ids-chosen': true,
};
const EXPORT_RULES: Record<ExportRule, true> = {
  'write-played': true,
  'write-unplayed': true,
  'write-progress': true,
};
const SKIPS: Record<SkipReason, true> = {
  'rewatch-not-synced': true,
  'already-there': true,
  'nobody-unmarked-it': true,
  'newer-there': true,
  'progress-not-supported': true,
  'may-not-mark-played': true,
  'may-not-unmark': true,
  'may-not-set-progress': true,
  'position-too-late': true,
};
const WRITES: Record<WriteReason, true> = {
  'account-changed': true,
  'changed-since': true,
  'person-must-decide': true,
  'copy-is-gone': true,
  'news-there': true,
  'put-off': true,
  cancelled: true,
  superseded: true,
  'currently-playing': true,
  unconfirmed: true,
  'unknown-outcome': true,
  dropped: true,
};
const HOLDS: Record<HoldReason, string> = {
  'export-off': holdSentence('export-off', told),
  'never-exported': holdSentence('never-exported', told),
  disputed: holdSentence('disputed', told),
  'not-seen': holdSentence('not-seen', told),
};
const UNDO_SKIPS: Record<UndoSkip, true> = { 'changed-since': true, 'already-so': true };

const CASES: [string, string][] = [
  ...[...Object.keys(MERGE_RULES), ...Object.keys(LEDGER_RULES)].map((rule): [string, string] => [
    rule,
    changeSentence(rule, told),
  ]),
  ...Object.keys(EXPORT_RULES).map((rule): [string, string] => [rule, writeSentence(rule, told)]),
  ...[...Object.keys(SKIPS), ...Object.keys(WRITES)].map((rule): [string, string] => [
    rule,
    reasonSentence(rule, told),
  ]),
  ...Object.entries(HOLDS),
  ['changed-since', undoSkipSentence('changed-since')],
  ['already-so', undoSkipSentence('already-so')],
];

describe('what a person reads', () => {
  it.each(CASES)('has a sentence of its own for %s', (rule, sentence) => {
    expect(sentence).toMatch(/^[A-Za-z].{20,}\.$/);
    if (rule.includes('-')) expect(sentence).not.toContain(rule);
    expect(CASES.filter(([, other]) => other === sentence)).toHaveLength(1);
  });

  it('has one for every reason to leave an undo out', () => {
    expect(Object.keys(UNDO_SKIPS).every((because) => CASES.some(([rule]) => rule === because))).toBe(true);
  });

  it('names a rule that nobody knows any more, and the error of a server', () => {
    expect(changeSentence('of-old', told)).toBe('attic made it to be resumed at 1:02:03 (of-old).');
    expect(reasonSentence('forbidden', told)).toBe('attic did not take it: forbidden.');
    expect(writeSentence('test', { source: 'attic', state: { watched: true, positionMs: 0 } })).toBe(
      'attic is told that it is watched.',
    );
  });

  it('shows positions as players do', () => {
    expect(changeSentence('progress', { source: 'den', state: { watched: false, positionMs: 65_000 } })).toBe(
      'On den it was played up to 1:05, so that is where to resume.',
    );
    expect(seenSentence({ source: 'den', state: { watched: false, positionMs: 0 } })).toBe(
      'den shows it as unwatched.',
    );
  });

  it('says that a position is to be forgotten', () => {
    const cleared = { source: 'den', state: { watched: false, positionMs: 0 } };
    expect(writeSentence('write-progress', cleared)).toBe('den is told to forget the resume position.');
  });
});
