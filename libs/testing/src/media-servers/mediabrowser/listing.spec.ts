import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeEmby } from '../fake-emby.js';
import { FakeJellyfin } from '../fake-jellyfin.js';
import { FakeStore } from '../fake-store.js';
import { UserStates } from '../user-states.js';
import { ask, rowsOf } from './ask.js';
import { Catalogue } from './catalogue.js';
import { jellyfinDialect } from './dialect.js';
import type { FakeMediaBrowser } from './fake-mediabrowser.js';
import { jellyfinFlavour } from './flavour.js';
import { ItemLister } from './item-lister.js';
import { readItemQuery } from './item-query.js';
import { PlayRecords } from './play-records.js';
import { Query } from './query.js';

const kinds = [
  ['Jellyfin 12', () => new FakeJellyfin()],
  ['Jellyfin 10.8', () => new FakeJellyfin({ version: '10.8' })],
  ['Emby', () => new FakeEmby()],
] as const;

const SHOW = {
  type: 'episode',
  title: 'Tide Tables',
  year: 2020,
  season: 1,
  parentGuids: { tvdb: '370201' },
} as const;

describe.each(kinds)('lists of a fake %s', (_, make) => {
  let server: FakeMediaBrowser;
  let alex = '';
  let sam = '';

  beforeEach(async () => {
    server = make();
    await server.start();
    [alex = '', sam = ''] = server.users.map(({ id }) => id);
  });
  afterEach(() => server.stop());

  const list = async (query: string, user = alex) => ask(server, `/Users/${user}/Items?${query}`);
  const idsOf = async (query: string, user = alex) => rowsOf(await list(query, user)).map(({ Id }) => Id);
  const addMovies = (count: number) =>
    Array.from({ length: count }, (__, index) =>
      server.add({ type: 'movie', title: `Paper Planets ${index}`, addedAt: 1_600_000_000 + index }),
    );

  it('shows the libraries where nothing is asked for', async () => {
    addMovies(1);
    server.add({ ...SHOW, episode: 1 });
    server.addLibrary('Songs', 'music');
    expect(rowsOf(await list(''))).toMatchObject([
      { Name: 'Movies', CollectionType: 'movies', Type: 'CollectionFolder', IsFolder: true },
      { Name: 'Shows', CollectionType: 'tvshows' },
      { Name: 'Songs', CollectionType: 'music' },
    ]);
    expect(rowsOf(await ask(server, `/Users/${alex}/Views`))).toHaveLength(3);
  });

  it('pages in a stable order and tells the total with every page, also past the end', async () => {
    const ids = addMovies(7);
    const page = `ParentId=${server.libraries[0]?.id}&Recursive=true&SortBy=DateCreated&Limit=3`;
    for (const [start, expected] of [
      [0, ids.slice(0, 3)],
      [3, ids.slice(3, 6)],
      [6, ids.slice(6)],
      [9, []],
    ] as const) {
      const answer = await list(`${page}&StartIndex=${start}`);
      expect(rowsOf(answer).map(({ Id }) => Id)).toEqual(expected);
      expect(answer.body).toMatchObject({ TotalRecordCount: 7 });
    }
  });

  it('only counts with limit 0', async () => {
    addMovies(3);
    expect((await list('recursive=true&limit=0')).body).toMatchObject({ Items: [], TotalRecordCount: 3 });
  });

  it('sees a title that came or went between two calls', async () => {
    const [first] = addMovies(2);
    expect(await idsOf('Recursive=true')).toHaveLength(2);
    server.remove(String(first));
    expect(await idsOf('Recursive=true')).not.toContain(first);
    const id = server.add({ type: 'movie', title: 'Glass Orchard' });
    expect(await idsOf('Recursive=true')).toContain(id);
  });

  it('shows series as rows of their own, but not among what is no folder', async () => {
    server.add({ ...SHOW, episode: 1 });
    const library = server.libraries[0]?.id;
    const query = `ParentId=${library}&Recursive=true&IncludeItemTypes=Series&Fields=ProviderIds`;
    expect(rowsOf(await list(query))).toMatchObject([
      { Type: 'Series', IsFolder: true, Name: 'Tide Tables', ProviderIds: { Tvdb: '370201' } },
    ]);
    expect(await idsOf(`${query}&Filters=IsNotFolder`)).toEqual([]);
  });

  it('shows the direct children without recursion', async () => {
    const episode = server.add({ ...SHOW, episode: 1 });
    const [series] = rowsOf(await list(`ParentId=${server.libraries[0]?.id}`));
    const [season] = rowsOf(await list(`ParentId=${String(series?.['Id'])}`));
    expect([series?.['Type'], season?.['Type']]).toEqual(['Series', 'Season']);
    expect(await idsOf(`ParentId=${String(season?.['Id'])}`)).toEqual([episode]);
    expect(await idsOf(`ParentId=${String(series?.['Id'])}&Recursive=true&IncludeItemTypes=Episode`)).toEqual(
      [episode],
    );
  });

  it('tells the numbers and the family of an episode, and the last number of a file with several', async () => {
    server.add({ ...SHOW, episode: 2, lastEpisode: 3, episodeTitle: 'Low Tide', guids: { tvdb: '7700222' } });
    const [row] = rowsOf(await list('Recursive=true&IncludeItemTypes=Episode&Fields=Path,ProviderIds'));
    expect(row).toMatchObject({
      Name: 'Low Tide',
      SeriesName: 'Tide Tables',
      SeasonName: 'Season 1',
      IndexNumber: 2,
      IndexNumberEnd: 3,
      ParentIndexNumber: 1,
      ProviderIds: { Tvdb: '7700222' },
      Path: expect.stringContaining('S01E02-E03'),
    });
  });

  it('shows what has no file unless virtual items are excluded', async () => {
    const there = server.add({ ...SHOW, episode: 1 });
    const missing = server.addMissing({ ...SHOW, episode: 2 });
    const query = 'Recursive=true&IncludeItemTypes=Episode';
    expect(await idsOf(query)).toEqual([there, missing]);
    expect(await idsOf(`${query}&ExcludeLocationTypes=Virtual`)).toEqual([there]);
    const { body } = await ask(server, `/Users/${alex}/Items/${missing}`);
    expect(body).toMatchObject({ LocationType: 'Virtual' });
    expect(body).not.toHaveProperty('Path');
  });

  it('tells what is above an item, up to its library', async () => {
    const id = server.add({ ...SHOW, episode: 1 });
    const { body } = await ask(server, `/Items/${id}/Ancestors?UserId=${alex}`);
    expect(body).toMatchObject([{ Type: 'Season' }, { Type: 'Series' }, { Id: server.libraries[0]?.id }]);
  });

  it('keeps the user data of two people apart', async () => {
    const [id] = addMovies(1);
    server.play(alex, String(id), 1_600_000_000);
    const [alexs] = rowsOf(await list('Recursive=true'));
    const [sams] = rowsOf(await list('Recursive=true', sam));
    expect(alexs).toMatchObject({ UserData: { Played: true } });
    expect(sams).toMatchObject({ UserData: { Played: false } });
  });

  it('leaves user data out when told to, and where no user is named', async () => {
    addMovies(1);
    for (const path of [
      `/Users/${alex}/Items?Recursive=true&EnableUserData=false`,
      '/Items?recursive=true',
    ]) {
      const [row] = rowsOf(await ask(server, path));
      expect(row).toMatchObject({ Type: 'Movie' });
      expect(row).not.toHaveProperty('UserData');
    }
  });

  it('filters and sorts by what a user did, up to date after every change', async () => {
    const ids = addMovies(4).map(String);
    const [one = '', two = '', three = ''] = ids;
    const newest = 'Recursive=true&IsPlayed=true&SortBy=DatePlayed,SortName&SortOrder=Descending';
    server.play(alex, one, 1_600_000_000);
    server.play(alex, two, 1_600_090_000);
    server.pauseAt(alex, three, 1_800_000, 1_600_100_000);
    expect(await idsOf(newest)).toEqual([two, one]);
    expect(await idsOf('Recursive=true&Filters=IsResumable')).toEqual([three]);
    server.unplay(alex, two);
    expect(await idsOf(newest)).toEqual([one]);
    expect(await idsOf(newest, sam)).toEqual([]);
  });

  it('finds by a part of the name', async () => {
    addMovies(2);
    const id = server.add({ type: 'movie', title: 'Glass Orchard' });
    expect(await idsOf('SearchTerm=glass%20orch&IncludeItemTypes=Movie,Series,Episode&Limit=25')).toEqual([
      id,
    ]);
    expect((await list('SearchTerm=nothing')).body).toMatchObject({ Items: [], TotalRecordCount: 0 });
  });

  it('shows a person nothing of a hidden library', async () => {
    addMovies(2);
    server.hideLibrary(sam, server.libraries[0]?.id ?? '');
    expect(await idsOf('', sam)).toEqual([]);
    expect(await idsOf('Recursive=true', sam)).toEqual([]);
    expect(await idsOf('Recursive=true')).toHaveLength(2);
  });

  it('prints dates in UTC with seven decimals', async () => {
    addMovies(1);
    const [row] = rowsOf(await list('Recursive=true&Fields=DateCreated'));
    expect(row).toMatchObject({ DateCreated: '2020-09-13T12:26:40.0000000Z' });
  });
});

describe('order of equal rows', () => {
  it('changes from call to call when asked to be unstable, and holds with a second key', async () => {
    const server = new FakeJellyfin({ unstableSort: true });
    await server.start();
    for (const title of ['Brass', 'Copper']) server.add({ type: 'movie', title, addedAt: 1_600_000_000 });
    const names = async (sortBy: string) => {
      const path = `/Items?recursive=true&sortBy=${sortBy}`;
      return rowsOf(await ask(server, path)).map(({ Name }) => Name);
    };
    expect(await names('DateCreated')).not.toEqual(await names('DateCreated'));
    expect(await names('DateCreated,SortName')).toEqual(await names('DateCreated,SortName'));
    await server.stop();
  });
});

describe('faults', () => {
  it.each(kinds)('reach a fake %s through the common base, with its own error bodies', async (_, make) => {
    const server = make();
    await server.start();
    server.fault({ match: /^GET \/System\/Info$/, kind: { status: 503 }, times: 1 });
    server.fault({ match: /\/Sessions/, kind: { status: 429, retryAfterSeconds: 7 } });
    expect((await ask(server, '/System/Info')).status).toBe(503);
    expect((await ask(server, '/System/Info')).status).toBe(200);
    expect((await ask(server, '/Sessions')).status).toBe(429);
    server.clearFaults();
    expect((await ask(server, '/Sessions')).status).toBe(200);
    await server.stop();
  });
});

describe('a large library', () => {
  it('is filtered and sorted once, and then only cut into pages, until a title or a state changes', () => {
    const store = new FakeStore((_, sequence) => String(sequence));
    const dialect = jellyfinDialect('12');
    const catalogue = new Catalogue(store, jellyfinFlavour('u'), false);
    const records = new PlayRecords(new UserStates(), dialect, () => 0);
    const lister = new ItemLister(catalogue, records, false);
    const add = (title: string) => {
      const added = store.add({ type: 'movie', title });
      catalogue.changed(added);
      return catalogue.all().at(-1) ?? null;
    };
    const alex = { userId: 'alex', view: '', canSee: () => true };
    const list = (query: string) => lister.list(readItemQuery(new Query(new URLSearchParams(query))), alex);
    const [all, played] = ['recursive=true&sortBy=DateCreated', 'recursive=true&isPlayed=true'];

    const film = add('Paper Planets');
    expect(list(`${all}&startIndex=1000`)).toBe(list(`${all}&startIndex=0`));
    const before = [list(all), list(played)];
    if (film) records.markPlayed('alex', film, 1_600_000_000);
    expect(list(all)).toBe(before[0]);
    expect(list(played)).toEqual([film]);
    add('Glass Orchard');
    expect(list(all)).toHaveLength(2);
  });
});

describe('a mixed library', () => {
  it('holds movies and shows and names no collection type', async () => {
    const server = new FakeJellyfin({ mixedLibrary: true });
    await server.start();
    server.add({ type: 'movie', title: 'Glass Orchard' });
    server.add({ ...SHOW, episode: 1 });
    expect(server.libraries).toMatchObject([{ collectionType: null }]);
    const path = `/Items?parentId=${server.libraries[0]?.id}&recursive=true&includeItemTypes=Movie,Episode`;
    expect(rowsOf(await ask(server, path))).toHaveLength(2);
    await server.stop();
  });
});
