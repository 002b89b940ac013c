import { describe, expect, it } from 'vitest';
import { fieldsIn } from './fields-in.js';

describe('the fields of a body', () => {
  it.each([
    [{ token: 'hidden', name: 'attic' }, ['token', 'name']],
    [
      [{ key: 'token', value: 'hidden' }, { key: 'import.enabled', value: true }, 'x', null],
      ['token', 'import.enabled'],
    ],
    [[{ key: 'a secret with blanks' }, { key: 7 }], []],
    [{ 'a secret with blanks': 1 }, []],
    [undefined, []],
    ['text', []],
    [null, []],
  ])('of %j are named, and nothing of their values', (body, names) => {
    expect(fieldsIn(body)).toEqual(names);
  });
});
