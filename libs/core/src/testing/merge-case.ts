import { expect } from 'vitest';
import { NOTHING_KNOWN, type Knowledge } from '../knowledge.js';
import { merge, type MergeContext, type MergeRule, type Verdict } from '../merge.js';
import type { RemoteItem } from '../remote-item.js';
import { UNDECIDED, type Truth } from '../truth.js';
import { context, report } from './build.js';

/** One row of a table of merges. */
export interface MergeCase {
  readonly name: string;
  readonly truth?: Truth;
  readonly known?: Partial<Knowledge>;
  readonly says: Partial<RemoteItem>;
  readonly on?: Partial<MergeContext>;
  readonly rule: MergeRule;
  /** What the truth becomes; left out when it must stay the same object. */
  readonly becomes?: Partial<Truth>;
}

/** What merge says to a case; what the case leaves out is undecided, unknown and ordinary. */
export const decide = ({
  truth = UNDECIDED,
  known = {},
  says,
  on = {},
}: Omit<MergeCase, 'name' | 'rule'>): Verdict =>
  merge({ truth, known: { ...NOTHING_KNOWN, ...known }, report: report(says) }, context(on));

/** Proves rule and result; without `becomes`, that nothing at all changes. */
export function prove(situation: MergeCase): void {
  const { truth = UNDECIDED, rule, becomes } = situation;
  const verdict = decide(situation);
  expect(verdict.rule).toBe(rule);
  if (becomes) expect(verdict.truth).toMatchObject(becomes);
  else expect(verdict.truth).toBe(truth);
}
