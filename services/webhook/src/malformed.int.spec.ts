import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { migrate, WebhookDeliveries } from '#libs/database';
import { RuntimeModule } from '#libs/runtime';
import { createCache, createDatabase, heldBytes, type OwnDatabase, queryRows } from '#libs/testing';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { WebhookModule } from './webhook.module.js';

const KEY = '0123456789abcdef0123456789abcdef';
const SEED = 20_261_130;
const BODIES = 1_000;
const LARGE = 10 * 1024 * 1024;

let database: OwnDatabase;
let folder: string;
let app: NestExpressApplication;

beforeAll(async () => {
  database = await createDatabase();
  await migrate(database.url);
  folder = mkdtempSync(join(tmpdir(), 'watchstate-malformed-'));
  const settings = {
    WS_DATABASE_URL: database.url,
    WS_CACHE_URL: await createCache(),
    WS_DATA_PATH: folder,
    WS_API_KEY: KEY,
    WS_LOGGER_FILE_ENABLE: 'false',
    WS_LOG_LEVEL: 'fatal',
  };
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  const testing = await Test.createTestingModule({
    imports: [RuntimeModule.forService('webhook'), WebhookModule],
  }).compile();
  app = testing.createNestApplication<NestExpressApplication>({ bodyParser: false });
  await app.listen(0, '127.0.0.1');
});

afterAll(async () => {
  await app.close();
  await database.drop();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** A small generator with a seed, so that a failure can be had again. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % sides;
  };
}

interface Call {
  readonly what: string;
  readonly path?: string;
  readonly type?: string;
  readonly body: string | Uint8Array<ArrayBuffer>;
  /** Whether its size is not told before. */
  readonly isUnannounced?: boolean;
}

type Roll = (sides: number) => number;

const bytes = (roll: Roll, length: number): Uint8Array<ArrayBuffer> =>
  Uint8Array.from({ length }, () => 128 + roll(128));
const part = (name: string, value: string): string =>
  `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const THUMB = '--x\r\nContent-Disposition: form-data; name="thumb"; filename="t"\r\n\r\n';
const MULTIPART = 'multipart/form-data; boundary=x';

/** Everything that is no event, whatever it pretends to be. */
const KINDS: readonly ((roll: Roll) => Call)[] = [
  () => ({ what: 'nothing', body: '' }),
  (roll) => ({ what: 'noise', body: bytes(roll, 1 + roll(300)) }),
  (roll) => ({ what: 'noise called JSON', type: 'application/json', body: bytes(roll, 1 + roll(300)) }),
  (roll) => ({
    what: 'JSON that ends too early',
    body: '{"event":"media.play","Metadata":{"a":1'.slice(0, 2 + roll(37)),
  }),
  (roll) => ({ what: 'a list', body: JSON.stringify(Array.from({ length: roll(9) }, () => roll(9))) }),
  (roll) => ({ what: 'a value', body: ['7', 'null', 'true', '"text"', 'NaN'][roll(5)] ?? '' }),
  () => ({ what: 'UTF-16', body: new Uint8Array(Buffer.from('{"event":"media.play"}', 'utf16le')) }),
  (roll) => ({ what: 'depth without an end', body: '{"a":'.repeat(1_000 + roll(200_000)) }),
  (roll) => ({ what: 'brackets without an end', body: `{"a":${'['.repeat(1_000 + roll(200_000))}` }),
  () => ({ what: 'an unknown type', path: '/?type=kodi', body: '{"event":"media.play"}' }),
  () => ({ what: 'no type', path: '/', body: '{"event":"media.play"}' }),
  (roll) => ({ what: 'a type that is two', path: `/?type=plex&type=emby&n=${roll(99)}`, body: '{}' }),
  () => ({
    what: 'a form without an event',
    type: 'application/x-www-form-urlencoded',
    body: 'title=Rain&x=1',
  }),
  (roll) => ({ what: 'a form with half an event', body: `data=%7B%22Event%22${'%3A'.repeat(roll(3))}` }),
  () => ({ what: 'multipart without a boundary', type: 'multipart/form-data', body: '{}' }),
  (roll) => ({
    what: 'multipart that ends too early',
    type: MULTIPART,
    body: part('payload', '{}').slice(0, 10 + roll(50)),
  }),
  () => ({ what: 'multipart without an event', type: MULTIPART, body: `${part('thumb', 'x')}--x--\r\n` }),
  () => ({
    what: 'multipart with a broken event',
    type: MULTIPART,
    body: `${part('payload', '{"event"')}--x--\r\n`,
  }),
  (roll) => ({ what: 'parts without an end', type: MULTIPART, body: part('a', 'b').repeat(41 + roll(500)) }),
  (roll) => ({
    what: 'an address that is a guess',
    path: `/v1/api/webhook/b${roll(99)}-${'a'.repeat(43)}`,
    body: '{}',
  }),
];

const address = (path: string): string => {
  const { port } = app.getHttpServer().address() as { readonly port: number };
  return `http://127.0.0.1:${String(port)}${path}`;
};

/** The answer's status; a line that was cut because the body was too large counts as refused. */
async function send({ path = '/v1/api/webhook', type, body, isUnannounced = false }: Call): Promise<number> {
  const headers = { 'x-apikey': KEY, ...(type !== undefined && { 'content-type': type }) };
  try {
    const sent = isUnannounced ? { body: new Blob([body]).stream(), duplex: 'half' as const } : { body };
    const answer = await fetch(address(path), { method: 'POST', headers, ...sent });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return 413;
  }
}

const stored = async (): Promise<unknown> => queryRows(database.url, 'SELECT id FROM webhook_delivery');

it(`${BODIES} malformed bodies get 4xx, and leave nothing behind`, async () => {
  const roll = dice(SEED);
  const wrong: string[] = [];
  for (let sent = 0; sent < BODIES; sent += 20) {
    const calls = Array.from({ length: 20 }, (_, index) => KINDS[(sent + index) % KINDS.length]?.(roll));
    const group = calls.filter((call) => call !== undefined);
    const statuses = await Promise.all(group.map(send));
    statuses.forEach((status, index) => {
      if (status < 400 || status > 499) wrong.push(`${group[index]?.what ?? ''}: ${status}`);
    });
  }
  expect(wrong).toEqual([]);
  expect(await stored()).toEqual([]);
}, 60_000);

it('ten megabytes get 413, announced or not, and no memory', async () => {
  const before = heldBytes();
  for (let round = 0; round < 10; round += 1) {
    const frame = `${part('payload', '{"event":"media.play"}')}${THUMB}`;
    const calls = [
      { what: 'large', body: 'x'.repeat(LARGE) },
      { what: 'large thumb', type: MULTIPART, body: `${frame}${'x'.repeat(LARGE)}\r\n--x--\r\n` },
    ];
    for (const call of calls)
      for (const isUnannounced of [false, true]) expect(await send({ ...call, isUnannounced })).toBe(413);
  }
  // What a closing connection still has in hand is let go a moment later.
  await expect.poll(() => heldBytes() - before, { timeout: 20_000 }).toBeLessThan(50 * 1024 * 1024);
  expect(await stored()).toEqual([]);
}, 60_000);

it('a sender that goes away in the middle of the picture leaves nothing behind', async () => {
  const { port } = app.getHttpServer().address() as { readonly port: number };
  const headers = { 'x-apikey': KEY, 'content-type': MULTIPART, 'content-length': 1_000_000 };
  const call = request({ host: '127.0.0.1', port, path: '/v1/api/webhook', method: 'POST', headers });
  call.on('error', () => undefined);
  const isOver = new Promise((resolve) => call.once('close', resolve));
  call.write(`${part('payload', '{"event":"media.play"}')}${THUMB}${'x'.repeat(100_000)}`);
  await once(app.getHttpServer(), 'request');
  call.destroy();
  await isOver;
  expect(await stored()).toEqual([]);
});

it('a good one after all that is taken as ever', async () => {
  expect(await send({ what: 'good', body: '{"event":"media.play"}' })).toBe(202);
  expect(await app.get(WebhookDeliveries).waiting(-1, 10)).toHaveLength(1);
});
