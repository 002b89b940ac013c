import { describe, expect, it } from 'vitest';
import type { Member, ProvisionPreview } from '../../core/api/schema.gen.js';
import { boardOf, moved, nameProblem, needsPin, obstacleTo, renamed, toMapping } from './people-board.js';

const member = (backend: string, name: string, part: Partial<Member> = {}): Member => ({
  backend,
  type: 'plex',
  id: `${backend}-${name}`,
  username: name.toLowerCase(),
  real_name: name,
  protected: false,
  ...part,
});

const kimHere = member('den', 'Kim');
const kimThere = member('attic', 'Kim');
const kimmy = member('porch', 'Kimmy', { protected: true });
const lou = member('attic', 'Lou');
const preview: ProvisionPreview = {
  has_identities: false,
  has_mapping: false,
  backends: ['den', 'attic', 'porch'],
  matched: [{ identity: 'kim', exists: false, members: [kimHere, kimThere] }],
  unmatched: [kimmy, lou],
  suggestions: [],
  failed: [],
  expires: '2026-01-02T03:04:05Z',
};
const board = boardOf(preview);

describe('the board of people', () => {
  it('moves an account to a person, and to nowhere twice', () => {
    const after = moved(board, kimmy, 0);
    expect(after.people[0]?.members).toEqual([kimHere, kimThere, kimmy]);
    expect(after.left).toEqual([lou]);
    expect(moved(after, kimmy, 0)).toEqual(after);
  });

  it('refuses a second account of one backend, in words', () => {
    expect(obstacleTo(board, lou, 0)).toContain('kim already has Kim on attic');
    expect(obstacleTo(board, kimmy, 0)).toBe('');
    expect(obstacleTo(board, kimThere, 0)).toBe('');
  });

  it('makes a new person under a name that is free, and drops one who has no accounts left', () => {
    const apart = moved(board, kimThere, 'new');
    expect(apart.people.map(({ name }) => name)).toEqual(['kim', 'kim_2']);
    const out = moved(moved(apart, kimHere, 'left'), kimThere, 'left');
    expect(out.people).toEqual([]);
    expect(out.left).toHaveLength(4);
  });

  it('never loses an account, wherever it goes', () => {
    const all = [kimHere, kimThere, kimmy, lou];
    for (const one of all)
      for (const place of ['new', 'left', 0] as const) {
        const { people, left } = moved(board, one, place);
        const found = [...people.flatMap(({ members }) => members), ...left];
        expect(new Set(found)).toEqual(new Set(all));
        expect(found).toHaveLength(all.length);
      }
  });

  it('names what is wrong with a name', () => {
    const two = moved(board, lou, 'new');
    const problem = (name: string): string => {
      const after = renamed(two, 1, name);
      const person = after.people.find(({ key }) => key === 1);
      return person ? nameProblem(after, person) : 'gone';
    };
    expect(problem('Lou B')).toContain('small letters');
    expect(problem('kim')).toContain('Somebody else');
    expect(problem('main')).toContain('first person');
    expect(problem('lou_b')).toBe('');
  });

  it('sends PINs with their account, and says who still lacks one', () => {
    const joined = moved(board, kimmy, 0);
    expect(needsPin(joined, new Map())).toEqual([kimmy]);
    const pins = new Map([['porch/porch-Kimmy', '1234']]);
    expect(needsPin(joined, pins)).toEqual([]);
    expect(toMapping(joined, pins)).toEqual({
      version: 1.5,
      identities: [
        {
          identity: 'kim',
          members: [
            { backend: 'den', username: 'Kim' },
            { backend: 'attic', username: 'Kim' },
            { backend: 'porch', username: 'Kimmy', pin: '1234' },
          ],
        },
      ],
    });
  });
});
