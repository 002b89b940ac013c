import { describe, expect, it } from 'vitest';
import { ignoreRuleText, readIgnoreRule, withoutIgnoredIds, type IgnoreRule } from './ignore-rule.js';
import { episode, report } from './testing/build.js';

const tmdb: IgnoreRule = { type: 'movie', source: 'tmdb', value: '700001', backend: 'jf', remoteId: null };

describe('an ignore rule', () => {
  it.each([
    ['movie://tmdb:700001@jf', tmdb],
    ['movie://tmdb:700001@jf?id=a555', { ...tmdb, remoteId: 'a555' }],
    [
      'show://tvdb:880010@attic_2',
      { type: 'show', source: 'tvdb', value: '880010', backend: 'attic_2', remoteId: null },
    ],
  ] as const)('is read and written as %s', (text, rule) => {
    expect(readIgnoreRule(text)).toEqual({ rule });
    expect(ignoreRuleText(rule)).toBe(text);
  });

  it.each([
    ['tmdb:700001', /looks like/],
    ['season://tmdb:1@jf', /type must be one of movie, show, episode/],
    ['movie://foo:1@jf', /one of anidb/],
    ['movie://tmdb:1', /looks like/],
    ['', /looks like/],
  ])('that is wrong is explained: %s', (text, problem) => {
    expect(readIgnoreRule(text)).toEqual({ problem: expect.stringMatching(problem) as string });
  });

  it('74. takes its id away from what the backend tells, and no other', () => {
    expect(withoutIgnoredIds(report({ id: 'a101' }), [tmdb]).guids).toEqual({ imdb: 'tt9000001' });
    expect(withoutIgnoredIds(report({ id: 'a101', guids: { tmdb: '5' } }), [tmdb]).guids).toEqual({
      tmdb: '5',
    });
  });

  it('74. for one item leaves the others alone', () => {
    const scoped = { ...tmdb, remoteId: 'a555' };
    const [other, meant] = [report({ id: 'a101' }), report({ id: 'a555' })];
    expect(withoutIgnoredIds(other, [scoped])).toBe(other);
    expect(withoutIgnoredIds(meant, [scoped]).guids).toEqual({ imdb: 'tt9000001' });
  });

  it('of a movie does not touch an episode with the same id, and one of a show touches its episodes', () => {
    const same = episode({ guids: { tmdb: '700001' } });
    expect(withoutIgnoredIds(same, [tmdb])).toBe(same);
    const show: IgnoreRule = { ...tmdb, type: 'show', source: 'tvdb', value: '880010' };
    expect(withoutIgnoredIds(same, [show])).toMatchObject({ parentGuids: {}, guids: { tmdb: '700001' } });
    const scoped = { ...show, remoteId: 'show-1' };
    expect(withoutIgnoredIds(episode({ showId: 'show-2' }), [scoped]).parentGuids).toEqual({
      tvdb: '880010',
    });
    expect(withoutIgnoredIds(episode({ showId: 'show-1' }), [scoped]).parentGuids).toEqual({});
  });
});
