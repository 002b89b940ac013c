import { Backends, Identities } from '#libs/database';
import { QueueMonitor } from '#libs/queue';
import { FakeJellyfin, FakePlex } from '#libs/testing';
import type request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiStage, KEY } from '../testing/api-stage.js';
import { addBackend } from '../testing/stored-backend.js';
import { backendOf, storeTitles } from '../testing/stored-titles.js';

const FIRST = 1_735_689_600;

let stage: ApiStage;
let jellyfin: FakeJellyfin;
let plex: FakePlex;
beforeAll(async () => {
  [jellyfin, plex] = [new FakeJellyfin(), new FakePlex()];
  await Promise.all([jellyfin.start(), plex.start()]);
  stage = await ApiStage.open();
  await addBackend(stage, jellyfin, { name: 'attic' });
  await addBackend(stage, plex, { name: 'den' });
  await stage.app.get(Identities).add('sam');
  await storeTitles(stage, 'attic', [
    {
      title: 'Glass Orchard',
      year: 1999,
      guids: { imdb: 'tt9000011', tmdb: '411' },
      watched: true,
      at: FIRST + 10,
    },
    {
      title: 'Silver 100% Harbour',
      year: 2004,
      positionMs: 90_000,
      at: FIRST + 20,
      shown: { positionMs: 90_400 },
    },
    {
      title: 'Night Ferry',
      episodeTitle: 'Crossing',
      year: 2011,
      season: 1,
      episode: 2,
      parentGuids: { tvdb: '71' },
      watched: true,
      at: FIRST + 30,
      shown: { watched: false, lastEpisode: 3 },
    },
    { title: 'Night Ferry', year: 2011, season: 1, episode: 3, at: FIRST + 40 },
  ]);
});
afterAll(async () => {
  await stage.close();
  await Promise.all([jellyfin.stop(), plex.stop()]);
});

const list = (query: object | string = {}): request.Test => stage.call('get', 'history').query(query);
function titlesOf({ body }: Pick<request.Response, 'body'>): string[] {
  const items: readonly { readonly title: string; readonly episode: number | null }[] = body.history;
  return items.map(({ title, episode }) => (episode === null ? title : `${title} ${episode}`));
}
const idOf = async (title: string): Promise<number> => Number((await list({ title })).body.history[0].id);

describe('the history', () => {
  it('shows an item as the contract describes it', async () => {
    const { body } = await list({ episode: 2 }).expect(200);
    expect(body.history).toEqual([
      {
        id: expect.any(Number),
        type: 'episode',
        title: 'Night Ferry',
        content_title: 'Crossing',
        content_genres: [],
        year: 2011,
        season: 1,
        episode: 2,
        watched: true,
        updated: FIRST + 30,
        via: 'attic',
        progress: null,
        event: 'task.import',
        guids: {},
        parent: { guid_tvdb: '71' },
        rguids: ['guid_tvdb://71/1/2'],
        reported_by: ['attic'],
        not_reported_by: ['den'],
        metadata: {
          attic: {
            id: 'native-Night Ferry-2',
            type: 'episode',
            watched: false,
            via: 'attic',
            title: 'Night Ferry',
            year: 2011,
            season: 1,
            episode: 2,
            guids: {},
            parent: { guid_tvdb: '71' },
            added_at: '2025-01-01T00:00:00.000Z',
            played_at: '2025-01-01T00:00:30.000Z',
            progress: null,
            library: 'shelf',
            path: null,
            show: null,
            multi: true,
            extra: { title: 'Crossing', genres: [], favorite: null, rating: null },
            in_sync: false,
          },
        },
        created_at: expect.stringMatching(/Z$/),
        updated_at: expect.stringMatching(/Z$/),
      },
    ]);
  });

  it('shows a resume position, and tells a rounded one from a different one', async () => {
    const { body } = await list({ title: 'Harbour' }).expect(200);
    expect(body.history).toMatchObject([
      {
        watched: false,
        progress: 90_000,
        guids: {},
        metadata: { attic: { progress: 90_400, in_sync: true } },
      },
    ]);
  });

  it('starts with the newest change', async () => {
    const [newest] = titlesOf(await list().expect(200));
    const dated = (await list({ sort: 'updated:desc' }).expect(200)).body.history as { updated: number }[];
    expect(newest).toBeDefined();
    expect(dated.map(({ updated }) => updated)).toEqual(
      dated.map(({ updated }) => updated).toSorted((a, b) => b - a),
    );
  });

  it.each([
    ['watched=1', ['Glass Orchard', 'Night Ferry 2']],
    ['watched=0', ['Night Ferry 3', 'Silver 100% Harbour']],
    ['type=movie', ['Glass Orchard', 'Silver 100% Harbour']],
    ['title=ferry', ['Night Ferry 2', 'Night Ferry 3']],
    ['title=100%25', ['Silver 100% Harbour']],
    ['via=attic&type=episode', ['Night Ferry 2', 'Night Ferry 3']],
    ['via=den', []],
    ['year=1999', ['Glass Orchard']],
    ['season=1&episode=3', ['Night Ferry 3']],
    ['q=night+ferry+S01E03', ['Night Ferry 3']],
    ['q=(2004)', ['Silver 100% Harbour']],
    ['q=orchard', ['Glass Orchard']],
    ['title=&q=', ['Glass Orchard', 'Night Ferry 2', 'Night Ferry 3', 'Silver 100% Harbour']],
  ])('filters by %s', async (query, wanted) => {
    expect(titlesOf(await list(query).expect(200)).sort()).toEqual(wanted);
  });

  it('sorts by several fields, in either spelling', async () => {
    const wanted = ['Silver 100% Harbour', 'Night Ferry 3', 'Night Ferry 2', 'Glass Orchard'];
    expect(titlesOf(await list('sort=title:desc&sort=episode:desc').expect(200))).toEqual(wanted);
    expect(titlesOf(await list('sort[]=title:desc&sort[]=episode:desc').expect(200))).toEqual(wanted);
  });

  it.each([
    ['watched', 'yes'],
    ['type', 'song'],
    ['year', 'last'],
    ['season', -1],
    ['page', 0],
    ['perpage', 1001],
    ['sort', 'title'],
    ['sort', 'secret:asc'],
    ['sort', 'title:asc;drop'],
    ['colour', 'red'],
  ])('refuses %s=%s', async (field, value) => {
    const { body } = await list({ [field]: value }).expect(400);
    expect(body.error.fields).toMatchObject([{ field }]);
  });

  it('pages with links that carry the filters, and never the key', async () => {
    const { body } = await stage
      .open('get', 'history')
      .query({ apikey: KEY, perpage: 1, page: 2, type: 'episode', sort: 'episode:asc' })
      .expect(200);
    expect(titlesOf({ body })).toEqual(['Night Ferry 3']);
    expect(body.paging).toMatchObject({
      total: 2,
      current_page: 2,
      next_page: null,
      prev_page: 1,
      last_page: 2,
    });
    expect(body.filters).toEqual({ type: 'episode' });
    expect(body.links).toEqual({
      self: '/v1/api/history?page=2&perpage=1&type=episode&sort=episode%3Aasc',
      first_url: '/v1/api/history?page=1&perpage=1&type=episode&sort=episode%3Aasc',
      next_url: null,
      prev_url: '/v1/api/history?page=1&perpage=1&type=episode&sort=episode%3Aasc',
      last_url: '/v1/api/history?page=2&perpage=1&type=episode&sort=episode%3Aasc',
    });
    const followed = await stage.call('get', String(body.links.prev_url).replace('/v1/api/', '')).expect(200);
    expect(titlesOf(followed)).toEqual(['Night Ferry 2']);
  });

  it('is an empty list, not an error, where there is nothing', async () => {
    const { body } = await list({ title: 'nothing like it' }).expect(200);
    expect(body).toMatchObject({
      history: [],
      paging: { total: 0, last_page: 1, next_page: null, prev_page: null },
    });
    expect((await list({ page: 900 }).expect(200)).body.history).toEqual([]);
  });

  it("is each person's own", async () => {
    const { body } = await list().set('X-User', 'sam').expect(200);
    expect(body.paging.total).toBe(0);
    const id = await idOf('Glass Orchard');
    await stage.call('get', `history/${id}`).set('X-User', 'sam').expect(404);
    await stage.call('post', `history/${id}/watch`).set('X-User', 'sam').expect(404);
  });
});

describe('one item', () => {
  it('is shown as in the list', async () => {
    const [listed] = (await list({ title: 'Orchard' }).expect(200)).body.history;
    const { body } = await stage.call('get', `history/${listed.id}`).expect(200);
    expect(body).toEqual(listed);
    expect((await stage.call('get', `history/${listed.id}/watch`).expect(200)).body).toEqual({
      watched: true,
    });
  });

  it.each(['999999', '0', '-1', 'seven', '1e3', '99999999999999999999'])(
    'is 404 when there is none: %s',
    async (id) => {
      await stage.call('get', `history/${id}`).expect(404);
      await stage.call('get', `history/${id}/watch`).expect(404);
      await stage.call('post', `history/${id}/watch`).expect(404);
      const { body } = await stage.call('delete', `history/${id}/watch`).expect(404);
      expect(body.error.key).toBe('item-not-found');
    },
  );
});

describe('marking an item', () => {
  it('sets it played, tells the backends, and is no news the second time', async () => {
    const id = await idOf('Harbour');
    const pushes = async (): Promise<number> => (await stage.app.get(QueueMonitor).depth('pushes')).delayed;
    expect(await pushes()).toBe(0);
    await stage.app.get(Backends).recordSync((await backendOf(stage, 'attic')).id, 'export', new Date());
    const now = Math.floor(Date.now() / 1_000);
    const { body } = await stage.call('post', `history/${id}/watch`).expect(200);
    expect(body).toMatchObject({
      id,
      watched: true,
      progress: null,
      via: 'webui',
      event: 'webui.markplayed',
    });
    expect(body.updated).toBeGreaterThanOrEqual(now);
    expect(body.metadata.attic.in_sync).toBe(false);
    expect(await pushes()).toBe(1);
    const again = await stage.call('post', `history/${id}/watch`).expect(409);
    expect(again.body.error.key).toBe('no-change');
  });

  it('sets it unplayed again', async () => {
    const id = await idOf('Harbour');
    const { body } = await stage.call('delete', `history/${id}/watch`).expect(200);
    expect(body).toMatchObject({ watched: false, progress: null, event: 'webui.markunplayed' });
    expect((await stage.call('get', `history/${id}/watch`).expect(200)).body).toEqual({ watched: false });
    await stage.call('delete', `history/${id}/watch`).expect(409);
  });
});
