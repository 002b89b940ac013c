import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineOf, wordsOf, WrongUsage } from './command-words.js';

describe('the words of a line', () => {
  it.each([
    ['state:import -vvvrm', ['state:import', '-vvvrm']],
    ['  a   b ', ['a', 'b']],
    [`a 'b c' "d \\"e\\"" f\\ g`, ['a', 'b c', 'd "e"', 'f g']],
    [`--query='title=x y'`, ['--query=title=x y']],
    [`a '' b`, ['a', '', 'b']],
    ['docker exec -ti watchstate console state:export -fi', ['state:export', '-fi']],
    ['console system:apikey', ['system:apikey']],
    ['./console version', ['version']],
    ['', []],
  ])('are cut as a shell would: %s', (line, words) => {
    expect(wordsOf(line)).toEqual(words);
  });

  it('hold no variable, no pipe, no substitution: these are words like any other', () => {
    expect(wordsOf('version; rm -rf $HOME | $(id) `id`')).toEqual([
      ...['version;', 'rm', '-rf', '$HOME', '|', '$(id)', '`id`'],
    ]);
  });

  it('are refused where a shell is asked for, or a quotation mark is left open', () => {
    expect(() => wordsOf('$ ls')).toThrow(WrongUsage);
    expect(() => wordsOf(`a 'b`)).toThrow('quotation mark');
  });

  it('come back from the line that was made of them', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 }), { minLength: 1 }), (words) => {
        const all = ['version', ...words];
        expect(wordsOf(lineOf(all))).toEqual(all);
      }),
    );
  });
});
