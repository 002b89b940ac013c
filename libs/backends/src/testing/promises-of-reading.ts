import { beforeEach, describe, expect, it } from 'vitest';
import type { FakeTitle } from '#libs/testing';
import { found, libraryOf, readAll, type Scene } from './stage.js';

const MOVIE = {
  type: 'movie',
  title: 'Harbour Lights',
  year: 2019,
  guids: { imdb: 'tt7000101', tmdb: '700101' },
  addedAt: 1_600_000_101,
  runtimeMs: 6_300_000,
  path: '/media/movies/Harbour Lights (2019)/Harbour Lights (2019).mkv',
} as const satisfies FakeTitle;

const SHOW = {
  title: 'Tide Tables',
  year: 2020,
  parentGuids: { imdb: 'tt7000201', tvdb: '370201' },
} as const;

const EPISODE = {
  ...SHOW,
  type: 'episode',
  season: 1,
  episode: 1,
  episodeTitle: 'Low Water',
  guids: { tvdb: '7700221' },
  addedAt: 1_610_000_221,
  runtimeMs: 2_700_000,
  path: '/media/tv/Tide Tables (2020)/Season 01/Tide Tables - S01E01 - Low Water.mkv',
} as const satisfies FakeTitle;

const DOUBLE_EPISODE = {
  ...SHOW,
  type: 'episode',
  season: 1,
  episode: 3,
  lastEpisode: 4,
  episodeTitle: 'Spring Tide',
  guids: { tvdb: '7700223' },
  addedAt: 1_610_000_223,
  runtimeMs: 5_400_000,
  path: '/media/tv/Tide Tables (2020)/Season 01/Tide Tables - S01E03-E04 - Spring Tide.mkv',
} as const satisfies FakeTitle;

const UNTOUCHED = { watched: false, positionMs: 0, playedAt: null } as const;

const movieAsRead = {
  ...UNTOUCHED,
  type: 'movie',
  title: MOVIE.title,
  episodeTitle: null,
  year: MOVIE.year,
  season: null,
  episode: null,
  lastEpisode: null,
  guids: MOVIE.guids,
  parentGuids: {},
  addedAt: MOVIE.addedAt,
  runtimeMs: MOVIE.runtimeMs,
  path: MOVIE.path,
  showId: null,
} as const;

const episodeAsRead = {
  ...UNTOUCHED,
  type: 'episode',
  title: SHOW.title,
  episodeTitle: EPISODE.episodeTitle,
  season: 1,
  episode: 1,
  lastEpisode: null,
  guids: EPISODE.guids,
  parentGuids: SHOW.parentGuids,
  addedAt: EPISODE.addedAt,
  runtimeMs: EPISODE.runtimeMs,
  path: EPISODE.path,
} as const;

interface Ids {
  readonly movie: string;
  readonly episode: string;
  readonly double: string;
}

export function promisesOfReading(scene: () => Scene): void {
  describe('reading', () => {
    let ids: Ids = { movie: '', episode: '', double: '' };
    beforeEach(() => {
      const { server } = scene();
      ids = { movie: server.add(MOVIE), episode: server.add(EPISODE), double: server.add(DOUBLE_EPISODE) };
    });
    const both = (): Played => ({ ...scene(), ids });
    tellsWhatIsThere(both);
    tellsWhatAnItemIs(both);
    tellsWhatAPersonDid(both);
    tellsWhatIsNotThere(both);
    pages(scene);
  });
}

interface Played extends Scene {
  readonly ids: Ids;
}

function tellsWhatIsThere(played: () => Played): void {
  it('lists the libraries with what can be read from them', async () => {
    const libraries = await played().client().libraries();
    const supported = libraries.filter((library) => library.supported).map(({ type }) => type);
    expect(supported).toEqual(expect.arrayContaining(['movie', 'show']));
    for (const { id, title } of libraries) expect([id, title]).not.toContain('');
  });

  it('tells the same of an item when it is asked for alone', async () => {
    const { client, ids } = played();
    for (const [type, id] of [
      ['movie', ids.movie],
      ['show', ids.episode],
      ['show', ids.double],
    ] as const) {
      const listed = await readAll(client(), await libraryOf(client(), type));
      const alone = await found(client(), id);
      // Not every server says of a single item which library it lies in.
      const libraryId = alone.libraryId ?? listed[0]?.libraryId;
      expect({ ...alone, libraryId }).toEqual(listed.find((item) => item.id === id));
    }
  });
}

function tellsWhatAnItemIs(played: () => Played): void {
  it('tells a movie by its own ids, dates and file', async () => {
    const { client, ids } = played();
    const library = await libraryOf(client(), 'movie');
    const [movie, ...others] = await readAll(client(), library);
    expect(others).toEqual([]);
    expect(movie).toMatchObject({ ...movieAsRead, id: ids.movie, libraryId: library.id });
  });

  it('tells an episode by its numbers and by the ids of its show', async () => {
    const { client, ids } = played();
    const library = await libraryOf(client(), 'show');
    const episodes = await readAll(client(), library);
    const [episode, double] = [ids.episode, ids.double].map((id) => episodes.find((item) => item.id === id));
    expect(episodes).toHaveLength(2);
    expect(episode).toMatchObject({ ...episodeAsRead, libraryId: library.id });
    expect(double).toMatchObject({ episode: 3, lastEpisode: 4, guids: DOUBLE_EPISODE.guids });
    expect(episode?.showId).toMatch(/./);
    expect(double?.showId).toBe(episode?.showId);
  });
}

function tellsWhatAPersonDid(played: () => Played): void {
  it('tells what was watched, how often and when', async () => {
    const { server, owner, client, ids } = played();
    server.play(owner.id, ids.movie, 1_700_000_000);
    server.play(owner.id, ids.movie, 1_700_090_000);
    expect(await found(client(), ids.movie)).toMatchObject({
      watched: true,
      positionMs: 0,
      playCount: 2,
      playedAt: 1_700_090_000,
    });
  });

  it('tells where a viewing was left, and when', async () => {
    const { server, owner, client, ids } = played();
    server.pauseAt(owner.id, ids.episode, 612_000, 1_700_000_000);
    expect(await found(client(), ids.episode)).toMatchObject({
      watched: false,
      positionMs: 612_000,
      playedAt: 1_700_000_000,
    });
  });

  it('tells the position of a second viewing of a watched item', async () => {
    const { server, owner, client, ids } = played();
    server.play(owner.id, ids.movie, 1_700_000_000);
    server.pauseAt(owner.id, ids.movie, 900_000, 1_700_090_000);
    // Some servers take the watched mark away when the second viewing starts.
    const { watched } = server.stateOf(owner.id, ids.movie);
    expect(await found(client(), ids.movie)).toMatchObject({ watched, positionMs: 900_000 });
  });
}

function tellsWhatIsNotThere(played: () => Played): void {
  it('keeps people apart', async () => {
    const { server, owner, guest, client, ids } = played();
    server.play(owner.id, ids.movie, 1_700_000_000);
    server.pauseAt(guest.id, ids.episode, 300_000, 1_700_000_000);
    expect(await found(client(guest), ids.movie)).toMatchObject(UNTOUCHED);
    expect(await found(client(owner), ids.episode)).toMatchObject(UNTOUCHED);
    const [listed] = await readAll(client(guest), await libraryOf(client(guest), 'movie'));
    expect(listed).toMatchObject(UNTOUCHED);
  });

  it('finds nothing where there is nothing', async () => {
    const { server, client, ids } = played();
    server.remove(ids.movie);
    expect(await client().find(ids.movie)).toBeNull();
  });

  it('finds nothing playable under the id of a show', async () => {
    const { client, ids } = played();
    const { showId } = await found(client(), ids.episode);
    expect(await client().find(String(showId))).toBeNull();
  });

  it('finds the episodes of a show, page by page, as they are when asked for alone', async () => {
    const { client, ids } = played();
    const { showId } = await found(client(), ids.episode);
    const first = await client().below(String(showId), { offset: 0, limit: 1 });
    const second = await client().below(String(showId), { offset: 1, limit: 1 });
    expect([first?.total, first?.received, second?.received]).toEqual([2, 1, 1]);
    const items = [...(first?.items ?? []), ...(second?.items ?? [])];
    for (const id of [ids.episode, ids.double])
      expect(items.find((item) => item.id === id)).toEqual(await found(client(), id));
  });

  it('finds nothing below an item, and nothing below what is not there', async () => {
    const { client, ids } = played();
    const request = { offset: 0, limit: 10 };
    expect(await client().below(ids.movie, request)).toBeNull();
    expect(await client().below(ids.episode, request)).toBeNull();
    expect(await client().below('4711', request)).toBeNull();
  });
}

function pages(scene: () => Scene): void {
  it.each(['movie', 'show'] as const)(
    'reads a %s library to its end, every item exactly once',
    async (type) => {
      const { server, client } = scene();
      const title = type === 'movie' ? MOVIE : EPISODE;
      const added = Array.from({ length: 7 }, (_, index) =>
        server.add({
          ...title,
          title: `${title.title} again`,
          year: 2000 + index,
          episode: index + 10,
          path: `/media/${index}.mkv`,
        }),
      );
      const reader = client();
      const library = await libraryOf(reader, type);
      const whole = (await readAll(reader, library)).map(({ id }) => id);
      expect(new Set(whole).size).toBe(whole.length);
      expect(whole).toEqual(expect.arrayContaining(added));
      expect((await readAll(reader, library, 3)).map(({ id }) => id)).toEqual(whole);
    },
  );

  it('tells the total with every page, also past the end', async () => {
    const { server, client } = scene();
    for (let index = 0; index < 4; index += 1) server.add({ type: 'movie', title: `Paper Planets ${index}` });
    const reader = client();
    const library = await libraryOf(reader, 'movie');
    expect(await reader.page(library, { offset: 0, limit: 2 })).toMatchObject({ received: 2, total: 5 });
    expect(await reader.page(library, { offset: 4, limit: 2 })).toMatchObject({ received: 1, total: 5 });
    expect(await reader.page(library, { offset: 6, limit: 2 })).toMatchObject({
      items: [],
      received: 0,
      total: 5,
    });
  });

  it.each(['movie', 'show'] as const)('knows a page of a %s library again by its mark', async (type) => {
    const { server, client, owner } = scene();
    const library = await libraryOf(client(), type);
    const request = { offset: 0, limit: 10 };
    const { mark } = await client().page(library, request);
    expect(mark).not.toBeNull();

    const known = (told: string) => Promise.resolve(told === mark);
    expect(await client().pageUnless(known, library, request)).toBeNull();
    const read = await client().pageUnless(() => Promise.resolve(false), library, request);
    expect(read).toEqual(await client().page(library, request));

    server.play(owner.id, server.idOf(type === 'movie' ? MOVIE : EPISODE), 1_710_000_000);
    const changed = await client().pageUnless(known, library, request);
    expect(changed?.mark).not.toBe(mark);
  });
}
