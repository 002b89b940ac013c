import { Backends, History } from '#libs/database';
import { FakeEmby, FakeJellyfin, bulkTitles } from '#libs/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ApiStage } from '../../testing/api-stage.js';
import { addBackend } from '../../testing/stored-backend.js';
import { backendOf, storeTitles } from '../../testing/stored-titles.js';

let stage: ApiStage;
const jellyfin = new FakeJellyfin();
const emby = new FakeEmby();

beforeAll(async () => {
  await Promise.all([jellyfin.start(), emby.start()]);
  stage = await ApiStage.open();
  for (const [name, server] of [['attic', jellyfin] as const, ['cellar', emby] as const]) {
    server.add({ type: 'movie', title: 'The Paper Lighthouse', guids: { tmdb: '900101' } });
    server.add({ type: 'movie', title: 'Night Ferry', path: '/mnt/movies/Glass Orchard/Glass Orchard.mkv' });
    server.add({ type: 'episode', title: 'Harbor Street', season: 1, episode: 1, guids: { tvdb: '7' } });
    server.addLibrary('Music', 'music');
    await addBackend(stage, server, { name });
  }
});
afterAll(async () => {
  await stage.close();
  await Promise.all([jellyfin.stop(), emby.stop()]);
});
afterEach(() => {
  jellyfin.clearFaults();
  emby.clearFaults();
});

const get = async (path: string, status = 200) => (await stage.call('get', path).expect(status)).body;

describe.each([
  ['attic', jellyfin],
  ['cellar', emby],
] as const)('the libraries of %s', (name, server) => {
  const idOf = (title: string): string =>
    server.libraries.find((library) => library.name === title)?.id ?? '';

  it('are listed with what can be read of them and where to look at them', async () => {
    const libraries = await get(`backend/${name}/library`);
    expect(libraries).toMatchObject([
      { title: 'Movies', type: 'movie', supported: true, ignored: false, contentType: 'movies' },
      { title: 'Shows', type: 'show', supported: true },
      { title: 'Music', type: 'other', supported: false },
    ]);
    expect(libraries[0].webUrl).toContain(server.uuid);
  });

  it('are ignored and read again by a switch, which says when nothing changes', async () => {
    const path = `backend/${name}/library/${idOf('Shows')}`;
    const off = await stage.call('post', path).expect(200);
    expect(off.body).toMatchObject([
      { ignored: false },
      { title: 'Shows', ignored: true },
      { ignored: false },
    ]);
    expect((await backendOf(stage, name)).options.ignore).toBe(idOf('Shows'));
    await stage.call('post', path).expect(409);
    await stage.call('delete', path).expect(200);
    await stage.call('delete', path).expect(409);
    expect((await backendOf(stage, name)).options).toEqual({});
    const unknown = await stage.call('post', `backend/${name}/library/0`).expect(404);
    expect(unknown.body.possible_ids).toContain(idOf('Movies'));
  });

  it('are searched for titles without ids', async () => {
    expect(await get(`backend/${name}/unmatched`)).toMatchObject([
      {
        title: 'Night Ferry',
        type: 'movie',
        library: 'Movies',
        path: expect.stringContaining('Glass Orchard'),
      },
      { title: 'Harbor Street', type: 'show', library: 'Shows' },
    ]);
    expect(await get(`backend/${name}/unmatched/${idOf('Shows')}`)).toHaveLength(1);
    expect(await get(`backend/${name}/unmatched?limit=1`)).toHaveLength(1);
    await get(`backend/${name}/unmatched/nowhere`, 404);
    await get(`backend/${name}/unmatched/${idOf('Music')}`, 400);
  });

  it('are searched for titles whose files are called otherwise', async () => {
    const [found, ...others] = await get(`backend/${name}/mismatched`);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ title: 'Night Ferry', type: 'movie', library: 'Movies' });
    expect(found.percent).toBeLessThan(50);
    expect(found.matches[0].methods).toMatchObject({ startWith: false });
    expect(await get(`backend/${name}/mismatched/${idOf('Movies')}?percentage=1&method=levenshtein`)).toEqual(
      [],
    );
    const refused = await get(`backend/${name}/mismatched?method=guess`, 400);
    expect(refused.error.fields[0].field).toBe('method');
  });
});

describe('a scan of a large library', () => {
  it('reads it page by page, and is cut off rather than ended when the server fails on the way', async () => {
    const large = new FakeJellyfin({ uuid: 'c'.repeat(32) });
    await large.start();
    for (const title of bulkTitles('movie', 1_200)) large.add({ ...title, guids: {} });
    await addBackend(stage, large, { name: 'large' });
    large.clearRequests();
    expect(await get('backend/large/unmatched?limit=10000')).toHaveLength(1_200);
    const pages = large.requests.filter(({ path }) => path.includes('limit=500'));
    expect(pages).toHaveLength(3);
    large.fault({ match: /startIndex=500/, kind: { status: 500 } });
    await expect(stage.call('get', 'backend/large/unmatched?limit=10000')).rejects.toThrow();
    await large.stop();
  });
});

interface Report {
  readonly backend: object;
  readonly counts: { readonly stale: number };
  readonly items: readonly { readonly id: number; readonly title: string }[];
}

describe('stale references', () => {
  const report = async (): Promise<Report> => get(`backend/attic/stale/${library()}`);
  const library = (): string => jellyfin.libraries[0]?.id ?? '';
  const titles = ['Kept One', 'Gone One', 'Gone Two'];
  const ids = new Map<string, string>();

  beforeAll(async () => {
    for (const title of titles) ids.set(title, jellyfin.add({ type: 'movie', title }));
    await storeTitles(
      stage,
      'attic',
      titles.map((title) => ({ title, id: ids.get(title) ?? '', libraryId: library() })),
    );
    jellyfin.remove(ids.get('Gone One') ?? '');
    jellyfin.remove(ids.get('Gone Two') ?? '');
  });

  it('are those whose items a complete reading no longer shows', async () => {
    const { backend, counts, items } = await report();
    expect(backend).toEqual({ name: 'attic', library: { id: library(), title: 'Movies' } });
    expect(counts).toEqual({ remote: 3, local: 3, stale: 2 });
    expect(items.map(({ title }) => title).sort()).toEqual(['Gone One', 'Gone Two']);
  });

  it.each([
    ['a page that is cut off', { truncate: true } as const],
    ['a page that fails', { status: 500 } as const],
    ['fewer items than the server says it has', { answer: '{"Items":[],"TotalRecordCount":3}' } as const],
    ['a login page', { html: true } as const],
  ])('are not looked for in half a reading: %s', async (_, kind) => {
    const { items } = await report();
    jellyfin.fault({ match: /limit=1000/, kind });
    await get(`backend/attic/stale/${library()}`, 502);
    await stage
      .call('delete', `backend/attic/stale/${library()}`)
      .send({ ids: items.map(({ id }) => id) })
      .expect(502);
    jellyfin.clearFaults();
    expect((await report()).counts.stale).toBe(2);
  });

  it('keep their records where an item is there after all, whatever was asked for', async () => {
    const kept = await stage.app
      .get(History)
      .itemsAt((await backendOf(stage, 'attic')).id, [ids.get('Kept One') ?? '']);
    const [id = 0] = [...kept.values()];
    const { body } = await stage
      .call('delete', `backend/attic/stale/${library()}`)
      .send({ ids: [id] })
      .expect(200);
    expect(body).toEqual({ removed: 0, deleted_records: 0, kept: [id] });
  });

  it('go, with the records that no other backend knows', async () => {
    const { items } = await report();
    const gone = items.map(({ id }) => id);
    const { body } = await stage
      .call('delete', `backend/attic/stale/${library()}`)
      .send({ ids: gone })
      .expect(200);
    expect(body).toEqual({ removed: 2, deleted_records: 2, kept: [] });
    expect((await report()).counts).toEqual({ remote: 3, local: 1, stale: 0 });
    await get(`history/${gone[0]}`, 404);
    expect(jellyfin.deletions).toEqual([]);
    expect(jellyfin.writes()).toEqual([]);
    expect(await stage.app.get(Backends).find(1, 'attic')).not.toBeNull();
  });

  it.each([[{}], [{ ids: [] }], [{ ids: ['x'] }], [{ ids: [1], only_confirmed: 'yes' }]])(
    'refuse a wish like %j',
    async (body) => {
      const answer = await stage.call('delete', `backend/attic/stale/${library()}`).send(body).expect(400);
      expect(answer.body.error.fields[0].field).toBe('only_confirmed' in body ? 'only_confirmed' : 'ids');
    },
  );
});
