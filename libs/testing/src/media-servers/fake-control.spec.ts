import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bulkTitles } from './bulk-titles.js';
import { FakeControl } from './fake-control.js';
import { FakeJellyfin } from './fake-jellyfin.js';
import { FakePlexTv } from './fake-plex-tv.js';
import { FakePlex } from './fake-plex.js';

let plex: FakePlex;
let jellyfin: FakeJellyfin;
let plexTv: FakePlexTv;
let control: FakeControl;

beforeEach(async () => {
  plex = new FakePlex();
  jellyfin = new FakeJellyfin();
  plexTv = new FakePlexTv({ servers: [plex] });
  control = new FakeControl({ servers: [plex, jellyfin], others: { 'plex-tv': plexTv } });
  await Promise.all([plex, jellyfin, plexTv, control].map((fake) => fake.start()));
});

afterEach(() => Promise.all([plex, jellyfin, plexTv, control].map((fake) => fake.stop())));

async function call(method: string, path: string, body?: unknown) {
  const response = await fetch(`${control.url}${path}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const answer: unknown = await response.json();
  return { status: response.status, answer };
}

describe('the remote control', () => {
  it('tells how to reach the servers and as whom', async () => {
    const { answer } = await call('GET', '/servers');
    expect(answer).toMatchObject([
      { type: 'plex', url: plex.url, uuid: plex.uuid, users: [{ name: 'alex' }, { name: 'sam' }] },
      { type: 'jellyfin', adminToken: jellyfin.adminToken },
    ]);
  });

  it('lets somebody play, and end it', async () => {
    const id = plex.add({ type: 'movie', title: 'Harbour Lights' });
    const { answer } = await call('POST', '/plex/session', { user: 'sam', id, positionMs: 5_000 });
    const listed = async () => {
      const headers = { 'X-Plex-Token': plex.adminToken, Accept: 'application/json' };
      return (await fetch(`${plex.url}/status/sessions`, { headers })).text();
    };
    expect(await listed()).toContain('"viewOffset":"5000"');
    const { key } = answer as { readonly key: string };
    await call('DELETE', `/plex/session/${key}`);
    expect(await listed()).not.toContain('viewOffset');
    expect((await call('POST', '/jellyfin/session', { user: 'sam', id })).status).toBe(400);
  });

  it('confirms the sign-in that was begun last', async () => {
    expect((await call('POST', '/plex-tv/approve', { user: 'sam' })).status).toBe(400);
    const headers = { 'X-Plex-Client-Identifier': 'us' };
    const begun = await fetch(`${plexTv.url}/api/v2/pins`, { method: 'POST', headers });
    const { id, code } = (await begun.json()) as { readonly id: number; readonly code: string };
    expect((await call('POST', '/plex-tv/approve', { user: 'sam' })).answer).toEqual({ code });
    const polled = await fetch(`${plexTv.url}/api/v2/pins/${id}?code=${code}`, { headers });
    expect(await polled.json()).toMatchObject({ authToken: 'plex-token-sam' });
  });

  it('acts as a person in front of a server, named by user and title', async () => {
    const added = await call('POST', '/plex/add', {
      type: 'episode',
      title: 'Tide Tables',
      season: 1,
      episode: 2,
    });
    const item = { user: 'sam', title: 'Tide Tables', season: 1, episode: 2 };
    const { answer } = await call('POST', '/plex/pause', { ...item, positionMs: 60_000, at: 500 });
    expect(answer).toMatchObject({
      ...(added.answer as object),
      watched: false,
      positionMs: 60_000,
      playedAt: 500,
    });
    await call('POST', '/plex/play', { ...item, at: 600 });
    const query = 'user=sam&title=Tide+Tables&season=1&episode=2';
    expect((await call('GET', `/plex/state?${query}`)).answer).toMatchObject({
      watched: true,
      playedAt: 600,
    });
    expect((await call('POST', '/plex/unplay', item)).answer).toMatchObject({ watched: false, playCount: 0 });
    await call('POST', '/plex/remove', item);
    expect((await call('GET', `/plex/state?${query}`)).status).toBe(400);
  });

  it('orders and clears faults, on the cloud too', async () => {
    await call('POST', '/plex/fault', {
      match: '^GET /identity',
      times: 1,
      kind: { status: 429, retryAfterSeconds: 3 },
    });
    await call('POST', '/plex-tv/fault', { kind: { status: 503 } });
    const identity = async () => (await fetch(`${plex.url}/identity`)).status;
    expect([await identity(), await identity()]).toEqual([429, 200]);
    expect((await fetch(plexTv.url)).status).toBe(503);
    await call('DELETE', '/plex-tv/faults');
    expect((await fetch(plexTv.url)).status).toBe(401);
  });

  it('shows and clears what a server was asked and what was written', async () => {
    const id = plex.add({ type: 'movie', title: 'Harbour Lights' });
    const headers = { 'X-Plex-Token': plex.adminToken };
    await fetch(`${plex.url}/library/sections`, { headers });
    await fetch(`${plex.url}/:/scrobble?identifier=x&key=${id}`, { headers });
    expect((await call('GET', '/plex/requests')).answer).toHaveLength(2);
    expect((await call('GET', '/plex/writes')).answer).toMatchObject([{ write: true, status: 200 }]);
    await call('DELETE', '/plex/requests');
    expect((await call('GET', '/plex/requests')).answer).toEqual([]);
  });

  it('fills servers with as many works as wanted, the same ones on each and more at every call', async () => {
    await call('POST', '/plex/add', { bulk: 3, type: 'movie' });
    await call('POST', '/plex/add', { bulk: 2, type: 'movie' });
    await call('POST', '/jellyfin/add', { bulk: 5, type: 'movie' });
    for (const title of bulkTitles('movie', 5)) {
      expect([plex.idOf(title), jellyfin.idOf(title)]).toEqual([expect.any(String), expect.any(String)]);
    }
    expect(() => plex.idOf({ title: 'Reel 000005' })).toThrow();
  });

  it.each([
    ['an unknown server', '/kodi/play', {}, 'no server kodi'],
    ['an unknown user', '/plex/play', { user: 'eve', id: '1' }, 'no user eve'],
    ['no item', '/plex/play', { user: 'alex' }, 'by id or by title'],
    ['a pause without a position', '/plex/pause', { user: 'alex', id: '1' }, 'positionMs must be a number'],
    ['an unknown fault', '/plex/fault', { kind: { status: 418 } }, 'none of the known faults'],
    ['a title without a type', '/plex/add', { title: 'Nothing' }, 'type must be movie or episode'],
    ['a body that is no object', '/plex/add', 'text', 'must be a JSON object'],
  ] as const)('refuses %s in words', async (...[, path, body, words]) => {
    const { status, answer } = await call('POST', path, body);
    expect([status, answer]).toEqual([400, { error: expect.stringContaining(words) as string }]);
  });

  it('rings a webhook in the form of the vendor', async () => {
    const id = plex.add({ type: 'movie', title: 'Harbour Lights', guids: { imdb: 'tt1' } });
    plex.play(plex.users[0]?.id ?? '', id, 700);
    let heard = { agent: '', body: '' };
    const receiver = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        heard = { agent: request.headers['user-agent'] ?? '', body: Buffer.concat(chunks).toString() };
        response.writeHead(202).end();
      });
    }).listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
    const { answer } = await call('POST', '/plex/webhook', {
      url,
      event: 'media.scrobble',
      user: 'alex',
      id,
    });
    receiver.close();
    expect(answer).toEqual({ status: 202 });
    expect(heard.agent).toBe(`PlexMediaServer/${plex.version}`);
    const [, payload = ''] =
      /name="payload"\r\nContent-Type: application\/json\r\n\r\n(.*)\r\n/.exec(heard.body) ?? [];
    expect(JSON.parse(payload)).toMatchObject({
      event: 'media.scrobble',
      Account: { id: 14800001 },
      Server: { uuid: plex.uuid },
      Metadata: { ratingKey: id, viewCount: 1, lastViewedAt: 700, Guid: [{ id: 'imdb://tt1' }] },
    });
  });
});
