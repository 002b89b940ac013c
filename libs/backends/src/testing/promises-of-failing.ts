import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeEach, describe, expect, it } from 'vitest';
import type { FakeTitle, Fault } from '#libs/testing';
import { BackendError } from '../backend-error.js';
import type { MediaServerClient } from '../media-server.js';
import { failure, libraryOf, type Scene } from './stage.js';

const EPISODE = {
  type: 'episode',
  title: 'Tide Tables',
  season: 1,
  guids: { tvdb: '7700221' },
  parentGuids: { tvdb: '370201' },
} as const satisfies FakeTitle;

const FAULTS = [
  ['token-rejected', { status: 401 }],
  ['forbidden', { status: 403 }],
  ['not-found', { status: 404 }],
  ['server-error', { status: 500 }],
  ['server-error', { status: 503 }],
  ['rate-limited', { status: 429, retryAfterSeconds: 60 }],
  ['not-an-api', { html: true }],
  ['unreachable', { reset: true }],
  ['bad-answer', { truncate: true }],
] as const satisfies readonly (readonly [string, Fault['kind']])[];

const READS: readonly (readonly [string, (client: MediaServerClient, id: string) => Promise<unknown>])[] = [
  ['validate', (client) => client.validate()],
  ['list libraries', (client) => client.libraries()],
  [
    'read a page',
    (client) => client.page({ id: '1', title: '', type: 'show', supported: true }, { offset: 0, limit: 5 }),
  ],
  ['find an item', (client, id) => client.find(id)],
];

export function promisesOfFailing(scene: () => Scene): void {
  describe('failing', () => {
    let id = '';
    beforeEach(() => {
      for (let episode = 1; episode <= 5; episode += 1) id = scene().server.add({ ...EPISODE, episode });
    });
    namesEveryFault(scene, () => id);
    bearsWhatPasses(scene, () => id);
    neverShortens(scene, () => id);
    staysWhereItIs(scene, () => id);
  });
}

function namesEveryFault(scene: () => Scene, id: () => string): void {
  describe.each(READS)('to %s', (_, read) => {
    it.each(FAULTS)('throws %s for the fault %j', async (key, kind) => {
      const { server, client } = scene();
      server.fault({ kind });
      await failure(scene(), read(client(), id()), { key });
    });

    it('throws when the server is too slow', async () => {
      const { server, client } = scene();
      server.fault({ kind: { delayMs: 60_000 } });
      await failure(scene(), read(client(undefined, {}, { timeoutMs: 150 }), id()), { key: 'timeout' });
    });
  });

  it('tells when a server that asks for patience may be asked again', async () => {
    const { server, client } = scene();
    const before = Date.now();
    server.fault({ kind: { status: 429, retryAfterSeconds: 60 } });
    const error = await failure(scene(), client().libraries(), { key: 'rate-limited' });
    const wait = error.remedy.retry === 'at' ? error.remedy.time.getTime() - before : null;
    expect(wait).toBeGreaterThanOrEqual(60_000);
    expect(wait).toBeLessThan(70_000);
  });
}

/** A redirect would carry the credentials elsewhere. */
function staysWhereItIs(scene: () => Scene, id: () => string): void {
  it('follows no redirect with its credentials, for a read as for a write', async () => {
    const { server, client } = scene();
    const heard: string[] = [];
    const elsewhere = createServer((request, response) => {
      heard.push(`${request.method} ${request.url}`);
      response.end('{}');
    });
    const address = await new Promise<AddressInfo | string | null>((resolve) =>
      elsewhere.listen(0, '127.0.0.1', () => resolve(elsewhere.address())),
    );
    const item = await client().find(id());
    const port = typeof address === 'object' && address ? address.port : 0;
    server.fault({ kind: { redirectTo: `http://127.0.0.1:${port}/` } });
    for (const [, read] of READS) await failure(scene(), read(client(), id()), { key: 'not-an-api' });
    if (!item) throw new Error('the item is not there');
    const write = client().write(item, { watched: true, positionMs: 0, playedAt: 1_700_000_000 });
    await failure(scene(), write, { key: 'not-an-api' });
    expect(heard).toEqual([]);
    elsewhere.close();
  });
}

function bearsWhatPasses(scene: () => Scene, id: () => string): void {
  it.each([[{ status: 500 }], [{ status: 503 }], [{ reset: true }], [{ truncate: true }]] as const)(
    'reads again after the passing fault %j',
    async (kind) => {
      const { server, client } = scene();
      server.fault({ kind, times: 1 });
      const item = await client(undefined, {}, { retries: 1 }).find(id());
      expect(item?.id).toBe(id());
    },
  );

  it('gives up when a fault does not pass', async () => {
    const { server, client } = scene();
    server.fault({ kind: { status: 500 } });
    const read = client(undefined, {}, { retries: 2 }).libraries();
    await failure(scene(), read, { key: 'server-error' });
    expect(server.requests).toHaveLength(3);
  });

  it('does not insist with a token that is refused', async () => {
    const { server, client } = scene();
    server.fault({ kind: { status: 401 } });
    await failure(scene(), client(undefined, {}, { retries: 2 }).libraries(), { key: 'token-rejected' });
    expect(server.requests).toHaveLength(1);
  });
}

const UP_TO_CALLS = 12;

function neverShortens(scene: () => Scene, id: () => string): void {
  it.each([[{ status: 500 }], [{ status: 404 }], [{ html: true }], [{ truncate: true }]] as const)(
    'gives a page whole or not at all, whichever call fails with %j',
    async (kind) => {
      const { server, client } = scene();
      const library = await libraryOf(client(), 'show');
      const whole = await client().page(library, { offset: 0, limit: 5 });
      for (let after = 0; after < UP_TO_CALLS; after += 1) {
        server.clearFaults();
        server.fault({ kind, after });
        expect(await outcome(client().page(library, { offset: 0, limit: 5 }))).toEqual(
          after === 0 ? 'failed' : expect.toBeOneOf(['failed', whole]),
        );
      }
    },
  );

  it('throws when the server fails between two pages', async () => {
    const { server, client } = scene();
    const reader = client();
    const library = await libraryOf(reader, 'show');
    expect((await reader.page(library, { offset: 0, limit: 2 })).received).toBe(2);
    server.fault({ kind: { status: 500 } });
    await failure(scene(), reader.page(library, { offset: 2, limit: 2 }), { key: 'server-error' });
    server.clearFaults();
    expect((await reader.page(library, { offset: 2, limit: 2 })).received).toBe(2);
  });

  it('gives an item with the ids of its show or not at all, whichever call fails', async () => {
    const { server, client } = scene();
    const whole = await client().find(id());
    for (let after = 0; after < UP_TO_CALLS; after += 1) {
      server.clearFaults();
      server.fault({ kind: { status: 500 }, after });
      expect(await outcome(client().find(id()))).toEqual(
        after === 0 ? 'failed' : expect.toBeOneOf(['failed', whole]),
      );
    }
  });
}

/** What a read came to: its value, or `failed` for an expected error. */
async function outcome(read: Promise<unknown>): Promise<unknown> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof BackendError) return 'failed';
    throw error;
  }
}
