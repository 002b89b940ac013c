import { describe, expect, it } from 'vitest';
import type { Member } from '../../core/api/schema.gen.js';
import type { Board } from './people-board.js';
import { boardFrom, textOf } from './people-text.js';

const member = (backend: string, name: string): Member => ({
  id: `${backend}-${name}`,
  backend,
  username: name.toLowerCase(),
  real_name: name,
  type: 'plex',
  protected: false,
});

const BOARD: Board = {
  people: [
    { key: 0, name: 'kim', exists: true, members: [member('den', 'Kim'), member('attic', 'Louise')] },
    { key: 1, name: 'sam', exists: false, members: [member('den', 'Sam the Second')] },
  ],
  left: [member('attic', 'Guest')],
};

describe('who is who as text', () => {
  it('names each person with its accounts, and reads back as the same', () => {
    const text = textOf(BOARD);
    expect(text).toBe('kim:\n  den: Kim\n  attic: Louise\nsam:\n  den: Sam the Second');
    expect(boardFrom(text, BOARD)).toEqual({ board: BOARD, problems: [] });
  });

  it('moves accounts, adds and leaves out persons', () => {
    const { board } = boardFrom('kim:\n  den: Kim\n\n# later\nlou:\n  attic: Louise\n', BOARD);
    expect(board?.people.map(({ name, exists, members }) => [name, exists, members.length])).toEqual([
      ['kim', true, 1],
      ['lou', false, 1],
    ]);
    expect(board?.left.map(({ real_name }) => real_name)).toEqual(['Sam the Second', 'Guest']);
  });

  it.each([
    ['  den: Kim', 'Line 1 is neither a person'],
    ['kim: Kim', 'Line 1 is neither a person'],
    ['kim:\n  den: Nobody', 'Line 2: den has no account Nobody that is still free.'],
    ['kim:\n  den: Kim\nsam:\n  den: Kim', 'Line 4: den has no account Kim that is still free.'],
    ['kim:\n  den: Kim\n  den: Sam the Second', 'Line 3: kim has an account on den already.'],
  ])('says which line of %j is wrong, and takes nothing', (text, problem) => {
    const { board, problems } = boardFrom(text, BOARD);
    expect(board).toBeNull();
    expect(problems[0]).toContain(problem);
  });
});
