import { createServer, type Server } from 'node:http';
import { WebhookDeliveries } from '#libs/database';
import { backendOfSecret } from '#libs/runtime';
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

/** Stands for the webhook service: keeps what is called as a delivery to that address. */
class Inbox {
  private constructor(
    readonly url: string,
    private readonly server: Server,
  ) {}

  static async open(of: ApiStage): Promise<Inbox> {
    const server = createServer((request, response) => {
      const addressedTo = backendOfSecret(KEY, request.url?.split('/').at(-1) ?? '');
      const delivery = { type: null, deliveryKey: `test ${Date.now()}`, payload: {}, addressedTo };
      void of.app
        .get(WebhookDeliveries)
        .add(delivery)
        .then(() => response.writeHead(202).end());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    return new Inbox(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`, server);
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
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

  it('is a notification of Emby, which proves itself by its test event', async () => {
    const inbox = await Inbox.open(stage);
    expect(await register('emby', { webhook_url: inbox.url })).toMatchObject({
      status: 'created',
      proof: { by: 'test-event', passed: true },
    });
    expect(await register('emby', { webhook_url: inbox.url })).toMatchObject({ status: 'unchanged' });
    await inbox.close();
  });

  it('has not proved itself when no test event arrives, and says what to look at', async () => {
    const inbox = await Inbox.open(stage);
    await inbox.close();
    expect(await register('emby', { webhook_url: inbox.url })).toMatchObject({
      status: 'created',
      proof: { by: 'test-event', passed: false, note: expect.stringContaining('Premiere') },
    });
  }, 15_000);

  it('has not proved itself when the server refuses the test', async () => {
    emby.fault({ match: /Services\/Test/, kind: { status: 404 } });
    const answer = await register('emby', HOME);
    emby.clearFaults();
    expect(answer).toMatchObject({ proof: { by: 'test-event', passed: false } });
  });

  it('was read back where its vendor has no test event', async () => {
    for (const name of ['plex', 'jellyfin'])
      expect(await register(name, HOME)).toMatchObject({ proof: { by: 'read-back', passed: true } });
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
