import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RemoteItem } from '#libs/core';
import { aMovie, anEpisode } from './testing/items.js';
import { PageStage } from './testing/page-stage.js';

const P1 = 1_709_287_200;

let stage: PageStage;
beforeAll(async () => {
  stage = await PageStage.open();
});
afterAll(() => stage.close());
beforeEach(() => stage.begin());

const watched = { watched: true, playedAt: P1, playCount: 1 };
const movie = (id: string, guids: RemoteItem['guids'], changes: Partial<RemoteItem> = {}) =>
  aMovie({ id, guids, ...changes });

describe('which item a report is', () => {
  it('62. own ids make one item of two backends', async () => {
    await stage.import('plex', [aMovie()]);
    await stage.import('jf', [movie('a101', { imdb: 'tt9000001' })]);
    expect(await stage.items()).toMatchObject([{ copies: ['plex:101', 'jf:a101'] }]);
  });

  it('63. a movie and an episode of the same id are two items', async () => {
    await stage.import('plex', [movie('101', { tmdb: '700001' }), anEpisode({ guids: { tmdb: '700001' } })]);
    expect((await stage.items()).map(({ type }) => type)).toEqual(['movie', 'episode']);
  });

  it('64. the show and the numbers win over a wrong own id, which is listed and taught to nobody', async () => {
    await stage.import('plex', [
      anEpisode(),
      anEpisode({ id: '202', episode: 3, guids: { tvdb: '8800103' } }),
    ]);
    await stage.import('jf', [anEpisode({ id: 'a201', guids: { tvdb: '8800103', imdb: 'tt3' } })]);
    const [second, third] = await stage.items();
    expect(second).toMatchObject({ copies: ['plex:201', 'jf:a201'], guids: { tvdb: '8800102' } });
    expect(third).toMatchObject({ copies: ['plex:202'], guids: { tvdb: '8800103' } });
    expect(await stage.conflicts()).toMatchObject([
      {
        kind: 'contradicting-ids',
        status: 'open',
        itemId: second?.id,
        backend: 'jf',
        evidence: {
          differences: [{ of: 'item', source: 'tvdb', ours: '8800102', theirs: '8800103' }],
          others: [third?.id],
        },
      },
    ]);
  });

  it('65. other own ids of the same show and numbers are one item, listed', async () => {
    await stage.import('plex', [anEpisode()]);
    await stage.import('jf', [anEpisode({ id: 'a201', guids: { tvdb: '9900001' }, ...watched })]);
    expect(await stage.items()).toMatchObject([{ decision: 'played', guids: { tvdb: '8800102' } }]);
    expect(await stage.conflicts()).toMatchObject([{ kind: 'contradicting-ids', backend: 'jf' }]);
  });

  it('66. absolute and seasonal numbers meet by own id, and the item keeps its numbers', async () => {
    const own = { tvdb: '8800125' };
    await stage.import('plex', [anEpisode({ episode: 25, guids: own })]);
    await stage.import('jf', [
      anEpisode({ id: 'a201', season: 2, episode: 1, guids: { ...own, imdb: 'tt25' } }),
    ]);
    await stage.import('emby', [anEpisode({ id: 'e300', season: 2, episode: 1, guids: {} })]);
    expect(await stage.items()).toMatchObject([
      { season: 1, episode: 25, copies: ['plex:201', 'jf:a201'], guids: { ...own, imdb: 'tt25' } },
      { season: 2, episode: 1, copies: ['emby:e300'] },
    ]);
  });

  it('67. without own ids of episodes the numbers decide, and an episode without a show is left out', async () => {
    const own = { tvdb: '8800125' };
    const page = (id: string, changes: Partial<RemoteItem>) => [anEpisode({ id, guids: own, ...changes })];
    await stage.withSettings({ WS_GUID_DISABLE_EPISODE: true }, async () => {
      await stage.import('plex', page('201', { episode: 25 }));
      await stage.import('jf', page('a201', { season: 2, episode: 1 }));
      await stage.import('emby', page('e201', { parentGuids: {} }));
    });
    expect((await stage.items()).map(({ season, episode }) => [season, episode])).toEqual([
      [1, 25],
      [2, 1],
    ]);
  });

  it('8. a special keeps its season 0 apart', async () => {
    await stage.import('plex', [
      anEpisode({ season: 0, episode: 3, guids: {} }),
      anEpisode({ id: '9', episode: 3, guids: {} }),
    ]);
    expect((await stage.items()).map(({ season, episode }) => [season, episode])).toEqual([
      [0, 3],
      [1, 3],
    ]);
  });

  it('several copies of one title on one server are one item with many copies', async () => {
    await stage.import('plex', [aMovie(), aMovie({ id: '102', path: '/films/4k.mkv', libraryId: '2' })]);
    expect(await stage.items()).toMatchObject([{ copies: ['plex:101', 'plex:102'] }]);
  });
});

describe('files of several episodes', () => {
  const file = anEpisode({ id: '301', episode: 1, lastEpisode: 2, guids: { tvdb: '8800101' }, ...watched });

  it('77. are one row for each episode, own ids with the first', async () => {
    await stage.import('plex', [file]);
    expect(await stage.items()).toMatchObject([
      { episode: 1, decision: 'played', guids: { tvdb: '8800101' }, copies: ['plex:301'] },
      { episode: 2, decision: 'played', guids: {}, copies: ['plex:301/1'] },
    ]);
  });

  it('78. join the rows of separate files and leave their ids alone', async () => {
    await stage.import('jf', [
      anEpisode({ id: 'a1', episode: 1, guids: { tvdb: '8800101' } }),
      anEpisode({ id: 'a2', episode: 2, guids: { tvdb: '8800102' } }),
    ]);
    await stage.import('plex', [file]);
    expect(await stage.items()).toMatchObject([
      { decision: 'played', guids: { tvdb: '8800101' }, copies: ['plex:301', 'jf:a1'] },
      { decision: 'played', guids: { tvdb: '8800102' }, copies: ['plex:301/1', 'jf:a2'] },
    ]);
    expect(await stage.conflicts()).toEqual([]);
  });

  it('79. over the limit are one episode', async () => {
    await stage.import('plex', [anEpisode({ episode: 1, lastEpisode: 8 })]);
    expect(await stage.items()).toMatchObject([{ episode: 1, copies: ['plex:201'] }]);
  });

  it('lose the episodes that they no longer hold, and only those', async () => {
    await stage.import('plex', [file]);
    await stage.import('plex', [{ ...file, guids: { tvdb: '8800101', imdb: 'tt1' } }]);
    expect(await stage.items()).toHaveLength(2);
    await stage.import('plex', [{ ...file, lastEpisode: null }]);
    expect(await stage.items()).toMatchObject([{ episode: 1, copies: ['plex:301'] }]);
  });
});
