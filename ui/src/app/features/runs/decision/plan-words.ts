import type { CountedPlanGroup, PlanDirection, Run } from '../../../core/api/schema.gen.js';
import type { Question } from '../../../shared/confirm/confirm-dialog.js';
import { numberText, plural } from '../../../shared/words.js';
import type { Decision } from '../run-steward.js';

export type Verdict = Exclude<Decision, 'cancel'>;

const DIRECTIONS: Readonly<Record<PlanDirection, string>> = {
  unwatched: $localize`Become unwatched`,
  watched: $localize`Become watched`,
  position: $localize`Get another position`,
};
export const directionText = (direction: PlanDirection): string => DIRECTIONS[direction];

const TYPES: Readonly<Record<CountedPlanGroup['type'], string>> = {
  movie: $localize`Movies`,
  episode: $localize`Episodes`,
};
export const typeText = (type: CountedPlanGroup['type']): string => TYPES[type];

const DONE: Readonly<Record<PlanDirection, (count: number) => string>> = {
  unwatched: (count) =>
    plural(count, {
      one: $localize`1 item becomes unwatched.`,
      other: $localize`${numberText(count)}:count: items become unwatched.`,
    }),
  watched: (count) =>
    plural(count, {
      one: $localize`1 item becomes watched.`,
      other: $localize`${numberText(count)}:count: items become watched.`,
    }),
  position: (count) =>
    plural(count, {
      one: $localize`1 item gets another position.`,
      other: $localize`${numberText(count)}:count: items get another position.`,
    }),
};
const ORDER: readonly PlanDirection[] = ['unwatched', 'watched', 'position'];

const left = (count: number): string =>
  plural(count, {
    one: $localize`1 other planned change is rejected: it is not made.`,
    other: $localize`${numberText(count)}:count: other planned changes are rejected: they are not made.`,
  });
const waiting = (count: number): string =>
  plural(count, {
    one: $localize`1 other planned change goes on waiting for you.`,
    other: $localize`${numberText(count)}:count: other planned changes go on waiting for you.`,
  });
const refused = (count: number): string =>
  plural(count, {
    one: $localize`1 planned change is rejected: it is not made.`,
    other: $localize`${numberText(count)}:count: planned changes are rejected: they are not made.`,
  });

/** What a rejection means afterwards, which is not the same for every kind of run. */
function afterwards({ kind }: Pick<Run, 'kind'>): string {
  if (kind === 'export')
    return $localize`What is rejected is planned again only when its play state changes, or by a forced export.`;
  return kind === 'import'
    ? $localize`What is rejected counts as heard: the history stays as it is, and you are not asked about it again.`
    : $localize`What is rejected is left as it is.`;
}

export interface Chosen {
  /** What is chosen, counted by the server. */
  readonly groups: readonly CountedPlanGroup[];
  readonly count: number;
  /** All that waits. */
  readonly planned: number;
}

const where = ({ kind, backend }: Pick<Run, 'kind' | 'backend'>): string =>
  backend !== null && (kind === 'export' || kind === 'restore')
    ? $localize`It is written on ${backend}:backend: as far as nobody changed it there since.`
    : $localize`It is changed in the history, and your backends are told.`;

const sumOf = (groups: readonly CountedPlanGroup[], wanted: PlanDirection): number =>
  groups.reduce((sum, { direction, count }) => (direction === wanted ? sum + count : sum), 0);

/** What a person is asked before a decision: exactly what will happen, in numbers. */
export function questionOf(run: Run, verdict: Verdict, { groups, count, planned }: Chosen): Question {
  const rest = planned - count;
  if (verdict === 'reject')
    return {
      title: rest > 0 ? $localize`Reject what you have chosen?` : $localize`Reject the whole plan?`,
      points: [refused(count), ...(rest > 0 ? [waiting(rest)] : []), afterwards(run)],
      action: $localize`Reject ${numberText(count)}:count:`,
    };
  const done = ORDER.map((direction) => [direction, sumOf(groups, direction)] as const).filter(
    ([, sum]) => sum > 0,
  );
  return {
    title: rest > 0 ? $localize`Approve only what you have chosen?` : $localize`Approve the whole plan?`,
    points: [
      ...done.map(([direction, sum]) => DONE[direction](sum)),
      where(run),
      ...(rest > 0 ? [left(rest), afterwards(run)] : []),
    ],
    action: $localize`Approve ${numberText(count)}:count:`,
    isDangerous: sumOf(groups, 'unwatched') > 0,
  };
}
