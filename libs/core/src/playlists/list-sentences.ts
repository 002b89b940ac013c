import type { ListAction, ListRule } from './list-plan.js';

interface ToldChange {
  readonly title: string;
  readonly backend: string;
  readonly action: ListAction;
  readonly rule: ListRule;
  readonly status: string;
  readonly reason: string | null;
}

const DONE: Readonly<Record<ListAction, string>> = {
  create: 'created',
  replace: 'updated',
  delete: 'deleted',
};

const WHY: Readonly<Record<ListRule, string>> = {
  'missing-there': 'it was not there',
  'newer-elsewhere': 'another backend has a newer version',
  'more-items-there': 'items that were missing there have appeared',
  'deleted-elsewhere': 'it was deleted on another backend, and two readings did not show it',
};

/** Reasons of writes that did not happen; one that is not known is named. */
const REASONS: ReadonlyMap<string, string> = new Map([
  ['changed-since', 'it was changed at the last moment, which the next run takes over'],
  ['unconfirmed', 'the server said yes and did something else'],
  ['export-off', 'its export is switched off'],
  ['account-changed', 'it was given another account'],
  ['cancelled', 'the run was cancelled'],
  ['superseded', 'a newer run took its place'],
]);

/** What happened, or would happen, to one list on one backend. */
export function listSentence({ title, backend, action, rule, status, reason }: ToldChange): string {
  const on = `“${title}” on ${backend}`;
  const done = DONE[action];
  if (status === 'written') return `${on} was ${done}: ${WHY[rule]}.`;
  if (status === 'planned') return `${on} is to be ${done}: ${WHY[rule]}.`;
  if (status === 'rejected') return `${on} was not ${done}: a person, or a newer run, said otherwise.`;
  if (reason === null) return `${on} is being ${done}.`;
  return `${on} was not ${done}: ${REASONS.get(reason) ?? reason}.`;
}
