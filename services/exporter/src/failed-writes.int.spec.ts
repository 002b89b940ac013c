import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RemoteItem } from '#libs/core';
import { FailedWrites, type BackendRecord, type FailedWrite } from '#libs/database';
import { ServerDirectory } from '#libs/directory';
import { FakeJellyfin, queryRows } from '#libs/testing';
import { ExporterStage, fakeWith, userOf, WATCHED } from './testing/exporter-stage.js';

let stage: ExporterStage;
let server: FakeJellyfin;
let backend: BackendRecord;

beforeAll(async () => {
  stage = await ExporterStage.open();
});
afterAll(() => stage.close());
beforeEach(async () => {
  await stage.newPerson();
  server = await fakeWith(new FakeJellyfin(), 2);
  backend = await stage.backendOn(server);
  return () => server.stop();
});

const failed = (): FailedWrites => stage.module.get(FailedWrites);
const mine = () => ({ identityId: stage.identityId });
const list = async (): Promise<readonly FailedWrite[]> =>
  (await failed().list(mine(), { limit: 10, offset: 0 })).writes;

async function reportOf(title: string): Promise<RemoteItem> {
  const { client } = stage.module.get(ServerDirectory).contact(backend);
  const report = await client.find(server.idOf({ title }));
  if (!report) throw new Error('the title is gone');
  return report;
}

const exportAgain = async () => stage.export(await stage.reload(backend));

/** A server that says yes and does nothing, and an import that sees it. */
async function writeInVain(before: RemoteItem, look: number): Promise<void> {
  await exportAgain();
  server.unplay(userOf(server), before.id);
  await stage.see(backend, { ...before, ...(await untouched(before)) }, look * 2);
}

const untouched = async ({ title }: RemoteItem): Promise<Partial<RemoteItem>> => {
  const { playedAt, playCount } = await reportOf(title);
  return { playedAt, playCount };
};

describe('a write that the server says yes to and does not do', () => {
  it('42. is made three times, then told as failed once and left alone; a retry tries again', async () => {
    await stage.know(backend, ({ title }) =>
      title === 'Title 1' ? WATCHED : { ...WATCHED, kind: 'default' },
    );
    const before = await reportOf('Title 1');
    for (let look = 1; look <= 3; look += 1) await writeInVain(before, look);
    const marks = () =>
      server.writes().filter(({ method, path }) => method === 'POST' && /Played/.test(path));
    expect(marks()).toHaveLength(3);
    expect(await list()).toEqual([]);

    const run = await exportAgain();

    expect(run).toMatchObject({ status: 'failed', counts: { failed: 1 } });
    expect(await list()).toMatchObject([
      { item: { title: 'Title 1' }, backend: 'jellyfin', reason: 'unconfirmed', runId: run.id },
    ]);
    expect(await exportAgain()).toMatchObject({ status: 'succeeded', total: 0 });
    expect(marks()).toHaveLength(3);

    expect(await failed().retry(mine())).toEqual({ count: 1, backendIds: [backend.id] });
    expect(await list()).toEqual([]);
    await stage.push(backend);
    expect(marks()).toHaveLength(4);
    expect(server.stateOf(userOf(server), before.id).watched).toBe(true);
  });
});

describe('a write that the server refuses', () => {
  it('is listed with its reason, and a drop takes it off the list and out of later exports', async () => {
    await stage.know(backend, () => WATCHED);
    server.fault({
      match: new RegExp(`PlayedItems/${server.idOf({ title: 'Title 2' })}`),
      kind: { status: 403 },
    });

    expect(await exportAgain()).toMatchObject({ status: 'failed', counts: { played: 1, failed: 1 } });
    const [letter] = await list();
    expect(letter).toMatchObject({
      item: { title: 'Title 2' },
      reason: 'forbidden',
      after: { watched: true },
    });
    if (!letter) throw new Error('expected a failed write');

    expect(await failed().drop({ ...mine(), id: letter.id })).toBe(1);
    expect(await list()).toEqual([]);
    expect(await exportAgain()).toMatchObject({ status: 'succeeded', total: 0 });
  });

  it('is not listed any more when a later export has made it', async () => {
    await stage.know(backend, () => WATCHED);
    server.fault({ match: /PlayedItems/, times: 1, kind: { status: 403 } });
    await exportAgain();
    expect(await list()).toHaveLength(1);

    expect(await exportAgain()).toMatchObject({ status: 'succeeded', counts: { played: 1 } });
    expect(await list()).toEqual([]);
  });
});

describe('a whole export that breaks off because its server fails', () => {
  const markedIn = (title: string) => server.stateOf(userOf(server), server.idOf({ title })).watched;
  const dueNow = () =>
    queryRows(stage.databaseUrl, `UPDATE export_intent SET due_at = now() WHERE status = 'open'`);

  it('takes none of its writes for done: the push looks at the one that was tried, the next export at the rest', async () => {
    await stage.know(backend, () => WATCHED);
    server.fault({ match: /PlayedItems/, kind: { status: 500 } });
    expect(await stage.export(await stage.reload(backend), { sync_requests: true })).toMatchObject({
      status: 'failed',
      counts: { updated: 0 },
    });
    server.clearFaults();

    await dueNow();
    await stage.push(backend);
    expect([markedIn('Title 1'), markedIn('Title 2')].filter(Boolean)).toHaveLength(1);

    expect(await exportAgain()).toMatchObject({ status: 'succeeded', counts: { played: 1 } });
    expect([markedIn('Title 1'), markedIn('Title 2')]).toEqual([true, true]);
  });

  it('writes nothing twice that had reached the server all the same', async () => {
    await stage.know(backend, ({ title }) =>
      title === 'Title 1' ? WATCHED : { ...WATCHED, kind: 'default' },
    );
    server.fault({ match: /PlayedItems/, kind: { status: 500 } });
    await exportAgain();
    server.clearFaults();
    server.play(userOf(server), server.idOf({ title: 'Title 1' }), WATCHED.playedAt ?? 0);
    server.clearRequests();

    await dueNow();
    await stage.push(backend);
    await exportAgain();

    expect(server.writes()).toEqual([]);
    expect(markedIn('Title 1')).toBe(true);
  });
});
