import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { AccessTokens, migrate, WebhookDeliveries } from '#libs/database';
import { QueueMonitor } from '#libs/queue';
import { hashAccessKey, Metrics, newAccessKey, RuntimeModule, webhookSecret } from '#libs/runtime';
import { createCache, createDatabase, freePort, type OwnDatabase, queryRows } from '#libs/testing';
import request from 'supertest';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { LARGEST_BODY } from './deliveries/body-reader.js';
import { WebhookModule } from './webhook.module.js';

const KEY = '0123456789abcdef0123456789abcdef';
const ADDRESS = '/v1/api/webhook';

let database: OwnDatabase;
let folder: string;
let app: NestExpressApplication;

async function stage(settings: Readonly<Record<string, string>> = {}): Promise<NestExpressApplication> {
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  const testing = await Test.createTestingModule({
    imports: [RuntimeModule.forService('webhook'), WebhookModule],
  }).compile();
  const made = testing.createNestApplication<NestExpressApplication>({ bodyParser: false });
  await made.listen(0, '127.0.0.1');
  return made;
}

beforeAll(async () => {
  database = await createDatabase();
  await migrate(database.url);
  folder = mkdtempSync(join(tmpdir(), 'watchstate-webhook-'));
});

afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true });
});

beforeEach(async () => {
  vi.stubEnv('WS_DATABASE_URL', database.url);
  vi.stubEnv('WS_CACHE_URL', await createCache());
  vi.stubEnv('WS_DATA_PATH', folder);
  vi.stubEnv('WS_API_KEY', KEY);
  vi.stubEnv('WS_LOGGER_FILE_ENABLE', 'false');
  vi.stubEnv('WS_LOG_LEVEL', 'fatal');
  app = await stage();
});

afterEach(async () => {
  await app.close();
  vi.unstubAllEnvs();
});

const newest = async (): Promise<number> => (await waiting()).at(-1) ?? 0;
const waiting = (): Promise<number[]> => app.get(WebhookDeliveries).waiting(-1, 10_000);
const stored = async (): Promise<unknown> => (await app.get(WebhookDeliveries).find(await newest()))?.payload;
const post = (address = ADDRESS): request.Test =>
  request(app.getHttpServer()).post(address).set('x-apikey', KEY);

let count = 0;
/** Each is another event, so that no test meets the delivery of another. */
const anEvent = (): object => ({ event: 'media.scrobble', Metadata: { ratingKey: String((count += 1)) } });

describe('the key', () => {
  it.each([
    ['a header', (call: request.Test) => call.set('X-APIKEY', KEY)],
    ['a bearer', (call: request.Test) => call.set('Authorization', `Bearer ${KEY}`)],
    ['the address', (call: request.Test) => call.query({ apikey: KEY })],
    ['one of two credentials', (call: request.Test) => call.set('X-APIKEY', 'wrong').query({ apikey: KEY })],
  ])('is taken from %s', async (_where, withKey) => {
    await withKey(request(app.getHttpServer()).post(ADDRESS)).send(anEvent()).expect(202);
  });

  it('must be there and right, and nothing is stored without it', async () => {
    const before = await newest();
    const server = app.getHttpServer();
    const answer = await request(server).post(ADDRESS).send(anEvent()).expect(401);
    expect(answer.body).toMatchObject({ error: { code: 401, key: 'wrong-key' } });
    expect(answer.get('www-authenticate')).toContain('Bearer');
    await request(server).post(ADDRESS).set('x-apikey', `${KEY}0`).send(anEvent()).expect(401);
    await request(server).post('/?type=plex&apikey=wrong').send(anEvent()).expect(401);
    expect(await newest()).toBe(before);
  });

  it('may be a named one that is made for webhooks, and no other', async () => {
    const tokens = app.get(AccessTokens);
    const made = async (scope: 'webhook' | 'read'): Promise<string> => {
      const key = newAccessKey();
      const token = {
        name: scope,
        hash: hashAccessKey(key),
        scopes: [scope],
        createdBy: 'test',
        expiresAt: null,
      };
      await tokens.add(token);
      return key;
    };
    const server = app.getHttpServer();
    await request(server)
      .post(`${ADDRESS}?apikey=${await made('webhook')}`)
      .send(anEvent())
      .expect(202);
    await request(server)
      .post(ADDRESS)
      .set('x-apikey', await made('read'))
      .send(anEvent())
      .expect(401);
  });

  it('is not asked for when the owner says so', async () => {
    await app.close();
    app = await stage({ WS_SECURE_API_ENDPOINTS: 'false' });
    await request(app.getHttpServer()).post(ADDRESS).send(anEvent()).expect(202);
  });

  it('may be the second one, of an old configuration', async () => {
    await app.close();
    app = await stage({ WS_WEBHOOK_API_KEY: 'old-webhook-key' });
    await request(app.getHttpServer()).post('/?type=emby&apikey=old-webhook-key').send(anEvent()).expect(202);
  });
});

describe('a delivery', () => {
  it('is committed when the sender gets its answer, and is then queued', async () => {
    const before = await newest();
    const event = anEvent();
    const answer = await post().send(event).expect(202);
    expect(answer.text).toBe('');
    expect(await newest()).toBeGreaterThan(before);
    expect(await stored()).toEqual(event);
    const monitor = app.get(QueueMonitor);
    await vi.waitFor(async () => expect(await monitor.depth('changes')).toMatchObject({ waiting: 1 }));
  });

  it('may be put as well as posted', async () => {
    await request(app.getHttpServer()).put(ADDRESS).query({ apikey: KEY }).send(anEvent()).expect(202);
  });

  it('counts once when a server sends it twice within ten minutes', async () => {
    const event = anEvent();
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2030-01-01T00:00:00.500Z') });
    await post().send(event).expect(202);
    const first = await newest();
    await post().send(event).expect(202);
    expect(await newest()).toBe(first);
    vi.setSystemTime(new Date('2030-01-01T00:10:09Z'));
    await post().send(event).expect(202);
    expect(await newest()).toBeGreaterThan(first);
    vi.useRealTimers();
  });

  it('keeps the type that the old form of the address names', async () => {
    await post(`/?type=emby&apikey=${KEY}`).send(anEvent()).expect(202);
    expect(await app.get(WebhookDeliveries).find(await newest())).toMatchObject({
      type: 'emby',
      status: 'received',
    });
  });

  it('is stored without secrets', async () => {
    const event = {
      ...(anEvent() as { readonly event: string }),
      AccessToken: 'hidden-1',
      Session: { ApiKey: 'hidden-2', note: `called with ${KEY}` },
      thumb: 'https://plex.example/photo?X-Plex-Token=hidden-3&url=/a',
      guid: 'com.example.imdb://tt0000001?lang=en',
    };
    await post().send(event).expect(202);
    const payload = await stored();
    expect(JSON.stringify(payload)).not.toMatch(new RegExp(`hidden-|${KEY}`));
    expect(payload).toMatchObject({ event: 'media.scrobble', guid: 'com.example.imdb://tt0000001?lang=en' });
  });

  it('is stored even with texts that Postgres cannot hold', async () => {
    const event = JSON.stringify(anEvent()).replace('media.scrobble', 'half \\ud83d and \\u0000 zero');
    await post().set('content-type', 'application/json').send(event).expect(202);
    expect(await stored()).toMatchObject({ event: 'half \ufffd and  zero' });
  });

  it('loses none of a crowd that comes at once', async () => {
    const before = (await waiting()).length;
    const answers = await Promise.all(Array.from({ length: 200 }, () => post().send(anEvent())));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    expect((await waiting()).length - before).toBe(200);
    const monitor = app.get(QueueMonitor);
    await vi.waitFor(async () => expect(await monitor.depth('changes')).toMatchObject({ waiting: 1 }));
  });

  it('is kept as a file too when the owner asks for it', async () => {
    await app.close();
    app = await stage({ WS_WEBHOOK_DUMP_REQUEST: 'true' });
    const event = { Event: 'item.markplayed/../x', Item: { Id: String((count += 1)) }, ApiKey: 'hidden' };
    await post('/?type=emby').send(event).expect(202);
    const file = join(folder, 'webhooks', `webhook.emby.item.markplayed_.._x.${String(await newest())}.json`);
    await vi.waitFor(() => {
      const { ApiKey, ...kept } = event;
      expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(kept);
      expect(ApiKey).toBe('hidden');
    });
  });

  it('is taken while Redis is away', async () => {
    await app.close();
    app = await stage({ WS_CACHE_URL: `redis://127.0.0.1:${String(await freePort())}` });
    const before = await newest();
    await post().send(anEvent()).expect(202);
    expect(await newest()).toBeGreaterThan(before);
  });

  it('is refused with 503 when it cannot be stored', async () => {
    await app.close();
    const doomed = await createDatabase();
    await migrate(doomed.url);
    app = await stage({ WS_DATABASE_URL: doomed.url });
    await doomed.drop();
    const answer = await post().send(anEvent()).expect(503);
    expect(answer.body).toMatchObject({ error: { key: 'not-stored' } });
    expect(answer.get('retry-after')).toBe('5');
  });
});

describe('the body', () => {
  it.each([
    'application/json',
    'text/plain; charset=utf-8',
    'application/x-www-form-urlencoded',
    'image/png',
  ])('is JSON when it looks like JSON, though it is called %s', async (type) => {
    const event = anEvent();
    await post().set('content-type', type).send(JSON.stringify(event)).expect(202);
    expect(await stored()).toEqual(event);
  });

  it('may be a form with the event in the field data, as Emby sends it', async () => {
    const event = anEvent();
    await post()
      .type('form')
      .send({ data: JSON.stringify(event) })
      .expect(202);
    expect(await stored()).toEqual(event);
  });

  it('may be multipart with the event in the field data', async () => {
    const event = anEvent();
    await post().field('data', JSON.stringify(event)).expect(202);
    expect(await stored()).toEqual(event);
  });

  it('may be multipart with a typed payload and a thumb, as Plex sends it', async () => {
    const event = anEvent();
    await post()
      .field('payload', JSON.stringify(event), { contentType: 'application/json' })
      .attach('thumb', Buffer.alloc(200_000, 1), { filename: 'thumb.jpg', contentType: 'image/jpeg' })
      .expect(202);
    expect(await stored()).toEqual(event);
  });

  it('may be the flat form of the Jellyfin plugin', async () => {
    const event = {
      NotificationType: 'UserDataSaved',
      ItemId: `item${String((count += 1))}`,
      Played: 'True',
    };
    await post().type('form').send(event).expect(202);
    expect(await stored()).toEqual(event);
  });

  it.each([
    ['nothing', ''],
    ['broken JSON', '{"event": '],
    ['a list', '[1, 2]'],
    ['a word', 'hello'],
    ['a form without an event', 'title=Rain'],
    ['a form with a broken event', 'data=%7Bnot'],
  ])('is refused when it is %s', async (_what, body) => {
    const answer = await post().set('content-type', 'text/plain').send(body).expect(400);
    expect(answer.body).toMatchObject({ error: { code: 400, key: 'unreadable' } });
  });

  it.each([
    [
      'cut off',
      'multipart/form-data; boundary=x',
      '--x\r\nContent-Disposition: form-data; name="payload"\r\n\r\n{}',
    ],
    ['without a boundary', 'multipart/form-data', '{}'],
  ])('is refused when it is multipart %s', async (_what, type, body) => {
    await post().set('content-type', type).send(body).expect(400);
  });

  it('may be as large as the limit and no larger', async () => {
    const frame = JSON.stringify({ event: 'large', fill: '' }).length;
    const sized = (size: number): string =>
      JSON.stringify({ event: 'large', fill: 'x'.repeat(size - frame) });
    await post().set('content-type', 'application/json').send(sized(LARGEST_BODY)).expect(202);
    const answer = await post()
      .set('content-type', 'application/json')
      .send(sized(LARGEST_BODY + 1))
      .expect(413);
    expect(answer.body).toMatchObject({ error: { key: 'too-large' } });
  });

  it('is measured even when its length is not announced', async () => {
    const { port } = app.getHttpServer().address() as { readonly port: number };
    const body = new ReadableStream<Uint8Array>({
      pull: (to) => to.enqueue(new Uint8Array(64 * 1024).fill(32)),
    });
    const options = { method: 'POST', headers: { 'x-apikey': KEY }, body, duplex: 'half' } as const;
    const answer = await fetch(`http://127.0.0.1:${String(port)}${ADDRESS}`, options);
    expect(answer.status).toBe(413);
  });

  it('is too large with a thumb that is too large', async () => {
    await post()
      .field('payload', JSON.stringify(anEvent()))
      .attach('thumb', Buffer.alloc(LARGEST_BODY), { filename: 'thumb.jpg' })
      .expect(413);
  });
});

describe('the address', () => {
  it('says that it is ready', async () => {
    const answer = await request(app.getHttpServer()).get(ADDRESS).expect(200);
    expect(answer.body).toEqual({ info: { code: 200, message: 'ready' } });
  });

  it.each(['/?type=kodi', '/', `${ADDRESS}?type=kodi`])('%s names no type that we know', async (address) => {
    const answer = await post(address).send(anEvent()).expect(400);
    expect(answer.body).toMatchObject({ error: { key: 'wrong-type' } });
  });

  it('is the only one', async () => {
    const answer = await post('/v1/api/elsewhere').send(anEvent()).expect(404);
    expect(answer.body).toMatchObject({ error: { code: 404, key: 'not-found' } });
  });
});

describe("a backend's own address", () => {
  const stored = async (): Promise<number> => {
    const [backend] = await queryRows<{ id: number }>(
      database.url,
      `INSERT INTO backend (identity_id, name, type, url, sealed_token, user_id, uuid, import_enabled, export_enabled)
       SELECT id, 'attic', 'emby', 'http://attic', 'sealed', 'user', 'uuid', true, true FROM identity WHERE name = 'main'
       ON CONFLICT (identity_id, name) DO UPDATE SET url = excluded.url RETURNING id`,
    );
    return Number(backend?.id);
  };

  it('needs no other key, and names type and backend', async () => {
    const id = await stored();
    const address = `${ADDRESS}/${webhookSecret(KEY, id)}`;
    await request(app.getHttpServer()).post(address).send(anEvent()).expect(202);
    expect(await app.get(WebhookDeliveries).find(await newest())).toMatchObject({
      type: 'emby',
      addressedTo: id,
    });
    await request(app.getHttpServer()).get(address).expect(200);
    await request(app.getHttpServer()).delete(address).expect(405);
  });

  it('is refused when its secret is wrong, and with a backend that is no more', async () => {
    const server = app.getHttpServer();
    await request(server)
      .post(`${ADDRESS}/b1-${'a'.repeat(43)}`)
      .send(anEvent())
      .expect(401);
    await request(server).post(`${ADDRESS}/nonsense`).set('x-apikey', KEY).send(anEvent()).expect(401);
    await request(server)
      .post(`${ADDRESS}/${webhookSecret(KEY, 99_999)}`)
      .send(anEvent())
      .expect(404);
  });

  it('may be its names, with the common key', async () => {
    const id = await stored();
    await post('/v1/api/backend/main@attic/webhook').send(anEvent()).expect(202);
    expect(await app.get(WebhookDeliveries).find(await newest())).toMatchObject({ addressedTo: id });
    await post('/v1/api/backend/main@cellar/webhook').send(anEvent()).expect(404);
    await request(app.getHttpServer()).post('/v1/api/backend/main@attic/webhook').send(anEvent()).expect(401);
  });
});

it('counts what came in', async () => {
  await post('/?type=plex').send(anEvent()).expect(202);
  await post('/?type=kodi').send(anEvent()).expect(400);
  const { text } = await app.get(Metrics).scrape();
  expect(text).toContain('sync_webhooks_total{kind="plex",reading="stored"} 1');
  expect(text).toContain('sync_webhooks_total{kind="unknown",reading="wrong-type"} 1');
});
