import { describe, expect, it } from 'vitest';
import { type CustomGuid, flawIn, type GuidCheck, type GuidLink, rulesFor, wordOf } from './guid-rules.js';
import { readGuids } from './guid.js';

const check = (pattern: string): GuidCheck | null => {
  if (pattern === '(') return null;
  return (value) => new RegExp(pattern).test(value);
};
const guid: CustomGuid = {
  id: '1',
  name: 'reels',
  description: '',
  pattern: '^r\\d+$',
  example: 'r1',
  tests: { valid: ['r1', 'r22'], invalid: ['1'] },
};
const link: GuidLink = { id: '2', type: 'plex', from: 'ReelDb', to: 'reels', legacy: false, replace: null };

describe('a source of ids that a person defines', () => {
  it.each<[string, Partial<CustomGuid>, string | null]>([
    ['is proved by its own tests', {}, null],
    ['needs a pattern that can be used', { pattern: '(' }, 'validator.pattern'],
    ['needs an example that fits', { example: '1' }, 'validator.example'],
    ['needs values that fit', { tests: { valid: [], invalid: ['1'] } }, 'validator.tests.valid'],
    ['needs values that do not fit', { tests: { valid: ['r1'], invalid: [] } }, 'validator.tests.invalid'],
    [
      'is refused when a valid value fails',
      { tests: { valid: ['r1', 'x'], invalid: ['1'] } },
      'validator.tests.valid',
    ],
    [
      'is refused when an invalid value passes',
      { tests: { valid: ['r1'], invalid: ['r2'] } },
      'validator.tests.invalid',
    ],
  ])('%s', (_, change, field) => {
    expect(flawIn({ ...guid, ...change }, check)?.field ?? null).toBe(field);
  });

  it('counts beside the others, for values that fit', () => {
    const rules = rulesFor('plex', { guids: [guid], links: [link] }, check);
    const candidates = [
      ['reels', 'r7'],
      ['imdb', 'tt0900101'],
      ['other', 'r7'],
    ] as const;
    expect(readGuids(candidates, rules)).toEqual({ imdb: 'tt0900101', reels: 'r7' });
    expect(readGuids([['reels', '7']], rules)).toEqual({});
    expect(readGuids([['reels', 'r7']])).toEqual({});
  });

  it('is the same text however the server sorts', () => {
    const rules = rulesFor('plex', { guids: [{ ...guid, name: 'zoo' }, guid], links: [] }, check);
    const one = readGuids(
      [
        ['zoo', 'r1'],
        ['reels', 'r2'],
        ['tmdb', '5'],
      ],
      rules,
    );
    const other = readGuids(
      [
        ['tmdb', '5'],
        ['reels', 'r2'],
        ['zoo', 'r1'],
      ],
      rules,
    );
    expect(JSON.stringify(one)).toBe(JSON.stringify(other));
  });

  it('is linked for one kind of server only', () => {
    const of = (type: 'plex' | 'emby') => rulesFor(type, { guids: [guid], links: [link] }, check);
    expect([...of('plex').links]).toEqual([['reeldb', 'reels']]);
    expect(of('emby').links.size).toBe(0);
    expect(of('emby').accepts.has('reels')).toBe(true);
  });

  it.each([
    ['Reel Db', 'reeldb'],
    ['reeldb://', 'reeldb'],
    ['com.plexapp.agents.reeldb', 'reeldb'],
  ])('knows the word %s as %s', (from, word) => {
    expect(wordOf(from)).toBe(word);
  });
});
