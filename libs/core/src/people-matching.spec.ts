import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identityNameOf, isIdentityName } from './identity-name.js';
import { matchPeople, similarity, type ServerPerson } from './people-matching.js';

const person = (backend: string, name: string): ServerPerson => ({ backend, name, id: `${backend}-${name}` });
const NO_RULES = { mapping: [], allowSingle: false };
const namesOf = (groups: readonly { identity: string; members: readonly ServerPerson[] }[]) =>
  groups.map(({ identity, members }) => [identity, members.map(({ id }) => id)]);

describe('the name of an identity', () => {
  it.each([
    ['Mike Jones', 'mike_jones'],
    ['12345', 'user_12345'],
    ['Zoë', 'zoe'],
    ['  a.b  ', 'a_b'],
    ['日本', 'user'],
    ['', 'user'],
  ])('160. Names: %j becomes %s', (name, expected) => {
    expect(identityNameOf(name)).toBe(expected);
  });

  it('is a valid one, and stays as it is', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const name = identityNameOf(text);
        expect(isIdentityName(name)).toBe(true);
        expect(identityNameOf(name)).toBe(name);
      }),
    );
  });
});

describe('matching people', () => {
  it('161. Provisioning by name: the same names are the same people', () => {
    const people = ['Ann', 'bob', 'Mike Jones'].flatMap((name) => [
      person('plex', name),
      person('jf', name.toLowerCase()),
    ]);
    const { matched, unmatched } = matchPeople(people, NO_RULES);
    expect(matched.map(({ identity, members }) => [identity, members.length])).toEqual([
      ['ann', 2],
      ['bob', 2],
      ['mike_jones', 2],
    ]);
    expect(unmatched).toEqual([]);
  });

  it('leaves out who was left out on purpose, however equal the names are', () => {
    const people = ['Ann', 'Bob'].flatMap((name) => [person('plex', name), person('jf', name)]);
    const ann = people.filter(({ name }) => name === 'Ann');
    const mapping = [
      { identity: 'ann', members: ann.map(({ backend, name }) => ({ backend, username: name })) },
    ];
    const { matched, unmatched } = matchPeople(people, { mapping, allowSingle: true, onlyMapped: true });
    expect(namesOf(matched)).toEqual([['ann', ['plex-Ann', 'jf-Ann']]]);
    expect(unmatched.map(({ name }) => name)).toEqual(['Bob', 'Bob']);
  });

  it('takes the word of a person first', () => {
    const people = [person('plex', 'Annabel'), person('jf', 'ann'), person('emby', 'ann')];
    const mapping = [
      {
        identity: 'Ann',
        members: [
          { backend: 'plex', username: 'Annabel' },
          { backend: 'jf', username: 'ann' },
        ],
      },
    ];
    const { matched, unmatched } = matchPeople(people, { mapping, allowSingle: false });
    expect(namesOf(matched)).toEqual([['ann', ['plex-Annabel', 'jf-ann']]]);
    expect(unmatched).toEqual([person('emby', 'ann')]);
  });

  it('makes no group of one unless that is allowed', () => {
    expect(matchPeople([person('plex', 'ann')], NO_RULES).unmatched).toHaveLength(1);
    expect(namesOf(matchPeople([person('plex', 'ann')], { ...NO_RULES, allowSingle: true }).matched)).toEqual(
      [['ann', ['plex-ann']]],
    );
  });

  it('suggests who might be meant', () => {
    const people = [
      person('plex', 'ann'),
      person('jf', 'ann'),
      person('emby', 'anna'),
      person('emby', 'zacharias'),
    ];
    const { suggestions } = matchPeople(people, NO_RULES);
    expect(suggestions).toMatchObject([{ person: { name: 'anna' }, identity: 'ann' }]);
  });

  it('uses each account at most once, and one of each backend in a group', () => {
    const names = fc.constantFrom('ann', 'Ann', 'bob', 'carl', '7');
    const anybody = fc.record({ backend: fc.constantFrom('plex', 'jf', 'emby'), name: names });
    fc.assert(
      fc.property(fc.array(anybody, { maxLength: 12 }), fc.boolean(), (drawn, allowSingle) => {
        const people = drawn.map((one, at) => ({ ...one, id: String(at) }));
        const { matched, unmatched } = matchPeople(people, { mapping: [], allowSingle });
        const used = [...matched.flatMap(({ members }) => members), ...unmatched];
        expect(used.map(({ id }) => id).sort()).toEqual(people.map(({ id }) => id).sort());
        for (const { members } of matched)
          expect(new Set(members.map(({ backend }) => backend)).size).toBe(members.length);
        expect(new Set(matched.map(({ identity }) => identity)).size).toBe(matched.length);
      }),
    );
  });

  it('measures names from 0 to 1, the same either way', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(similarity(a, b)).toBeCloseTo(similarity(b, a));
        expect(similarity(a, b)).toBeGreaterThanOrEqual(0);
        expect(similarity(a, b)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
