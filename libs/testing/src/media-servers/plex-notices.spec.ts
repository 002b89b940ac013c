import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { FakePlex } from './fake-plex.js';

let server: FakePlex;
let heard: Record<string, unknown>[];
const open: WebSocket[] = [];

beforeEach(async () => {
  server = new FakePlex({ now: () => 1_753_000_000 });
  heard = [];
  await server.start();
});
afterEach(async () => {
  for (const socket of open.splice(0)) socket.terminate();
  await server.stop();
});

const owner = '14800001';
const addressOf = (token: string) =>
  `${server.url.replace('http', 'ws')}/:/websockets/notifications?X-Plex-Token=${token}`;

async function listen(): Promise<WebSocket> {
  const socket = new WebSocket(addressOf(server.adminToken));
  open.push(socket);
  socket.on('message', (data: Buffer) => heard.push(JSON.parse(data.toString())));
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return socket;
}

const told = (count: number) => expect.poll(() => heard.length).toBe(count);

describe('the notification socket', () => {
  it('tells who starts and who stops playing, by device and item only', async () => {
    const id = server.add({ type: 'movie', title: 'Harbour Lights' });
    await listen();
    const key = server.startSession(owner, id, 5_000);
    server.endSession(key);
    await told(2);
    expect(heard[0]).toEqual({
      NotificationContainer: {
        type: 'playing',
        size: 1,
        PlaySessionStateNotification: [
          expect.objectContaining({ sessionKey: key, ratingKey: id, viewOffset: 5_000, state: 'playing' }),
        ],
      },
    });
    expect(JSON.stringify(heard[1])).toContain('"stopped"');
    expect(JSON.stringify(heard)).not.toMatch(/alex|14800001"/);
  });

  it('tells what players report on the timeline', async () => {
    const id = server.add({ type: 'movie', title: 'Harbour Lights', runtimeMs: 100_000 });
    await listen();
    const report = (state: string, time: number) =>
      fetch(
        `${server.url}/:/timeline?ratingKey=${id}&state=${state}&time=${time}&duration=100000&X-Plex-Token=${server.adminToken}`,
        { headers: { 'X-Plex-Client-Identifier': 'tv' } },
      );
    await report('playing', 1_000);
    await report('stopped', 2_000);
    await told(2);
    expect(heard.map((one) => JSON.stringify(one).match(/"state":"(\w+)"/)?.[1])).toEqual([
      'playing',
      'stopped',
    ]);
  });

  it('tells what joins and leaves the library', async () => {
    await listen();
    const id = server.add({ type: 'movie', title: 'Glass Ferry' });
    server.remove(id);
    await told(3);
    const entries = heard.map((one) => JSON.stringify(one).match(/"state":(\d+)/)?.[1]);
    expect(entries).toEqual(['0', '5', '9']);
  });

  it('keeps marks by hand to itself', async () => {
    const id = server.add({ type: 'movie', title: 'Glass Ferry' });
    await listen();
    server.play(owner, id, 1_753_000_000);
    server.notices.raw('{"NotificationContainer":{"type":"status"}}');
    await told(1);
    expect(heard).toEqual([{ NotificationContainer: { type: 'status' } }]);
  });

  it('opens to a known token only, and hides it in the log', async () => {
    const socket = new WebSocket(addressOf('nobody'));
    const error = await new Promise((resolve) => socket.once('error', resolve));
    expect(String(error)).toContain('401');
    expect(server.requests.at(-1)).toMatchObject({
      path: '/:/websockets/notifications?X-Plex-Token=***',
      status: 401,
    });
  });

  it('can be cut off', async () => {
    const socket = await listen();
    const closed = new Promise((resolve) => socket.once('close', resolve));
    server.notices.hangUp();
    await closed;
    await expect.poll(() => server.notices.listeners).toBe(0);
  });
});
