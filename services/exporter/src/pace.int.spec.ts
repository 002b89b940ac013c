import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Identities } from '#libs/database';
import { ServerDirectory } from '#libs/directory';
import { FakeEmby, FakeJellyfin } from '#libs/testing';
import { ExporterStage, fakeWith, WATCHED } from './testing/exporter-stage.js';

let stage: ExporterStage;

beforeAll(async () => {
  stage = await ExporterStage.open();
});
afterAll(() => stage.close());
beforeEach(() => stage.newPerson());

describe('the traffic to one server', () => {
  it('is shared by its persons: what the server asks of one holds for the other, and for no other server', async () => {
    const server = await fakeWith(new FakeEmby({ uuid: 'a-busy-server' }), 2);
    const other = await fakeWith(new FakeJellyfin({ uuid: 'an-idle-server' }), 2);
    const mine = await stage.backendOn(server);
    await stage.know(mine, () => WATCHED);
    const jellyfin = await stage.backendOn(other);
    await stage.know(jellyfin, () => WATCHED);
    const { id: identityId } = await stage.module.get(Identities).add('neighbour');
    const theirs = await stage.backendOn(server, { identityId });
    server.fault({ match: /PlayedItems/, kind: { status: 429, retryAfterSeconds: 600 } });

    await expect(stage.export(mine)).rejects.toMatchObject({ key: 'rate-limited', remedy: { retry: 'at' } });
    server.clearFaults();
    server.clearRequests();
    const { client } = stage.module.get(ServerDirectory).contact(theirs);
    await expect(client.libraries()).rejects.toMatchObject({ key: 'rate-limited', remedy: { retry: 'at' } });

    expect(server.requests).toEqual([]);
    expect(await stage.export(jellyfin)).toMatchObject({ status: 'succeeded', counts: { played: 2 } });
    await server.stop();
    await other.stop();
  });

  it('ends when the server does not answer, and no run waits on it for long', async () => {
    const server = await fakeWith(new FakeEmby({ uuid: 'a-dead-server' }), 2);
    const backend = await stage.backendOn(server);
    const { client } = stage.module.get(ServerDirectory).contact(backend);
    await client.libraries();
    server.fault({ kind: { status: 500 } });
    for (let times = 0; times < 2; times += 1)
      await expect(client.libraries()).rejects.toMatchObject({ key: expect.any(String) });
    server.clearRequests();

    await expect(client.libraries()).rejects.toMatchObject({
      key: 'unreachable',
      remedy: { retry: 'at' },
    });

    expect(server.requests).toEqual([]);
    await server.stop();
  });

  it('keeps to the requests a second that a backend asks for', async () => {
    const server = await fakeWith(new FakeJellyfin({ uuid: 'a-slow-server' }), 1);
    const backend = await stage.backendOn(server, { options: { client: { rps: 20 } } });
    const { client } = stage.module.get(ServerDirectory).contact(backend);
    const started = performance.now();
    // With the one that recognises the server: six requests, five gaps of 50 ms.
    await Promise.all(Array.from({ length: 5 }, () => client.libraries()));
    expect(performance.now() - started).toBeGreaterThanOrEqual(245);
    await server.stop();
  });
});
