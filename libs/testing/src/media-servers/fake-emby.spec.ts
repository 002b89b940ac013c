import { afterEach, describe, expect, it } from 'vitest';
import { FakeEmby, type FakeEmbyOptions } from './fake-emby.js';
import { ask, bearer, rowsOf } from './mediabrowser/ask.js';

const ALEX = 'e11a11ce00000000000000000000a1a1';
const SAM = 'e11ab0b000000000000000000000b0b0';
const NOW = 1_750_000_000;

interface CredentialForm {
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

let server: FakeEmby;
afterEach(() => server.stop());

async function started(options: FakeEmbyOptions = {}): Promise<string> {
  server = new FakeEmby({ now: () => NOW, ...options });
  await server.start();
  return server.add({
    type: 'movie',
    title: 'Paper Planets',
    year: 2011,
    guids: { imdb: 'tt1', tmdb: '4411' },
  });
}

const listPath = (fields: string) =>
  `/emby/Users/${ALEX}/Items?Recursive=true&IncludeItemTypes=Movie&Fields=${fields}`;

describe('the face of a fake Emby', () => {
  it('answers with and without its prefix, in any letter case', async () => {
    const id = await started();
    for (const path of ['/emby/Users', '/users', '/EMBY/USERS']) {
      expect((await ask(server, `${path}/${ALEX}/items/${id}/`)).body).toMatchObject({ Id: id });
    }
  });

  it.each([
    ['X-Emby-Token', { headers: { 'X-Emby-Token': 'KEY' } }],
    ['the MediaBrowser header', { headers: { Authorization: 'MediaBrowser Token="KEY"' } }],
    ['the Emby header', { headers: { 'X-Emby-Authorization': 'Emby Token="KEY"' } }],
    ['api_key', { query: '?API_KEY=KEY' }],
  ])('takes a credential in %s', async (_, { query = '', headers = {} }: CredentialForm) => {
    await started({ adminToken: 'KEY' });
    expect((await ask(server, `/System/Info${query}`, { headers })).status).toBe(200);
  });

  it.each(['', '?ApiKey=KEY', '?api_key=OTHER'])('refuses a call with the query "%s"', async (query) => {
    await started({ adminToken: 'KEY' });
    expect((await ask(server, `/System/Info${query}`, { headers: {} })).status).toBe(401);
  });

  it('tells who it is to anybody, without the product name that marks a Jellyfin', async () => {
    await started({ version: '4.8' });
    const { body } = await ask(server, '/emby/System/Info/Public', { headers: {} });
    expect(body).toMatchObject({ Id: server.uuid, ServerName: 'Attic Emby', Version: '4.8.11.0' });
    expect(body).not.toHaveProperty('ProductName');
  });

  it('lists its users as an array and in pages', async () => {
    await started();
    expect((await ask(server, '/Users')).body).toMatchObject([
      { Id: ALEX, Name: 'alex' },
      { Id: SAM, Name: 'sam' },
    ]);
    const page = await ask(server, '/emby/Users/Query?StartIndex=1&Limit=1');
    expect(page.body).toMatchObject({ Items: [{ Id: SAM }], TotalRecordCount: 2 });
  });

  it('has decimal ids, and errors in one line of text', async () => {
    const id = await started();
    expect(id).toMatch(/^\d+$/);
    expect(await ask(server, `/Users/${ALEX}/Items/nonsense`)).toMatchObject({
      status: 404,
      body: 'Object not found.',
    });
    expect((await ask(server, `/Items/${id}?UserId=${ALEX}`)).status).toBe(404);
    expect((await ask(server, `/UserPlayedItems/${id}?UserId=${ALEX}`, { method: 'POST' })).status).toBe(404);
  });

  it('logs in with the Emby scheme', async () => {
    await started();
    const device = 'Client="Tests", Device="d", DeviceId="d1", Version="1"';
    const login = { method: 'POST', body: { Username: 'SAM', Pw: 'password of sam' } };
    for (const name of ['X-Emby-Authorization', 'Authorization']) {
      const headers = { [name]: `Emby ${device}` };
      expect((await ask(server, '/Users/AuthenticateByName', { ...login, headers })).body).toMatchObject({
        User: { Id: SAM },
        ServerId: server.uuid,
      });
    }
  });
});

describe('fields of a fake Emby', () => {
  it('leaves out of a list whatever is not asked for, play count and date too', async () => {
    const id = await started();
    server.play(ALEX, id, 1_600_000_000);
    const [bare] = rowsOf(await ask(server, listPath('')));
    expect(bare).toMatchObject({ Id: id, Name: 'Paper Planets', UserData: { Played: true, PlayCount: 0 } });
    expect(bare?.['UserData']).not.toHaveProperty('LastPlayedDate');
    for (const member of [
      'ProviderIds',
      'DateCreated',
      'ProductionYear',
      'PremiereDate',
      'Path',
      'SortName',
    ]) {
      expect(bare).not.toHaveProperty(member);
    }
  });

  it('tells what is asked for, in any letter case', async () => {
    const id = await started();
    server.play(ALEX, id, 1_600_000_000);
    const fields = 'providerids,ProductionYear,UserDataPlayCount,userdatalastplayeddate,Nonsense';
    const [row] = rowsOf(await ask(server, listPath(fields)));
    expect(row).toMatchObject({
      ProviderIds: { Imdb: 'tt1', Tmdb: '4411' },
      ProductionYear: 2011,
      UserData: { PlayCount: 1, LastPlayedDate: '2020-09-13T12:26:40.0000000Z' },
    });
    expect(row).not.toHaveProperty('DateCreated');
  });

  it('tells everything of one item', async () => {
    const id = await started();
    server.play(ALEX, id, 1_600_000_000);
    expect((await ask(server, `/Users/${ALEX}/Items/${id}`)).body).toMatchObject({
      ProductionYear: 2011,
      MediaSources: [{ Id: `mediasource_${id}` }],
      UserData: { PlayCount: 1, LastPlayedDate: '2020-09-13T12:26:40.0000000Z' },
    });
  });
});

describe('writing to a fake Emby', () => {
  it('replaces user data: what is not in the body is lost', async () => {
    const id = await started();
    server.play(ALEX, id, 1_600_000_000);
    server.setFavourite(ALEX, id, true);
    const body = { PlaybackPositionTicks: 13_440_000_000 };
    const path = `/Users/${ALEX}/Items/${id}/UserData`;
    expect(await ask(server, path, { method: 'POST', body })).toMatchObject({ status: 204, body: '' });
    expect(server.stateOf(ALEX, id)).toEqual({
      watched: false,
      positionMs: 1_344_000,
      playCount: 0,
      playedAt: null,
    });
    const { body: item } = await ask(server, `/Users/${ALEX}/Items/${id}`);
    expect(item).toMatchObject({ UserData: { IsFavorite: false } });
  });

  it('keeps what is sent along', async () => {
    const id = await started();
    const body = {
      PlaybackPositionTicks: 0,
      PlayCount: 3,
      Played: true,
      LastPlayedDate: '2026-09-20T18:03:41Z',
    };
    await ask(server, `/emby/Users/${ALEX}/Items/${id}/UserData`, { method: 'POST', body });
    const playedAt = Date.UTC(2026, 8, 20, 18, 3, 41) / 1000;
    expect(server.stateOf(ALEX, id)).toEqual({ watched: true, positionMs: 0, playCount: 3, playedAt });
  });

  it('takes fourteen digits for a date and nothing else', async () => {
    const id = await started();
    const mark = (date: string) =>
      ask(server, `/Users/${ALEX}/PlayedItems/${id}?DatePlayed=${date}`, { method: 'POST' });
    expect((await mark('2026-09-20T20:14:05Z')).status).toBe(400);
    const { body } = await mark('20260920201405');
    expect(body).toEqual({
      PlaybackPositionTicks: 0,
      PlayCount: 1,
      IsFavorite: false,
      LastPlayedDate: '2026-09-20T20:14:05.0000000Z',
      Played: true,
    });
  });

  it('keeps the older date of an undated mark, and takes a POST for a blocked DELETE', async () => {
    const id = await started();
    server.pauseAt(ALEX, id, 1_800_000, 1_600_000_000);
    await ask(server, `/Users/${ALEX}/PlayedItems/${id}`, { method: 'POST' });
    expect(server.stateOf(ALEX, id)).toMatchObject({ watched: true, positionMs: 0, playedAt: 1_600_000_000 });
    await ask(server, `/Users/${ALEX}/PlayedItems/${id}/Delete`, { method: 'POST' });
    expect(server.stateOf(ALEX, id)).toEqual({ watched: false, positionMs: 0, playCount: 0, playedAt: null });
  });

  it('takes a reported position, which opens a ghost session', async () => {
    const id = await started();
    server.play(ALEX, id, 1_600_000_000);
    const path = `/Users/${ALEX}/PlayingItems/${id}/Progress?PositionTicks=12000000000`;
    expect((await ask(server, path, { method: 'POST' })).status).toBe(400);
    expect((await ask(server, `${path}&MediaSourceId=mediasource_${id}`, { method: 'POST' })).status).toBe(
      204,
    );
    expect(server.stateOf(ALEX, id)).toMatchObject({ watched: true, positionMs: 1_200_000 });
    expect((await ask(server, '/Sessions')).body).toMatchObject([{ NowPlayingItem: { Id: id } }, {}]);
  });

  it('keeps a watched movie watched when it is started again', async () => {
    const id = await started();
    server.play(ALEX, id, 1_600_000_000);
    server.pauseAt(ALEX, id, 1_800_000, 1_600_090_000);
    expect(server.stateOf(ALEX, id)).toMatchObject({ watched: true, positionMs: 1_800_000, playCount: 2 });
  });

  it('flags the calls that change play state, and only these', async () => {
    const id = await started();
    const token = bearer('emby-token-sam');
    await ask(server, `/Users/${SAM}/Items/${id}`, { headers: token });
    await ask(server, `/Users/${SAM}/PlayedItems/${id}?api_key=emby-token-sam`, {
      method: 'POST',
      headers: {},
    });
    await ask(server, `/Users/${ALEX}/PlayedItems/${id}`, { method: 'DELETE', headers: token });
    expect(server.writes()).toEqual([
      {
        method: 'POST',
        path: `/Users/${SAM}/PlayedItems/${id}?api_key=***`,
        write: true,
        status: 200,
        user: SAM,
      },
      { method: 'DELETE', path: `/Users/${ALEX}/PlayedItems/${id}`, write: true, status: 403, user: SAM },
    ]);
    expect(server.requests).toHaveLength(3);
  });
});
