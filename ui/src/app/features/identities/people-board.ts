import type { Member, PeopleMapping, ProvisionPreview } from '../../core/api/schema.gen.js';

/** The version of the file that the mapping is stored in. */
const MAPPING_VERSION = 1.5;
export const NAME = /^[a-z_0-9]+$/;

/** Accounts that are one person. */
export interface Person {
  readonly key: number;
  readonly name: string;
  /** Whether there is such an identity already. */
  readonly exists: boolean;
  readonly members: readonly Member[];
}

/** Who is who, as it is being arranged: nothing of it exists before it is provisioned. */
export interface Board {
  readonly people: readonly Person[];
  /** Accounts that stay out. */
  readonly left: readonly Member[];
}

/** Where an account goes: to a person, to a new one, or out. */
export type Place = number | 'new' | 'left';
export type Pins = ReadonlyMap<string, string>;

export const memberKey = ({ backend, id }: Member): string => `${backend}/${id}`;
const isSame = (a: Member, b: Member): boolean => memberKey(a) === memberKey(b);

export const boardOf = ({ matched, unmatched }: ProvisionPreview): Board => ({
  people: matched.map(({ identity, exists, members }, key) => ({ key, name: identity, exists, members })),
  left: unmatched,
});

/** Why an account cannot go there; empty when it can. A person has one account on each backend. */
export function obstacleTo({ people }: Board, member: Member, place: Place): string {
  const person = people.find(({ key }) => key === place);
  const rival = person?.members.find((other) => other.backend === member.backend && !isSame(other, member));
  return person && rival
    ? $localize`${person.name}:name: already has ${rival.real_name}:real_name: on ${member.backend}:backend:. A person has one account on each backend.`
    : '';
}

/** The board with the account there; a person without accounts goes. */
export function moved(board: Board, member: Member, place: Place): Board {
  const others = (members: readonly Member[]): readonly Member[] =>
    members.filter((one) => !isSame(one, member));
  const there = board.people.map((person) => {
    const members = others(person.members);
    return { ...person, members: person.key === place ? [...members, member] : members };
  });
  const people = place === 'new' ? [...there, newPerson(board, member)] : there;
  const left = others(board.left);
  return {
    people: people.filter(({ members }) => members.length > 0),
    left: place === 'left' ? [...left, member] : left,
  };
}

function newPerson({ people }: Board, member: Member): Person {
  const taken = new Set(people.map(({ name }) => name));
  let name = member.username;
  for (let number = 2; taken.has(name); number += 1) name = `${member.username}_${number}`;
  return { key: Math.max(-1, ...people.map(({ key }) => key)) + 1, name, exists: false, members: [member] };
}

export const renamed = (board: Board, key: number, name: string): Board => ({
  ...board,
  people: board.people.map((person) => (person.key === key ? { ...person, name } : person)),
});

/** What is wrong with a name, among the names of the board; empty when nothing is. */
export function nameProblem({ people }: Board, { key, name }: Person): string {
  if (!NAME.test(name)) return $localize`Use small letters, digits and _ only.`;
  if (name === 'main') return $localize`main is the first person, whose backends these are.`;
  return people.some((other) => other.key !== key && other.name === name)
    ? $localize`Somebody else has this name.`
    : '';
}

export const needsPin = (board: Board, pins: Pins): readonly Member[] =>
  board.people
    .flatMap(({ members }) => members)
    .filter((member) => member.protected && !/^\d{4}$/.test(pins.get(memberKey(member)) ?? ''));

export const toMapping = ({ people }: Board, pins: Pins): PeopleMapping => ({
  version: MAPPING_VERSION,
  identities: people.map(({ name, members }) => ({
    identity: name,
    members: members.map((member) => {
      const pin = pins.get(memberKey(member));
      return { backend: member.backend, username: member.real_name, ...(pin ? { pin } : {}) };
    }),
  })),
});
