import { afterEach, describe, expect, it } from 'vitest';
import { FakeJellyfin, type FakeJellyfinOptions } from './fake-jellyfin.js';
import { ask, bearer, textIn } from './mediabrowser/ask.js';

const ALEX = 'a11ce0aa5f3b4c2d8e9f001122334455';
const SAM = 'b0b0b0bb6a7c4d8e9f10112233445566';
const NOW = 1_750_000_000;
const MINUTE = 60_000;

let server: FakeJellyfin;
afterEach(() => server.stop());

async function started(options: FakeJellyfinOptions = {}): Promise<string> {
  server = new FakeJellyfin({ now: () => NOW, ...options });
  await server.start();
  return server.add({ type: 'movie', title: 'Paper Planets', year: 2011, guids: { tmdb: '4411' } });
}

const dataPath = (id: string) => `/Users/${ALEX}/Items/${id}/UserData`;
const playedPath = (id: string, date = '') =>
  `/Users/${ALEX}/PlayedItems/${id}${date && `?DatePlayed=${date}`}`;

describe('credentials of a fake Jellyfin', () => {
  const forms = [
    ['10.8', 200],
    ['10.11', 200],
    ['12', 401],
  ] as const;
  const modern = [{ headers: { Authorization: 'MediaBrowser Token="KEY"' } }, { query: '?apikey=KEY' }];
  const legacy = [
    { query: '?api_key=KEY' },
    { headers: { 'X-Emby-Token': 'KEY' } },
    { headers: { 'X-MediaBrowser-Token': 'KEY' } },
    { headers: { 'X-Emby-Authorization': 'MediaBrowser Token="KEY"' } },
    { headers: { Authorization: 'Emby Token="KEY"' } },
  ];

  it.each(forms)('count as %s has it', async (version, legacyStatus) => {
    await started({ version, adminToken: 'KEY' });
    const statusOf = async ({ query = '', headers = {} }) =>
      (await ask(server, `/System/Info${query}`, { headers })).status;
    for (const form of modern) expect([form, await statusOf(form)]).toEqual([form, 200]);
    for (const form of legacy) expect([form, await statusOf(form)]).toEqual([form, legacyStatus]);
    expect(await statusOf({ headers: { Authorization: 'MediaBrowser Token="OTHER"' } })).toBe(401);
    expect(await statusOf({})).toBe(401);
  });

  it('refuses old forms on 10.11 when the switch is off', async () => {
    await started({ version: '10.11', legacyAuth: false });
    expect(
      await ask(server, '/System/Info', { headers: { 'X-Emby-Token': server.adminToken } }),
    ).toMatchObject({
      status: 401,
      body: '',
    });
  });

  it('lets a user act for nobody else, and an admin for everybody', async () => {
    await started();
    const sams = `/Users/${SAM}/Items`;
    const alexs = `/Users/${ALEX}/Items`;
    expect((await ask(server, alexs, { headers: bearer('jellyfin-token-sam') })).status).toBe(403);
    expect(
      (await ask(server, `/Items?userId=${ALEX}`, { headers: bearer('jellyfin-token-sam') })).status,
    ).toBe(403);
    expect((await ask(server, sams, { headers: bearer('jellyfin-token-sam') })).status).toBe(200);
    expect((await ask(server, sams, { headers: bearer('jellyfin-token-alex') })).status).toBe(200);
  });

  it('tells a user token who it is, but not an API key', async () => {
    await started();
    expect((await ask(server, '/Users/Me', { headers: bearer('jellyfin-token-sam') })).body).toMatchObject({
      Id: SAM,
      Name: 'sam',
      Policy: { IsAdministrator: false },
    });
    expect((await ask(server, '/Users/Me')).status).toBe(400);
  });

  it('logs in by name and password, for a named device only', async () => {
    await started();
    const headers = { Authorization: 'MediaBrowser Client="Tests", Device="d", DeviceId="d1", Version="1"' };
    const login = (body: unknown, with_ = headers) =>
      ask(server, '/Users/AuthenticateByName', { method: 'POST', headers: with_, body });
    const good = { Username: 'sam', Pw: 'password of sam' };
    const answer = await login(good);
    expect(answer.body).toMatchObject({ User: { Id: SAM }, ServerId: server.uuid });
    const token = textIn(answer, 'AccessToken');
    expect((await ask(server, '/Users/Me', { headers: bearer(token) })).body).toMatchObject({ Id: SAM });
    expect((await login({ ...good, Pw: 'wrong' })).status).toBe(401);
    expect((await login(good, { Authorization: 'MediaBrowser Client="Tests"' })).status).toBe(400);
    expect((await login(good)).status).toBe(200);
    expect((await ask(server, '/Users/Me', { headers: bearer(token) })).status).toBe(401);
  });

  it('refuses a disabled account', async () => {
    await started({ policies: { [SAM]: { disabled: true } } });
    const headers = { Authorization: 'MediaBrowser Client="Tests", Device="d", DeviceId="d1", Version="1"' };
    const body = { Username: 'sam', Pw: 'password of sam' };
    expect((await ask(server, '/Users/AuthenticateByName', { method: 'POST', headers, body })).status).toBe(
      403,
    );
  });

  it('never shows a credential in the request log', async () => {
    await started();
    await ask(server, `/System/Info?ApiKey=${server.adminToken}`, { headers: {} });
    expect(JSON.stringify(server.requests)).not.toContain(server.adminToken);
  });
});

describe('marking on a fake Jellyfin', () => {
  it.each(['10.8', '10.9', '10.11', '12'])('dates and counts a dated mark on %s', async (version) => {
    const id = await started({ version });
    server.pauseAt(ALEX, id, 30 * MINUTE, 1_600_000_000);
    const answer = await ask(server, playedPath(id, '2026-09-20T20:14:05Z'), { method: 'POST' });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        Played: true,
        PlaybackPositionTicks: 0,
        PlayCount: 2,
        LastPlayedDate: '2026-09-20T20:14:05.0000000Z',
        Key: '4411',
      },
    });
    expect(server.stateOf(ALEX, id)).toEqual({
      watched: true,
      positionMs: 0,
      playCount: 2,
      playedAt: Date.UTC(2026, 8, 20, 20, 14, 5) / 1000,
    });
  });

  it('reads fourteen digits as UTC, and refuses any other text', async () => {
    const id = await started();
    const { body } = await ask(server, playedPath(id, '20260920201405'), { method: 'POST' });
    expect(body).toMatchObject({ LastPlayedDate: '2026-09-20T20:14:05.0000000Z' });
    for (const date of ['yesterday', '2026-09-20T20:14:05+02:00', '20261399000000']) {
      expect((await ask(server, playedPath(id, date), { method: 'POST' })).status).toBe(400);
    }
    const escaped = await ask(server, playedPath(id, '2026-09-20T20:14:05%2B02:00'), { method: 'POST' });
    expect(escaped.body).toMatchObject({ LastPlayedDate: '2026-09-20T18:14:05.0000000Z' });
  });

  it.each([
    ['10.8', NOW],
    ['10.9', 1_600_000_000],
    ['12', 1_600_000_000],
  ])('treats the older date of an undated mark as %s does', async (version, playedAt) => {
    const id = await started({ version });
    server.pauseAt(ALEX, id, 30 * MINUTE, 1_600_000_000);
    await ask(server, playedPath(id), { method: 'POST' });
    expect(server.stateOf(ALEX, id)).toMatchObject({ watched: true, playCount: 1, playedAt });
  });

  it('forgets date, count and position of what is marked unplayed', async () => {
    const id = await started();
    server.play(ALEX, id, 1_600_000_000);
    const { body } = await ask(server, playedPath(id), { method: 'DELETE' });
    expect(body).toMatchObject({ Played: false, PlayCount: 0, PlaybackPositionTicks: 0 });
    expect(body).not.toHaveProperty('LastPlayedDate');
    expect(server.stateOf(ALEX, id)).toEqual({ watched: false, positionMs: 0, playCount: 0, playedAt: null });
  });

  it('marks by the modern path only from 10.9 on, and never for an API key without a user', async () => {
    const old = await started({ version: '10.8' });
    expect((await ask(server, `/UserPlayedItems/${old}?userId=${ALEX}`, { method: 'POST' })).status).toBe(
      404,
    );
    await server.stop();
    const id = await started({ version: '10.9' });
    expect((await ask(server, `/UserPlayedItems/${id}`, { method: 'POST' })).status).toBe(400);
    expect((await ask(server, `/UserPlayedItems/${id}?USERID=${ALEX}`, { method: 'POST' })).status).toBe(200);
    expect(server.stateOf(ALEX, id).watched).toBe(true);
    expect(server.stateOf(SAM, id).watched).toBe(false);
  });

  it('marks all episodes of a series, also those without a file', async () => {
    await started();
    const episode = { type: 'episode', title: 'Tide Tables', season: 1 } as const;
    const ids = [server.add({ ...episode, episode: 1 }), server.addMissing({ ...episode, episode: 2 })];
    const one = await ask(server, `/Users/${ALEX}/Items/${ids[0]}`);
    const { body } = await ask(server, playedPath(textIn(one, 'SeriesId')), { method: 'POST' });
    expect(body).toMatchObject({ Played: true, UnplayedItemCount: 0 });
    expect(ids.map((id) => server.stateOf(ALEX, id).watched)).toEqual([true, true]);
  });
});

describe('user data on a fake Jellyfin', () => {
  it('is patched: what is not in the body stays, and nothing follows from it', async () => {
    const id = await started();
    server.play(ALEX, id, 1_600_000_000);
    server.setFavourite(ALEX, id, true);
    const body = {
      PlaybackPositionTicks: 13_440_000_000,
      LastPlayedDate: '2026-09-20T18:03:41Z',
      Played: null,
    };
    const answer = await ask(server, dataPath(id), { method: 'POST', body });
    expect(answer.body).toMatchObject({
      Played: true,
      PlayCount: 1,
      IsFavorite: true,
      PlaybackPositionTicks: 13_440_000_000,
      LastPlayedDate: '2026-09-20T18:03:41.0000000Z',
    });
    await ask(server, dataPath(id), { method: 'POST', body: { Played: false } });
    expect(server.stateOf(ALEX, id)).toMatchObject({ watched: false, positionMs: 1_344_000, playCount: 1 });
  });

  it('is read back by both paths', async () => {
    const id = await started();
    server.play(ALEX, id, 1_600_000_000);
    for (const path of [dataPath(id), `/UserItems/${id}/UserData?userId=${ALEX}`]) {
      expect((await ask(server, path)).body).toMatchObject({ Played: true, ItemId: id });
    }
  });

  it('cannot be written on 10.8', async () => {
    const id = await started({ version: '10.8' });
    expect((await ask(server, dataPath(id), { method: 'POST', body: { Played: true } })).status).toBe(404);
    expect(server.stateOf(ALEX, id).watched).toBe(false);
  });

  it('misreads a date with an offset by its own zone', async () => {
    const id = await started({ zoneMinutes: 120 });
    const body = { LastPlayedDate: '2026-09-20T18:00:00+00:00' };
    const answer = await ask(server, dataPath(id), { method: 'POST', body });
    expect(answer.body).toMatchObject({ LastPlayedDate: '2026-09-20T20:00:00.0000000Z' });
  });

  it('refuses a body that is no object', async () => {
    const id = await started();
    expect((await ask(server, dataPath(id), { method: 'POST', body: 'played' })).status).toBe(400);
  });

  it.each([
    ['10.10', true],
    ['10.11', false],
  ])('is shared by copies of one movie on %s: %s', async (version, shared) => {
    const id = await started({ version });
    const copy = server.add({ type: 'movie', title: 'Paper Planets 4K', guids: { tmdb: '4411' } });
    server.play(ALEX, id, 1_600_000_000);
    expect(server.stateOf(ALEX, copy).watched).toBe(shared);
  });
});

describe('a person in front of a fake Jellyfin', () => {
  it.each([
    ['10.11', false],
    ['12', true],
  ])('starts a watched movie again, on %s it then counts as watched: %s', async (version, watched) => {
    const id = await started({ version });
    server.play(ALEX, id, 1_600_000_000);
    server.startPlaying(ALEX, id, 1_600_090_000);
    expect(server.stateOf(ALEX, id)).toMatchObject({ watched, playCount: 2, playedAt: 1_600_090_000 });
  });

  it.each([
    [4, { watched: false, positionMs: 0 }],
    [50, { watched: false, positionMs: 50 * MINUTE }],
    [91, { watched: true, positionMs: 0 }],
  ])('stops at %i of 100 minutes', async (minute, expected) => {
    const id = await started();
    server.pauseAt(ALEX, id, minute * MINUTE, 1_600_000_000);
    expect(server.stateOf(ALEX, id)).toMatchObject(expected);
  });

  it('is listed in the sessions while playing, for everybody who may know', async () => {
    const id = await started();
    server.startPlaying(ALEX, id, 1_600_000_000);
    server.progressPlaying(ALEX, id, 20 * MINUTE);
    const playing = {
      UserId: ALEX,
      NowPlayingItem: { Id: id },
      PlayState: { PositionTicks: 12_000_000_000 },
    };
    expect((await ask(server, '/Sessions')).body).toMatchObject([playing, { UserId: '0'.repeat(32) }]);
    const sams = await ask(server, '/Sessions', { headers: bearer('jellyfin-token-sam') });
    expect(sams.body).toEqual([expect.objectContaining({ UserId: SAM, DeviceId: 'd1' })]);
    expect(sams.body).not.toMatchObject([{ NowPlayingItem: {} }]);
    server.stopPlaying(ALEX, id, null);
    expect((await ask(server, '/Sessions')).body).toHaveLength(1);
    expect(server.stateOf(ALEX, id)).toMatchObject({ watched: true, playCount: 2 });
  });
});

describe('one item of a fake Jellyfin', () => {
  it('is not there for whom its library is hidden, except on 10.8', async () => {
    for (const [version, status] of [
      ['10.8', 200],
      ['12', 404],
    ] as const) {
      const id = await started({ version });
      server.hideLibrary(SAM, server.libraries[0]?.id ?? '');
      expect((await ask(server, `/Users/${SAM}/Items/${id}`)).status).toBe(status);
      expect((await ask(server, `/Users/${ALEX}/Items/${id}`)).status).toBe(200);
      await server.stop();
    }
  });

  it('is found by any spelling of its id, and what is no id is refused', async () => {
    const id = await started();
    const dashed = id.toUpperCase().replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    expect((await ask(server, `/users/${ALEX}/items/${dashed}/`)).body).toMatchObject({ Id: id });
    expect(await ask(server, `/Items/xyz?userId=${ALEX}`)).toMatchObject({
      status: 400,
      body: { status: 400 },
    });
    expect((await ask(server, `/Items/${'0'.repeat(32)}`)).status).toBe(404);
  });

  it('remembers a delete as the mistake it is', async () => {
    const id = await started();
    expect((await ask(server, `/Items/${id}`, { method: 'DELETE' })).status).toBe(204);
    expect(server.deletions).toEqual([id]);
    expect((await ask(server, `/Items/${id}`)).status).toBe(404);
  });

  it('lives below a base path when told so', async () => {
    const id = await started({ basePath: '/jellyfin' });
    expect(server.url).toMatch(/\/jellyfin$/);
    expect((await ask(server, `/Items/${id}`)).status).toBe(200);
    const bare = await fetch(new URL(`/Items/${id}`, server.url), { headers: bearer(server.adminToken) });
    expect(bare.status).toBe(404);
  });
});
