import { identityNameOf } from './identity-name.js';

/** An account on one of the main identity's backends. */
export interface ServerPerson {
  /** Name of the backend. */
  readonly backend: string;
  /** The account's id on its server. */
  readonly id: string;
  readonly name: string;
}

/** Accounts that are one person. */
export interface PeopleGroup<Person extends ServerPerson> {
  readonly identity: string;
  readonly members: readonly Person[];
}

/** What a person said before: who belongs together, by backend and user name. */
export interface MappedGroup {
  readonly identity: string;
  readonly members: readonly { readonly backend: string; readonly username: string }[];
}

export interface PeopleMatch<Person extends ServerPerson> {
  readonly matched: readonly PeopleGroup<Person>[];
  readonly unmatched: readonly Person[];
  /** Who might be meant: somebody left over, and a group that has nobody of that backend yet. */
  readonly suggestions: readonly PeopleSuggestion<Person>[];
}

export interface PeopleSuggestion<Person extends ServerPerson> {
  readonly person: Person;
  readonly identity: string;
  /** From 0 to 1. */
  readonly similarity: number;
}

export interface MatchRules {
  readonly mapping: readonly MappedGroup[];
  /** Whether one account alone makes an identity. */
  readonly allowSingle: boolean;
  /** Nobody is matched by name: who is in no group of the mapping was left out on purpose. */
  readonly onlyMapped?: boolean;
}

const SIMILAR = 0.6;

const isSame = (person: ServerPerson, backend: string, username: string): boolean =>
  person.backend === backend &&
  (person.name === username || identityNameOf(person.name) === identityNameOf(username));

/** Groups accounts to people (ID-11): first as a person said, then by equal names; each account once, one for each backend. */
export function matchPeople<Person extends ServerPerson>(
  people: readonly Person[],
  rules: MatchRules,
): PeopleMatch<Person> {
  const free = new Set(people);
  const least = rules.allowSingle ? 1 : 2;
  const mapped = rules.mapping.flatMap((group) => {
    const members = mappedMembers(group, free);
    if (members.length < least) return [];
    for (const member of members) free.delete(member);
    return [{ identity: identityNameOf(group.identity), members }];
  });
  const unnamed = rules.onlyMapped === true ? [] : free;
  const byName = Map.groupBy(unnamed, ({ name }) => identityNameOf(name));
  const named = [...byName].flatMap(([identity, same]) => {
    const members = onePerBackend(same);
    if (members.length < least) return [];
    for (const member of members) free.delete(member);
    return [{ identity, members }];
  });
  const matched = joined([...mapped, ...named]);
  const unmatched = [...free];
  return { matched, unmatched, suggestions: suggest(unmatched, matched) };
}

function mappedMembers<Person extends ServerPerson>(group: MappedGroup, free: ReadonlySet<Person>): Person[] {
  const found = group.members.flatMap(
    ({ backend, username }) => [...free].find((person) => isSame(person, backend, username)) ?? [],
  );
  return onePerBackend(found);
}

const onePerBackend = <Person extends ServerPerson>(people: readonly Person[]): Person[] =>
  [...new Map([...people].reverse().map((person) => [person.backend, person])).values()].reverse();

/** Two groups of one name are one person, unless both have an account on one backend: then the second is told apart. */
function joined<Person extends ServerPerson>(groups: readonly PeopleGroup<Person>[]): PeopleGroup<Person>[] {
  const taken = new Map<string, PeopleGroup<Person>>();
  for (const { identity, members } of groups) {
    let name = identity;
    for (let number = 2; taken.has(name); number += 1) name = `${identity}_${number}`;
    taken.set(name, { identity: name, members });
  }
  return [...taken.values()];
}

function suggest<Person extends ServerPerson>(
  unmatched: readonly Person[],
  matched: readonly PeopleGroup<Person>[],
): PeopleSuggestion<Person>[] {
  return unmatched.flatMap((person) => {
    const rivals = [
      ...matched.filter(({ members }) => members.every(({ backend }) => backend !== person.backend)),
      ...unmatched
        .filter(({ backend }) => backend !== person.backend)
        .map((other) => ({ identity: identityNameOf(other.name), members: [other] })),
    ];
    const [best] = rivals
      .map(({ identity }) => ({
        person,
        identity,
        similarity: similarity(identityNameOf(person.name), identity),
      }))
      .filter((rival) => rival.similarity >= SIMILAR)
      .sort((a, b) => b.similarity - a.similarity || (a.identity < b.identity ? -1 : 1));
    return best ?? [];
  });
}

/** How alike two names are, by the share of letters that need no change; a name that begins the other is very alike. */
export function similarity(a: string, b: string): number {
  if (a === b) return 1;
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  if (short.length >= 3 && long.startsWith(short)) return 0.9;
  return long === '' ? 0 : 1 - distance(short, long) / long.length;
}

function distance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [row, letter] of Array.from(a).entries()) {
    const line = [row + 1];
    for (const [column, other] of Array.from(b).entries())
      line.push(
        Math.min(
          (above[column + 1] ?? 0) + 1,
          (line[column] ?? 0) + 1,
          (above[column] ?? 0) + (letter === other ? 0 : 1),
        ),
      );
    above = line;
  }
  return above[b.length] ?? 0;
}
