import { describe, expect, it } from 'vitest';
import { withoutSecrets } from './without-secrets.js';

describe('a foreign answer that is shown', () => {
  it('keeps its shape and loses what opens doors, by name and inside addresses', () => {
    expect(
      withoutSecrets({
        Name: 'Attic',
        AccessToken: 'abc',
        nested: [{ 'X-Plex-Token': 'abc', url: 'http://a/b?X-Plex-Token=abc&size=1', ApiKey: 'k', n: 1 }],
        HasPassword: true,
      }),
    ).toEqual({
      Name: 'Attic',
      AccessToken: '***',
      nested: [{ 'X-Plex-Token': '***', url: 'http://a/b?X-Plex-Token=***&size=1', ApiKey: '***', n: 1 }],
      HasPassword: true,
    });
  });

  it('ends somewhere, however deep the answer is', () => {
    let deep: unknown = 'end';
    for (let level = 0; level < 10_000; level += 1) deep = [deep];
    expect(JSON.stringify(withoutSecrets(deep)).length).toBeLessThan(200);
  });
});
