import type { Member } from '../../core/api/schema.gen.js';
import { type Board, type Person, memberKey } from './people-board.js';

/**
 * Who is who as text, which is also YAML: a person on a line of its own, and below it its account on each backend.
 *
 *     kim:
 *       den: Kim
 *       attic: Louise
 */
export const textOf = ({ people }: Board): string =>
  people
    .map(({ name, members }) =>
      [`${name}:`, ...members.map(({ backend, real_name }) => `  ${backend}: ${real_name}`)].join('\n'),
    )
    .join('\n');

export interface Reading {
  readonly board: Board | null;
  /** What is wrong, each with its line; empty when the text was understood. */
  readonly problems: readonly string[];
}

interface Draft {
  people: { readonly name: string; readonly members: Member[] }[];
  readonly free: Map<string, Member>;
}

const PERSON = /^([^\s:][^:]*):\s*$/;
const ACCOUNT = /^\s+([^\s:]+):\s*(\S.*)$/;

/** The board that a text describes; whoever is not named is left out. */
export function boardFrom(text: string, before: Board): Reading {
  const everybody = [...before.people.flatMap(({ members }) => members), ...before.left];
  const draft: Draft = { people: [], free: new Map(everybody.map((one) => [memberKey(one), one])) };
  const problems = text
    .split('\n')
    .map((line, index) => readLine(draft, line, index + 1))
    .filter((problem) => problem !== '');
  if (problems.length > 0) return { board: null, problems };
  const exists = new Set(before.people.filter((one) => one.exists).map(({ name }) => name));
  const people = draft.people
    .filter(({ members }) => members.length > 0)
    .map((person, key): Person => ({ ...person, key, exists: exists.has(person.name) }));
  return { board: { people, left: [...draft.free.values()] }, problems };
}

/** Takes a line in; what is wrong with it, or nothing. */
function readLine(draft: Draft, line: string, number: number): string {
  if (line.trim() === '' || line.trim().startsWith('#')) return '';
  const [, name] = PERSON.exec(line) ?? [];
  if (name !== undefined) {
    draft.people.push({ name: name.trim(), members: [] });
    return '';
  }
  const [, backend, account] = ACCOUNT.exec(line) ?? [];
  const person = draft.people.at(-1);
  if (backend === undefined || account === undefined || !person)
    return $localize`Line ${number}:number: is neither a person (“kim:”) nor one of its accounts (“  den: Kim”).`;
  return takeAccount(draft, person, { backend, account: account.trim(), number });
}

function takeAccount(
  { free }: Draft,
  { name, members }: Draft['people'][number],
  {
    backend,
    account,
    number,
  }: { readonly backend: string; readonly account: string; readonly number: number },
): string {
  if (members.some((one) => one.backend === backend))
    return $localize`Line ${number}:number:: ${name}:person: has an account on ${backend}:backend: already.`;
  const found = [...free.values()].find((one) => one.backend === backend && one.real_name === account);
  if (!found)
    return $localize`Line ${number}:number:: ${backend}:backend: has no account ${account}:account: that is still free.`;
  free.delete(memberKey(found));
  members.push(found);
  return '';
}
