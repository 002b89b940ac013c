import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakePlex } from './fake-plex.js';

const ALEX = '14800001';
const SAM = '14800002';
const BOB = '15900003';
const NOW = 1_760_000_000;
const TOKENS = { [ALEX]: 'secret-alex', [SAM]: 'secret-sam', [BOB]: 'secret-bob' };

let plex: FakePlex;

beforeEach(async () => {
  plex = new FakePlex({
    now: () => NOW,
    users: [
      { id: ALEX, name: 'alex', token: TOKENS[ALEX], admin: true },
      { id: SAM, name: 'sam', token: TOKENS[SAM] },
      { id: BOB, name: 'bob', token: TOKENS[BOB], role: 'friend' },
    ],
    shares: { [BOB]: ['movie'] },
  });
  await plex.start();
});

afterEach(() => plex.stop());

interface Item {
  readonly ratingKey: string;
  readonly parentRatingKey?: string;
  readonly grandparentRatingKey?: string;
  readonly title: string;
  readonly Media: readonly { readonly Part: readonly { readonly file: string }[] }[];
}

interface Container {
  readonly size: number;
  readonly Metadata: readonly Item[];
  readonly Directory: readonly unknown[];
  readonly Hub: readonly { readonly type: string; readonly size: number }[];
  readonly Account: readonly { readonly id: number }[];
}

interface Ask {
  readonly as?: keyof typeof TOKENS;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

async function ask(path: string, { as = ALEX, method = 'GET', headers = {} }: Ask = {}) {
  const response = await fetch(`${plex.url}${path}`, {
    method,
    headers: { 'X-Plex-Token': TOKENS[as], Accept: 'application/json', ...headers },
  });
  const body = await response.text();
  return { response, status: response.status, body };
}

async function read(path: string, options: Ask = {}): Promise<Container> {
  const { body } = await ask(path, options);
  return (JSON.parse(body) as { readonly MediaContainer: Container }).MediaContainer;
}

const page = (start: number, size: number) => ({
  headers: { 'X-Plex-Container-Start': String(start), 'X-Plex-Container-Size': String(size) },
});

async function item(id: string, as: keyof typeof TOKENS = ALEX): Promise<Item> {
  const [first] = (await read(`/library/metadata/${id}`, { as })).Metadata;
  if (!first) throw new Error(`there is no item ${id}`);
  return first;
}

const mark = (verb: string, id: string, as: keyof typeof TOKENS = ALEX) =>
  ask(`/:/${verb}?identifier=com.plexapp.plugins.library&key=${id}`, { as });

describe('the library', () => {
  it('pages 20,000 movies to the last one, with the same totals in header and body', async () => {
    for (let n = 0; n < 20_000; n += 1) plex.add({ type: 'movie', title: `Film ${n}` });
    const keys = new Set<string>();
    for (let start = 0; start < 20_000; start += 1000) {
      const { response, body } = await ask('/library/sections/1/all?type=1', page(start, 1000));
      const { MediaContainer: container } = JSON.parse(body) as { readonly MediaContainer: Container };
      expect(container).toMatchObject({ size: 1000, totalSize: 20_000, offset: start });
      expect(response.headers.get('X-Plex-Container-Total-Size')).toBe('20000');
      for (const { ratingKey } of container.Metadata) keys.add(ratingKey);
    }
    expect(keys.size).toBe(20_000);
    expect(plex.requests).toHaveLength(20);
  });

  it('answers a size of 0 with the total alone, and lets the header win over the query', async () => {
    plex.add({ type: 'movie', title: 'Harbour Lights' });
    const path = '/library/sections/1/all?type=1&X-Plex-Container-Start=0&X-Plex-Container-Size=500';
    const container = await read(path, page(0, 0));
    expect(container).toMatchObject({ size: 0, totalSize: 1 });
    expect(container).not.toHaveProperty('Metadata');
  });

  it('refuses a page of more than 1000', async () => {
    plex.add({ type: 'movie', title: 'Harbour Lights' });
    expect((await ask('/library/sections/1/all', page(0, 1001))).status).toBe(400);
  });

  it('lists by date of addition whatever the order of adding, and backwards when asked', async () => {
    plex.add({ type: 'movie', title: 'Second', addedAt: 200 });
    plex.add({ type: 'movie', title: 'First', addedAt: 100 });
    plex.add({ type: 'movie', title: 'Third', addedAt: 300 });
    const titles = async (sort: string) =>
      (await read(`/library/sections/1/all?sort=${sort}`)).Metadata.map(
        (one: { title: string }) => one.title,
      );
    expect(await titles('addedAt')).toEqual(['First', 'Second', 'Third']);
    expect(await titles('addedAt:desc')).toEqual(['Third', 'Second', 'First']);
  });

  it('lists guids only when asked, but always on a single item', async () => {
    const id = plex.add({ type: 'movie', title: 'Paper Planets', guids: { imdb: 'tt7', tmdb: '8' } });
    const first = async (query: string) => (await read(`/library/sections/1/all?${query}`)).Metadata[0];
    expect(await first('type=1')).not.toHaveProperty('Guid');
    const guids = [{ id: 'imdb://tt7' }, { id: 'tmdb://8' }];
    expect(await first('type=1&includeGuids=1')).toMatchObject({ Guid: guids });
    expect(await item(id)).toMatchObject({ Guid: guids, librarySectionID: 1 });
  });

  it('gives a title of a legacy agent its guid and no list', async () => {
    const agentGuid = 'com.plexapp.agents.imdb://tt9?lang=en';
    const id = plex.add({ type: 'movie', title: 'The Old Agent', guids: { imdb: 'tt9' }, agentGuid });
    expect(await item(id)).toMatchObject({ guid: agentGuid });
    expect(await item(id)).not.toHaveProperty('Guid');
  });

  it('marks a title without any id as local', async () => {
    const id = plex.add({ type: 'movie', title: 'holiday raw' });
    expect(await item(id)).toMatchObject({ guid: `local://${id}` });
  });

  it('ties an episode to its season and show, which it makes once', async () => {
    const show = { type: 'episode', title: 'Tide Tables', year: 2020, parentGuids: { tvdb: '37' } } as const;
    const one = plex.add({ ...show, season: 1, episode: 1, episodeTitle: 'Low Water' });
    const two = plex.add({ ...show, season: 1, episode: 2, lastEpisode: 3 });
    const shows = await read('/library/sections/2/all?type=2&includeGuids=1');
    expect(shows).toMatchObject({
      size: 1,
      Metadata: [{ title: 'Tide Tables', Guid: [{ id: 'tvdb://37' }] }],
    });
    const episode = await item(one);
    const showKey = shows.Metadata[0]?.ratingKey;
    expect(episode).toMatchObject({
      title: 'Low Water',
      index: 1,
      parentIndex: 1,
      grandparentRatingKey: showKey,
    });
    const other = await item(two);
    expect(other.parentRatingKey).toBe(episode.parentRatingKey);
    expect(other.Media[0]?.Part[0]?.file).toBe(
      '/media/tv/Tide Tables (2020)/Season 01/Tide Tables - S01E02-E03.mkv',
    );
    expect((await read(`/library/metadata/${showKey}/allLeaves`)).size).toBe(2);
  });

  it('has a section per type that holds something, and forgets a removed title', async () => {
    const movie = plex.add({ type: 'movie', title: 'Harbour Lights' });
    expect((await read('/library/sections')).Directory).toMatchObject([{ key: '1', type: 'movie' }]);
    plex.remove(movie);
    expect(await read('/library/sections')).not.toHaveProperty('Directory');
    expect((await ask(`/library/metadata/${movie}`)).status).toBe(404);
  });

  it('finds movies, shows and episodes by a part of their title', async () => {
    plex.add({ type: 'movie', title: 'Tide and Time' });
    plex.add({ type: 'episode', title: 'Tide Tables', episode: 1, episodeTitle: 'Low Water' });
    const { Hub } = await read('/hubs/search?query=tide&limit=25');
    expect(Hub.map(({ type, size }) => [type, size])).toEqual([
      ['movie', 1],
      ['show', 1],
      ['episode', 0],
    ]);
  });

  it('speaks XML unless JSON is asked for', async () => {
    plex.add({ type: 'movie', title: 'Salt & Pepper' });
    const { response, body } = await ask('/library/sections/1/all', { headers: { Accept: '*/*' } });
    expect(response.headers.get('content-type')).toBe('application/xml');
    expect(body).toContain('<Video ');
    expect(body).toContain('title="Salt &amp; Pepper"');
  });
});

describe('the state of a user', () => {
  it('belongs to the token alone', async () => {
    const id = plex.add({ type: 'movie', title: 'Harbour Lights' });
    await mark('scrobble', id, SAM);
    expect(plex.stateOf(SAM, id)).toEqual({ watched: true, positionMs: 0, playCount: 1, playedAt: NOW });
    expect(plex.stateOf(ALEX, id).watched).toBe(false);
    expect(await item(id, SAM)).toMatchObject({ viewCount: 1, lastViewedAt: NOW });
    expect(await item(id, ALEX)).not.toHaveProperty('viewCount');
  });

  it('raises the count and clears the position on scrobble, and keeps no trace on unscrobble', async () => {
    const id = plex.add({ type: 'movie', title: 'Harbour Lights' });
    plex.play(ALEX, id, 100);
    plex.pauseAt(ALEX, id, 60_000, 200);
    expect(await item(id)).toMatchObject({ viewCount: 1, viewOffset: 60_000, lastViewedAt: 200 });
    await mark('scrobble', id);
    expect(await item(id)).toMatchObject({ viewCount: 2, lastViewedAt: NOW });
    expect(await item(id)).not.toHaveProperty('viewOffset');
    await mark('unscrobble', id);
    const keys = Object.keys(await item(id));
    expect(keys.filter((key) => ['viewCount', 'viewOffset', 'lastViewedAt'].includes(key))).toEqual([]);
  });

  it('passes a mark on a show down to its episodes', async () => {
    const ids = [1, 2].map((episode) => plex.add({ type: 'episode', title: 'Tide Tables', episode }));
    const show = (await item(ids[0] ?? '')).grandparentRatingKey ?? '';
    await mark('scrobble', show);
    expect(ids.map((id) => plex.stateOf(ALEX, id).watched)).toEqual([true, true]);
    expect(await item(show)).toMatchObject({ leafCount: 2, viewedLeafCount: 2 });
  });

  it.each([
    ['without a key', '/:/scrobble?identifier=x', 400],
    ['without an identifier', '/:/scrobble?key=1', 400],
    ['of an unknown key', '/:/scrobble?identifier=x&key=999', 404],
  ])('is not changed by a scrobble %s', async (_case, path, status) => {
    expect((await ask(path)).status).toBe(status);
  });

  const timeline = (id: string, more: string) =>
    ask(`/:/timeline/?ratingKey=${id}&key=%2Flibrary%2Fmetadata%2F${id}&state=stopped${more}`, {
      method: 'POST',
    });

  it('takes a resume point from a stopped timeline', async () => {
    const id = plex.add({ type: 'movie', title: 'Harbour Lights' });
    await timeline(id, '&time=60000&duration=6000000&X-Plex-Client-Identifier=us');
    expect(plex.stateOf(ALEX, id)).toEqual({
      watched: false,
      positionMs: 60_000,
      playCount: 0,
      playedAt: NOW,
    });
  });

  it('counts a stop near the end as watched', async () => {
    const id = plex.add({ type: 'movie', title: 'Harbour Lights' });
    await timeline(id, '&time=5500000&duration=6000000&X-Plex-Client-Identifier=us');
    expect(plex.stateOf(ALEX, id)).toMatchObject({ watched: true, positionMs: 0 });
  });

  it.each(['&time=60000&duration=6000000', '&time=60000&X-Plex-Client-Identifier=us'])(
    'drops the position of an incomplete timeline: %s',
    async (query) => {
      const id = plex.add({ type: 'movie', title: 'Harbour Lights' });
      expect((await timeline(id, query)).status).toBe(200);
      expect(plex.stateOf(ALEX, id).positionMs).toBe(0);
    },
  );
});

describe('people', () => {
  it.each(['/', '/library/sections', '/status/sessions', '/nowhere'])(
    'meet HTML 401 at %s without a token',
    async (path) => {
      const { response, body, status } = await ask(path, { headers: { 'X-Plex-Token': 'stale' } });
      expect(status).toBe(401);
      expect(response.headers.get('content-type')).toBe('text/html');
      expect(body).toContain('401 Unauthorized');
    },
  );

  it('may ask for the identity without a token', async () => {
    const response = await fetch(`${plex.url}/identity`, { headers: { Accept: 'application/json' } });
    expect(await response.json()).toMatchObject({ MediaContainer: { machineIdentifier: plex.uuid } });
  });

  it('may send the token in the query, which the log masks', async () => {
    plex.add({ type: 'movie', title: 'Harbour Lights' });
    const response = await fetch(`${plex.url}/library/sections?X-Plex-Token=${TOKENS[SAM]}&x=1`);
    expect(response.status).toBe(200);
    expect(plex.requests).toEqual([
      { method: 'GET', path: '/library/sections?X-Plex-Token=***&x=1', write: false, status: 200, user: SAM },
    ]);
  });

  it('see as friends only what is shared, and no sessions', async () => {
    plex.add({ type: 'movie', title: 'Harbour Lights' });
    const episode = plex.add({ type: 'episode', title: 'Tide Tables', episode: 1 });
    expect((await read('/library/sections', { as: BOB })).Directory).toHaveLength(1);
    expect((await ask('/library/sections/2/all', { as: BOB })).status).toBe(404);
    expect((await ask(`/library/metadata/${episode}`, { as: BOB })).status).toBe(404);
    expect((await ask('/status/sessions', { as: BOB })).status).toBe(403);
    expect((await ask(`/:/progress?identifier=x&key=${episode}&time=5`, { as: BOB })).status).toBe(401);
  });

  it('are listed for the owner only, who is account 1', async () => {
    expect((await read('/accounts')).Account.map(({ id }) => id)).toEqual([1, Number(SAM), Number(BOB)]);
    expect((await ask('/accounts', { as: SAM })).status).toBe(403);
  });

  it('are seen while they play, with numbers as text', async () => {
    const id = plex.add({ type: 'movie', title: 'Harbour Lights' });
    const key = plex.startSession(ALEX, id, 5000);
    const session = { ratingKey: id, viewOffset: '5000', User: { id: '1', title: 'alex' } };
    expect(await read('/status/sessions')).toMatchObject({ size: 1, Metadata: [session] });
    plex.endSession(key);
    expect(await read('/status/sessions')).toEqual({ size: 0 });
  });
});
