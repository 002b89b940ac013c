import { FakeEmby, FakeJellyfin, FakePlex, FakePlexTv, type FakeMediaServer } from '#libs/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiStage, KEY } from '../testing/api-stage.js';
import { addBackend } from '../testing/stored-backend.js';

let stage: ApiStage;
let plex: FakePlex;
let plexTv: FakePlexTv;
let jellyfin: FakeJellyfin;
let emby: FakeEmby;

beforeAll(async () => {
  [plex, jellyfin, emby] = [new FakePlex(), new FakeJellyfin(), new FakeEmby()];
  plexTv = new FakePlexTv({ servers: [plex] });
  for (const fake of [plex, jellyfin, emby, plexTv]) await fake.start();
  stage = await ApiStage.open({ WS_PLEX_TV_URL: plexTv.url });
  for (const server of [plex, jellyfin, emby]) await addBackend(stage, server, { name: server.type });
});
afterAll(async () => {
  await stage.close();
  for (const fake of [plex, jellyfin, emby, plexTv]) await fake.stop();
});

const register = async (name: string, body: object = {}) =>
  (await stage.call('post', `backend/${name}/webhook`).send(body).expect(200)).body;
const HOME = { webhook_url: 'http://192.168.1.5:8080' };

/** What an admin of the fake server sees of its settings. */
async function settings(
  server: FakeMediaServer,
  path: string,
  headers: Record<string, string>,
): Promise<unknown> {
  return (await fetch(`${server.url}${path}`, { headers })).json();
}

describe('a webhook that is registered', () => {
  it('is on the Plex account once, beside those of others, and again is no other', async () => {
    const first = await register('plex', HOME);
    expect(first).toMatchObject({ status: 'created', reason: null });
    expect(first.url).toMatch(/^http:\/\/192\.168\.1\.5:8080\/v1\/api\/webhook\/b\d+-/);
    expect(first.url).not.toContain(KEY);
    expect(await register('plex', HOME)).toMatchObject({ status: 'unchanged' });
    expect(plexTv.webhookUrls).toEqual([first.url]);
  });

  it('is a destination of the Jellyfin plugin, and everything else there stays', async () => {
    expect(await register('jellyfin', HOME)).toMatchObject({ status: 'created' });
    expect(await register('jellyfin', HOME)).toMatchObject({ status: 'unchanged' });
    const path = '/Plugins/71552a5a5c5c4350a2aeebe451a30173/Configuration';
    const found = await settings(jellyfin, path, {
      Authorization: `MediaBrowser Token="${jellyfin.adminToken}"`,
    });
    expect(found).toMatchObject({
      DiscordOptions: [],
      GenericOptions: [
        { SendAllProperties: true, UserFilter: [], WebhookUri: expect.stringContaining('/v1/api/webhook/b') },
      ],
    });
  });

  it('is a notification of Emby', async () => {
    expect(await register('emby', HOME)).toMatchObject({ status: 'created' });
    expect(await register('emby', HOME)).toMatchObject({ status: 'unchanged' });
  });

  it('has the address of the request when none is given', async () => {
    expect((await register('emby')).url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1\/api\/webhook\/b/);
  });

  it('is described where it cannot be set', async () => {
    jellyfin.fault({ match: /Plugins/, kind: { status: 403 } });
    const answer = await register('jellyfin', HOME);
    jellyfin.clearFaults();
    expect(answer).toMatchObject({ status: 'manual', reason: expect.any(String) });
    expect(answer.steps.length).toBeGreaterThan(2);
    expect(answer.url).toContain('http://192.168.1.5:8080/v1/api/webhook/b');
  });

  it('needs an address that is one', async () => {
    const { body } = await stage
      .call('post', 'backend/plex/webhook')
      .send({ webhook_url: 'nonsense' })
      .expect(400);
    expect(body.error.fields).toMatchObject([{ field: 'webhook_url' }]);
    await stage.call('post', 'backend/cellar/webhook').send({}).expect(404);
    await stage.open('post', 'backend/plex/webhook').send({}).expect(401);
  });

  it('can be set by hand with what is shown', async () => {
    const { body } = await stage.call('get', 'backend/emby/webhook').expect(200);
    expect(body).toMatchObject({
      status: 'manual',
      reason: null,
      url: expect.stringContaining('/v1/api/webhook/b'),
    });
  });
});
