import { FakeEmby, FakeJellyfin } from '#libs/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ApiStage } from '../../testing/api-stage.js';
import { loggedText } from '../../testing/logged-text.js';
import { newBackend } from '../../testing/stored-backend.js';
import { backendOf, storeTitles } from '../../testing/stored-titles.js';

let stage: ApiStage;
const jellyfin = new FakeJellyfin();
const emby = new FakeEmby();
const movies: Record<string, string> = {};

beforeAll(async () => {
  await Promise.all([jellyfin.start(), emby.start()]);
  stage = await ApiStage.open();
  for (const [name, server] of [['attic', jellyfin] as const, ['cellar', emby] as const]) {
    movies[name] = server.add({ type: 'movie', title: 'The Paper Lighthouse', guids: { tmdb: '900101' } });
    server.add({ type: 'movie', title: 'Night Ferry', year: 2021, path: '/mnt/movies/Night Ferry/nf.mkv' });
    server.add({ type: 'episode', title: 'Harbor Street', season: 1, episode: 1, guids: { tvdb: '7' } });
    await stage
      .call('post', 'backends')
      .send({ ...newBackend(server, { name }), token: server.adminToken, user: server.users[0]?.id })
      .expect(201);
    await storeTitles(stage, name, [{ title: 'The Paper Lighthouse', id: movies[name] ?? '' }]);
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
  ['attic', 'jellyfin', jellyfin],
  ['cellar', 'emby', emby],
] as const)('the backend %s of type %s', (name, type, server) => {
  it('shows what its server is and can do, and the raw answer on request', async () => {
    const info = await get(`backend/${name}/info`);
    expect(info).toMatchObject({ type, identifier: server.uuid, version: server.version, clock_skew_ms: 0 });
    expect(info.capabilities).toContainEqual({ key: 'progress', available: true, note: expect.any(String) });
    expect(info).not.toHaveProperty('raw');
    expect((await get(`backend/${name}/info?raw=1`)).raw).toMatchObject({ Id: server.uuid });
    expect(await get(`backend/${name}/version`)).toEqual({ version: server.version });
  });

  it('lists the users with their rights', async () => {
    const users = await get(`backend/${name}/users`);
    expect(users).toMatchObject([
      { name: 'alex', admin: true, hidden: false, disabled: false },
      { name: 'sam', admin: false },
    ]);
  });

  it('shows who plays what, and where', async () => {
    const sam = server.users[1]?.id ?? '';
    server.startPlaying(sam, movies[name] ?? '', 1_700_000_000);
    server.progressPlaying(sam, movies[name] ?? '', 1_200_000);
    expect(await get(`backend/${name}/sessions`)).toMatchObject([
      {
        user_id: sam,
        user_name: 'sam',
        item_title: 'The Paper Lighthouse',
        item_offset_at: 1_200_000,
        session_state: 'playing',
      },
    ]);
    server.stopPlaying(sam, movies[name] ?? '', 0);
    expect(await get(`backend/${name}/sessions`)).toEqual([]);
  });

  it('finds by words and by id, and knows which of it is here', async () => {
    const found = await get(`backend/${name}/search?q=lighthouse`);
    expect(found).toMatchObject([
      { id: expect.any(Number), remote_id: movies[name], guids: { guid_tmdb: '900101' }, watched: false },
    ]);
    expect(found[0].webUrl).toContain(movies[name]);
    expect(await get(`backend/${name}/search?q=night`)).toMatchObject([{ id: null, year: 2021 }]);
    expect(await get(`backend/${name}/search/${movies[name]}`)).toEqual(found);
    expect(await get(`backend/${name}/search?q=nothing%20like%20it`)).toEqual([]);
    expect(await get(`backend/${name}/search?q=e&limit=1`)).toHaveLength(1);
    const refused = await get(`backend/${name}/search`, 400);
    expect(refused.error.fields[0].field).toBe('q');
  });

  it('tells how it stands: the token, the clocks, what waits', async () => {
    expect(await get(`backend/${name}/health`)).toEqual({
      status: 'ok',
      last_error: null,
      checked_at: expect.any(String),
      reachable: true,
      token_state: 'ok',
      clock_skew_ms: 0,
      problem: null,
      open_imports: 0,
      open_exports: 0,
    });
    server.fault({ match: /System\/Info$/, kind: { status: 401 } });
    const rejected = await get(`backend/${name}/health`);
    expect(rejected).toMatchObject({ reachable: true, token_state: 'rejected' });
    expect(rejected.problem).toMatch(/new token/);
  });

  it('shows the pictures of an item, spares those that the browser has, and names none that there is not', async () => {
    const [{ id }] = await get(`backend/${name}/search/${movies[name]}`);
    const answer = await stage.call('get', `history/${id}/images/poster`).expect(200);
    expect(answer.headers['content-type']).toBe('image/png');
    expect(answer.headers['x-via']).toMatch(/attic|cellar/);
    expect(Buffer.isBuffer(answer.body) && answer.body.subarray(1, 4).toString()).toBe('PNG');
    const since = answer.headers['last-modified'] ?? '';
    await stage.call('get', `history/${id}/images/poster`).set('If-Modified-Since', since).expect(304);
    await stage.call('get', `history/${id}/images/cover`).expect(400);
    await stage.call('get', 'history/99999999/images/poster').expect(404);
  });

  it('answers 502 with what to do when its server fails, and tells no token', async () => {
    server.fault({ kind: { status: 500 } });
    const { error } = await get(`backend/${name}/info`, 502);
    expect(error.key).toBe('server-error');
    expect(loggedText(stage)).not.toContain(server.adminToken);
  });
});

describe('the options of a backend', () => {
  it('are listed, set one by one, and taken back', async () => {
    const set = await stage
      .call('patch', 'backend/attic/option/client.timeout')
      .send({ value: '600' })
      .expect(200);
    expect(set.body).toMatchObject({
      key: 'options.client.timeout',
      value: '600',
      real_val: 600,
      type: 'int',
    });
    expect((await backendOf(stage, 'attic')).options.client).toEqual({ timeout: 600 });
    await stage
      .call('post', 'backend/attic/option')
      .send({ key: 'options.LIBRARY_INVERSE', value: true })
      .expect(200);
    expect(await get('backend/attic/option?key=LIBRARY_INVERSE')).toMatchObject({ real_val: true });
    await stage.call('delete', 'backend/attic/option/options.client.timeout').expect(200);
    await stage.call('delete', 'backend/attic/option?key=LIBRARY_INVERSE').expect(200);
    expect((await backendOf(stage, 'attic')).options).toEqual({});
    const all: readonly { readonly key: string }[] = await get('backend/attic/option');
    const spec: readonly { readonly key: string }[] = await get('backends/spec');
    expect(spec.map(({ key }) => key)).toEqual(expect.arrayContaining(all.map(({ key }) => key)));
    for (const field of ['name', 'type', 'url', 'token', 'user', 'uuid', 'import.enabled', 'export.enabled'])
      expect(spec.map(({ key }) => key)).toContain(field);
  });

  it.each([
    ['patch', 'backend/attic/option/LIBRARY_SEGMENT', { value: 299 }, 'value'],
    ['patch', 'backend/attic/option/colour', { value: 'red' }, 'key'],
    ['post', 'backend/attic/option', { key: 'is_limited_token', value: true }, 'value'],
    ['post', 'backend/attic/option', { key: 'ignore' }, 'value'],
  ] as const)('refuse by %s %s %j, naming %s', async (...[verb, path, body, field]) => {
    const answer = await stage.call(verb, path).send(body).expect(400);
    expect(answer.body.error.fields[0].field).toBe(field);
    expect((await backendOf(stage, 'attic')).options).toEqual({});
  });
});
