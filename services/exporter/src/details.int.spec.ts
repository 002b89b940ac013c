import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { OpenIntents, PersonMarks, type BackendRecord } from '#libs/database';
import { ServerDirectory } from '#libs/directory';
import { type Producer, pushesQueue, QueueMonitor } from '#libs/queue';
import { Metrics } from '#libs/runtime';
import { FakeJellyfin, queryRows } from '#libs/testing';
import { Pusher } from './exports/pusher.js';
import { ExporterStage, fakeWith, job, LATER, UNWATCHED, userOf, WATCHED } from './testing/exporter-stage.js';

let stage: ExporterStage;
let server: FakeJellyfin;
let backend: BackendRecord;

beforeAll(async () => {
  stage = await ExporterStage.open();
});
afterAll(() => stage.close());
beforeEach(async () => {
  await stage.newPerson();
  await queryRows(stage.databaseUrl, 'DELETE FROM export_intent');
  server = await fakeWith(new FakeJellyfin(), 6);
  backend = await stage.backendOn(server);
  return () => server.stop();
});

const idOf = (number: number): string => server.idOf({ title: `Title ${number}` });
const shown = (number: number) => server.stateOf(userOf(server), idOf(number));
const reasons = async (run: Parameters<ExporterStage['changesOf']>[0]) =>
  (await stage.changesOf(run)).map(({ item, reason }) => [item.title, reason] as const);

/** A backend that is told of each press. */
async function told(): Promise<void> {
  await stage.know(backend, () => UNWATCHED);
  await stage.export(backend);
  backend = await stage.reload(backend);
  server.clearRequests();
}

const pushes = () =>
  queryRows<{ status: string; error: { key: string } | null; attempts: number }>(
    stage.databaseUrl,
    'SELECT status, error, attempts FROM run WHERE backend_id = $1 AND is_automatic ORDER BY created_at',
    [backend.id],
  );

/** Pushes of this backend that wait in the queue. */
async function waitingPushes(): Promise<number> {
  const jobs = await stage.module.get(QueueMonitor).jobs(pushesQueue.name, ['waiting', 'delayed'], 100);
  return jobs.filter(({ payload }) => (payload as { readonly backendId: number }).backendId === backend.id)
    .length;
}

async function press(number: number, watched: boolean): Promise<void> {
  const itemId = await stage.itemOf(`Title ${number}`);
  const at = Math.floor(Date.now() / 1_000);
  await stage.module.get(PersonMarks).mark({ identityId: stage.identityId, itemId, watched, at });
}

describe('a whole export', () => {
  it('95. unmarks what was played up to ten seconds after the unmark, and nothing that was played later', async () => {
    server.play(userOf(server), idOf(1), LATER + 9);
    server.play(userOf(server), idOf(2), LATER + 11);
    await stage.know(backend, () => UNWATCHED);

    const run = await stage.export(backend);

    expect(run).toMatchObject({ status: 'succeeded', mode: 'full', counts: { unplayed: 1 } });
    expect([shown(1).watched, shown(2).watched]).toEqual([false, true]);
    expect(run.tally).toMatchObject({ 'skipped.newer-there': 1 });
  });

  it('100. goes on without what is gone on the server, asks for it once, and its date moves on', async () => {
    await stage.know(backend, () => WATCHED);
    const gone = idOf(3);
    server.remove(gone);
    server.clearRequests();

    const run = await stage.export(backend);

    expect(run).toMatchObject({ status: 'succeeded', counts: { played: 5, skipped: 1, failed: 0 } });
    expect(await reasons(run)).toContainEqual(['Title 3', 'copy-is-gone']);
    expect(server.requests.filter(({ path }) => path.includes(gone)).length).toBeLessThanOrEqual(2);
    expect((await stage.reload(backend)).exportLastSync).not.toBeNull();
  });

  it.each([
    ['one thing at a time', { sequential: true, mostWrites: 1, most: 1 }],
    ['for several writes at once, and looks at more', { sequential: false, mostWrites: 4, most: 6 }],
  ] as const)('104. asks the server %s', async (_, { sequential, mostWrites, most }) => {
    await stage.know(backend, () => WATCHED);
    const { client } = stage.module.get(ServerDirectory).contact(backend);
    const inside = { find: 0, write: 0 };
    let [highestWrites, highest] = [0, 0];
    const counted = (name: 'find' | 'write'): void => {
      const call = client[name].bind(client) as (...input: unknown[]) => Promise<unknown>;
      vi.spyOn(client, name).mockImplementation((async (...input: unknown[]) => {
        inside[name] += 1;
        highestWrites = Math.max(highestWrites, inside.write);
        highest = Math.max(highest, inside.find + inside.write);
        return call(...input).finally(() => (inside[name] -= 1));
      }) as never);
    };
    counted('find');
    counted('write');
    server.fault({ kind: { delayMs: 20 } });

    const run = await stage.export(backend, { sync_requests: sequential });
    vi.restoreAllMocks();

    expect(run.counts).toMatchObject({ played: 6 });
    expect(highestWrites).toBe(mostWrites);
    expect(highest).toBe(most);
  });
});

describe('a push', () => {
  it('101. that a server refuses for a while leaves its intent waiting, tells the failure, and moves no date', async () => {
    await told();
    await queryRows(stage.databaseUrl, `UPDATE backend SET export_last_sync = '2024-01-01T00:00:00Z'`);
    await press(1, true);
    server.fault({ match: /PlayedItems/, kind: { status: 500 } });

    await stage.push(backend);

    expect(shown(1).watched).toBe(false);
    expect(await pushes()).toMatchObject([{ status: 'failed', error: { key: 'server-error' } }]);
    expect(await stage.module.get(OpenIntents).count()).toBe(1);
    expect((await stage.reload(backend)).exportLastSync).toEqual(new Date('2024-01-01T00:00:00Z'));
    server.clearFaults();
    await stage.push(backend);
    expect(shown(1).watched).toBe(false);
    await queryRows(stage.databaseUrl, `UPDATE export_intent SET due_at = now() WHERE status = 'open'`);
    await stage.push(backend);
    expect(shown(1).watched).toBe(true);
  });

  it('166. Failed event: one that its server could not take is tried again, and ends well at the second try', async () => {
    await told();
    await press(1, true);
    server.fault({ match: /PlayedItems/, kind: { status: 503 } });
    const pusher = stage.module.get(Pusher);
    await expect(pusher.push(backend.id, { ...job, isLastAttempt: false })).rejects.toThrow();
    expect(await pushes()).toMatchObject([{ status: 'running', attempts: 1 }]);
    expect(shown(1).watched).toBe(false);

    server.clearFaults();
    await pusher.push(backend.id, { ...job, isLastAttempt: false });

    expect(await pushes()).toMatchObject([{ status: 'succeeded', error: null }]);
    expect(shown(1).watched).toBe(true);
  });

  it('165. Event re-use: ten changes of one item in a second are one job, one run and one write', async () => {
    await told();
    const bell = stage.module.get<Producer<typeof pushesQueue>>(`Producer(${pushesQueue.name})`);
    for (let change = 1; change <= 11; change += 1) {
      await press(1, change % 2 === 1);
      await bell.add('push', { backendId: backend.id });
    }
    expect(await waitingPushes()).toBe(1);

    await stage.push(backend);

    expect(await pushes()).toHaveLength(1);
    expect(server.writes()).toHaveLength(1);
    expect(shown(1).watched).toBe(true);
  });

  it('that a server refuses for good is tried once, and what is pressed next goes out at once', async () => {
    await told();
    await press(1, true);
    server.fault({ kind: { status: 401 } });

    await stage.push(backend);

    expect(await pushes()).toMatchObject([{ status: 'failed', error: { key: 'token-rejected' } }]);
    server.clearFaults();
    await press(2, true);
    await stage.push(backend);
    expect([shown(1).watched, shown(2).watched]).toEqual([false, true]);
  });

  it('121. never goes to a backend whose export is off', async () => {
    await told();
    await press(1, true);
    await queryRows(stage.databaseUrl, `UPDATE backend SET export_enabled = false`);

    await stage.push(backend);

    expect(server.writes()).toEqual([]);
  });

  it('is timed from the change of the item to its write', async () => {
    const lag = vi.spyOn(stage.module.get(Metrics).exportLag, 'observe');
    await told();
    expect(lag).not.toHaveBeenCalled();
    await press(1, true);

    await stage.push(backend);

    expect(lag).toHaveBeenCalledTimes(1);
    expect(lag.mock.lastCall?.[0]).toBeGreaterThanOrEqual(0);
    expect(lag.mock.lastCall?.[0]).toBeLessThan(20);
    lag.mockRestore();
  });
});
