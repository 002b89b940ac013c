import { describe, expect, it } from 'vitest';
import { parseWords, WrongValue } from './command-parser.js';
import { WrongUsage } from './command-words.js';
import { choice, flag, number, text, texts } from './options.js';

const GRAMMAR = {
  options: {
    'force-full': flag('f', ''),
    'ignore-date': flag('i', ''),
    user: text('u', ''),
    backends: texts('s', ''),
    limit: number('l', '', { min: 1, max: 100 }),
    sort: choice('', '', ['asc', 'desc']),
  },
  args: [{ name: 'file', about: 'The file', isOptional: true }],
};
const parse = (...words: string[]) => parseWords(words, GRAMMAR);

describe('the words of a command', () => {
  it('may be joined, repeated and given in any order', () => {
    const { options, args, manner } = parse('-fi', '-v', 'x.json', '-u', 'main', '-s', 'a', '-s', 'b');
    expect(options).toMatchObject({
      'force-full': true,
      'ignore-date': true,
      user: 'main',
      backends: ['a', 'b'],
    });
    expect([args, manner.verbosity]).toEqual([['x.json'], 1]);
    expect(Object.keys(options)).toEqual(Object.keys(GRAMMAR.options));
  });

  it('count how loud it shall be', () => {
    expect(parse().manner.verbosity).toBe(0);
    expect(parse('-vvv').manner.verbosity).toBe(3);
    expect(parse('-v', '--verbose').manner.verbosity).toBe(2);
    expect(parse('-vv', '-q').manner.verbosity).toBe(-1);
    expect(parse('--debug').manner).toMatchObject({ verbosity: 3, hasContext: true, hasTrace: true });
  });

  it.each(['-n', '--no-interaction'])('agree by %s to what would be asked', (word) => {
    expect(parse(word).isAgreed).toBe(true);
    expect(parse().isAgreed).toBe(false);
  });

  it('may say no by a flag of that name, or by its letter', () => {
    const options = { 'no-export': flag('N', '') };
    const no = (...words: string[]): boolean => parseWords(words, { options, args: [] }).options['no-export'];
    expect([no('--no-export'), no('-N'), no()]).toEqual([true, true, false]);
  });

  it('have a value where nothing was said', () => {
    expect(parse().options).toMatchObject({
      'force-full': false,
      backends: [],
      user: undefined,
      limit: undefined,
    });
    expect(parse('--no-ansi').manner.hasColours).toBe(false);
    expect(parse().manner.hasColours).toBeNull();
  });

  it.each([
    ['an unknown option', ['--nonsense']],
    ['a missing value', ['-u']],
    ['a value for a flag', ['--force-full=7']],
    ['one argument too many', ['a', 'b']],
  ])('are wrong usage for %s', (_what, words) => {
    expect(() => parse(...words)).toThrow(WrongUsage);
  });

  it.each([
    [['-l', '0'], '--limit is a whole number from 1 to 100, not 0.'],
    [['-l', '1e2'], 'not 1e2'],
    [['--sort', 'up'], '--sort is one of asc, desc, not up.'],
    [['-o', 'xml'], '--output is one of table, json, yaml, not xml.'],
  ])('are refused with what would be right: %s', (words, message) => {
    expect(() => parse(...words)).toThrow(WrongValue);
    expect(() => parse(...words)).toThrow(message);
  });

  it('name the argument that is missing, but not when only help is asked for', () => {
    const strict = { options: {}, args: [{ name: 'id', about: 'The id of an event' }] };
    expect(() => parseWords([], strict)).toThrow('The argument <id> is missing: The id of an event.');
    expect(parseWords(['-h'], strict).isHelpAsked).toBe(true);
  });
});
