import { describe, expect, it } from 'vitest';
import { printBackupEntry, readBackupEntry, toBackupEntry } from './backup-entry.js';
import { A0, episode, P1, report } from './testing/build.js';

const LINES = [
  '{"type":"movie","watched":1,"updated":1709287200,"title":"The Lantern","year":2020,"guids":{"guid_imdb":"tt9000001","guid_tmdb":"700001"}}',
  '{"type":"movie","watched":0,"updated":1704067200,"title":"Paper Tides","year":2019,"guids":{"guid_tmdb":"700002"},"progress":1325000}',
  '{"type":"episode","watched":1,"updated":1709373600,"show":"Harbour Tales","title":"The Second Bell","season":1,"episode":2,"year":2021,"guids":{"guid_tvdb":"8800102"},"parent":{"guid_imdb":"tt9000050","guid_tvdb":"880010"}}',
];

describe('an entry of a backup', () => {
  it.each(LINES)('137. Format: is read and printed unchanged: %s', (line) => {
    const entry = readBackupEntry(JSON.parse(line));
    expect(entry).not.toBeNull();
    expect(entry && JSON.parse(JSON.stringify(printBackupEntry(entry)))).toEqual(JSON.parse(line));
  });

  it.each([
    { type: 'foo', watched: 1, title: 'X', guids: { guid_imdb: 'tt1' } },
    { type: 'movie', title: 'X', guids: { guid_imdb: 'tt1' } },
    { type: 'movie', watched: 1, title: 'X', guids: {} },
    { type: 'movie', watched: 1, title: 'X', guids: { guid_imdb: 'not an id' } },
    { type: 'episode', watched: 1, title: 'X', season: 1, parent: { guid_tvdb: '5' }, guids: {} },
    [],
    'text',
    null,
  ])('is left out when it cannot be restored: %j', (value) => {
    expect(readBackupEntry(value)).toBeNull();
  });

  it('is dated by the viewing, and by the adding while there was none', () => {
    expect(toBackupEntry(report({ watched: true, playedAt: P1 })).updated).toBe(P1);
    expect(toBackupEntry(report({ playedAt: P1 })).updated).toBe(A0);
  });

  it('holds the ids that we know from elsewhere, but the word of the backend wins', () => {
    const more = { guids: { imdb: 'tt1', tvdb: '8' }, parentGuids: { tmdb: '4' } };
    const entry = toBackupEntry(episode({ guids: { tvdb: '9' } }), more);
    expect(entry.guids).toEqual({ imdb: 'tt1', tvdb: '9' });
    expect(entry.parentGuids).toEqual({ tmdb: '4', tvdb: '880010' });
  });

  it('names an episode without a title by its numbers', () => {
    const printed = printBackupEntry(toBackupEntry(episode({ episodeTitle: null })));
    expect(printed).toMatchObject({ show: 'Harbour Tales', title: '1x2' });
  });
});
