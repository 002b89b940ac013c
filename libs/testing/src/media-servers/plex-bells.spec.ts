import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakePlexTv } from './fake-plex-tv.js';
import { FakePlex, type FakePlexOptions } from './fake-plex.js';

const ALEX = '14800001';
const SAM = '14800002';

let server: FakePlex;
let cloud: FakePlexTv;
let receiver: Server;
let heard: Record<string, unknown>[];

beforeEach(async () => {
  heard = [];
  receiver = createServer((request, response) => {
    void text(request).then((body) => {
      heard.push(JSON.parse(/\r\n\r\n(\{.*\})\r\n/.exec(body)?.[1] ?? '{}'));
      response.end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  await Promise.all([server.stop(), cloud.stop()]);
  receiver.closeAllConnections();
  await new Promise((resolve) => receiver.close(resolve));
});

/** A server whose owner has registered our receiver. */
async function stage(options: FakePlexOptions = {}): Promise<string> {
  server = new FakePlex(options);
  cloud = new FakePlexTv({ servers: [server] });
  await Promise.all([server.start(), cloud.start()]);
  const id = server.add({ type: 'movie', title: 'Harbour Lights', runtimeMs: 100_000 });
  const address = receiver.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/hook`;
  await fetch(`${cloud.url}/api/v2/user/webhooks`, {
    method: 'POST',
    headers: { 'X-Plex-Token': server.adminToken },
    body: new URLSearchParams({ 'urls[]': url }),
  });
  return id;
}

const events = async () => {
  await server.rung();
  return heard.map(({ event }) => event);
};
const report = (id: string, state: string, time: number) =>
  fetch(`${server.url}/:/timeline?ratingKey=${id}&state=${state}&time=${time}&duration=100000`, {
    headers: { 'X-Plex-Token': server.adminToken, 'X-Plex-Client-Identifier': 'tv' },
  });

describe('the webhooks of a Plex server', () => {
  it('follow what a player does', async () => {
    const id = await stage();
    for (const [state, time] of [
      ['playing', 0],
      ['playing', 10_000],
      ['paused', 20_000],
      ['playing', 20_000],
      ['stopped', 95_000],
    ] as const) {
      await report(id, state, time);
      await server.rung();
    }
    const played = ['media.play', 'media.pause', 'media.resume', 'media.scrobble', 'media.stop'];
    expect(await events()).toEqual(played);
    expect(heard.at(-1)).toMatchObject({ Metadata: { ratingKey: id, viewCount: 1 } });
  });

  it('tell the owner what others play, too', async () => {
    const id = await stage();
    server.endSession(server.startSession(SAM, id));
    await server.rung();
    expect(heard).toHaveLength(2);
    expect(heard[0]).toMatchObject({ user: false, owner: true, Account: { id: Number(SAM) } });
  });

  it('tell what is new, without a player', async () => {
    await stage();
    server.add({ type: 'movie', title: 'Glass Ferry' });
    expect(await events()).toEqual(['library.new']);
    expect(heard[0]).not.toHaveProperty('Player');
  });

  it('keep silent about marks by hand, and without Plex Pass', async () => {
    const id = await stage();
    server.play(ALEX, id, 1_753_000_000);
    const key = `${server.url}/:/scrobble?identifier=x&key=${id}`;
    await fetch(key, { headers: { 'X-Plex-Token': server.adminToken } });
    expect(await events()).toEqual([]);
    await Promise.all([server.stop(), cloud.stop()]);
    const other = await stage({ hasPass: false });
    server.startSession(ALEX, other);
    expect(await events()).toEqual([]);
  });

  it('of old versions call the owner 1, and tell the count from before a view', async () => {
    const id = await stage({ version: '1.32.4.7195-7c8f9d3b6' });
    await report(id, 'stopped', 95_000);
    await server.rung();
    expect(heard).toMatchObject([{ event: 'media.scrobble', Account: { id: 1 } }]);
    expect(heard[0]?.['Metadata']).not.toHaveProperty('viewCount');
  });

  it('carry the rating of a rating', async () => {
    const id = await stage();
    const address = receiver.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/hook`;
    await server.ring(url, { event: 'media.rate', userId: ALEX, id });
    expect(heard[0]).toMatchObject({ event: 'media.rate', rating: '9.0' });
  });
});
