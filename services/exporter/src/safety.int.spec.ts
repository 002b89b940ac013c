import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { UNDECIDED } from '#libs/core';
import {
  Backends,
  Expectations,
  History,
  Ledger,
  OpenIntents,
  PersonMarks,
  Runs,
  type BackendRecord,
} from '#libs/database';
import { FakeEmby, FakeJellyfin, FakePlex, type FakeMediaServer } from '#libs/testing';
import { Pusher } from './exports/pusher.js';
import { RunExporter } from './exports/run-exporter.js';
import { ExporterStage, job, LATER, LONG_AGO, UNWATCHED, WATCHED } from './testing/exporter-stage.js';

describe('an export', () => {
  let stage: ExporterStage;
  let server: FakeMediaServer;

  beforeAll(async () => {
    stage = await ExporterStage.open();
  });

  afterAll(() => stage.close());

  beforeEach(async () => {
    await stage.newPerson();
    return () => server.stop();
  });

  const user = (): string => server.users[0]?.id ?? '';
  const titleOf = (number: number): string => `Title ${number}`;
  const shown = (number: number) => server.stateOf(user(), server.idOf({ title: titleOf(number) }));

  async function open(fake: FakeMediaServer, titles: number): Promise<BackendRecord> {
    server = fake;
    await server.start();
    for (let number = 1; number <= titles; number += 1) {
      server.add({
        type: 'movie',
        title: titleOf(number),
        guids: { tmdb: String(number) },
        addedAt: LONG_AGO,
        runtimeMs: 6_000_000,
      });
    }
    return stage.backendOn(server);
  }

  const changesOf = async (runId: string) =>
    (await stage.module.get(Ledger).changes(runId, { status: null, limit: 100, offset: 0 })).changes;

  const itemOf = async (number: number): Promise<number> => {
    const query = { filter: { title: titleOf(number) }, sort: [], limit: 50, offset: 0 } as const;
    const { items } = await stage.module.get(History).list(stage.identityId, query);
    return items.find(({ title }) => title === titleOf(number))?.id ?? 0;
  };

  it('unmarks nothing that its plan did not weigh, not even when our truth is to win', async () => {
    const backend = await open(new FakeEmby(), 30);
    await stage.know(backend, () => ({ ...UNDECIDED, positionMs: 600_000, positionAt: LATER }));
    for (let number = 1; number <= 30; number += 1)
      server.play(user(), server.idOf({ title: titleOf(number) }), LATER + 5);

    const run = await stage.export(backend, { ignore_date: true });

    expect(Array.from({ length: 30 }, (_, index) => shown(index + 1).watched)).not.toContain(false);
    expect((await changesOf(run.id)).map(({ reason }) => reason)).not.toContain(null);
    expect(run.counts).toMatchObject({ updated: 0, unplayed: 0, progress: 0 });
  });

  it('writes nothing more once its backend was given to another account', async () => {
    const backend = await open(new FakeEmby(), 3);
    await stage.know(backend, () => WATCHED);
    const expectations = stage.module.get(Expectations);
    const announce = expectations.announce.bind(expectations);
    const atFirstWrite = vi.spyOn(expectations, 'announce').mockImplementationOnce(async (...write) => {
      await stage.module.get(Backends).changeAccount(backend, { userId: 'another' });
      await stage.know(await stage.reload(backend), () => WATCHED);
      return announce(...write);
    });

    const run = await stage.export(backend, { sync_requests: true });
    atFirstWrite.mockRestore();

    expect(run).toMatchObject({ status: 'failed', error: { key: 'account-changed' } });
    expect(server.writes()).toEqual([]);
    expect(await stage.reload(backend)).toMatchObject({ exportLastSync: null });
  });

  it('takes a wrong press on the target for no news', async () => {
    const backend = await open(new FakePlex(), 1);
    await stage.know(backend, () => WATCHED);
    server.pauseAt(user(), server.idOf({ title: titleOf(1) }), 45_000, LATER);

    await stage.export(backend);

    expect(shown(1).watched).toBe(true);
  });

  it('leaves alone what the server shows under the id of an item when that is another film by now', async () => {
    const backend = await open(new FakeJellyfin(), 3);
    await stage.know(backend, () => WATCHED);
    const id = server.idOf({ title: titleOf(2) });
    server.remove(id);
    server.add({ id, type: 'movie', title: 'Not the second', guids: { tmdb: '77' }, addedAt: LONG_AGO });

    const run = await stage.export(backend, {});

    expect(run).toMatchObject({ status: 'succeeded', counts: { played: 2, skipped: 1 } });
    expect(server.stateOf(user(), id)).toMatchObject({ watched: false });
    expect(await changesOf(run.id)).toContainEqual(
      expect.objectContaining({ status: 'skipped', reason: 'news-there' }),
    );
  });

  it('ends when another server of the same account answers at the address, and writes nothing there', async () => {
    const backend = await open(new FakePlex(), 2);
    await stage.know(backend, () => WATCHED);
    const port = Number(new URL(server.url).port);
    await server.stop();
    server = new FakePlex({ uuid: 'another' });
    for (const number of [1, 2])
      server.add({
        type: 'movie',
        title: `Other ${number}`,
        guids: { tmdb: `99${number}` },
        addedAt: LONG_AGO,
      });
    await server.start(port);

    const run = await stage.export(backend, {});

    expect(run).toMatchObject({ status: 'failed', error: { key: 'wrong-server' } });
    expect(server.writes()).toEqual([]);
  });

  it('that waits for a person goes on waiting while a push carries other news', async () => {
    const backend = await open(new FakeJellyfin(), 31);
    for (let number = 1; number <= 30; number += 1)
      server.play(user(), server.idOf({ title: titleOf(number) }), LONG_AGO);
    await stage.know(backend, ({ title }) => (title === titleOf(31) ? UNDECIDED : UNWATCHED));
    const waiting = await stage.export(backend);
    expect(waiting.status).toBe('awaiting_approval');

    await stage.module
      .get(PersonMarks)
      .mark({ identityId: stage.identityId, itemId: await itemOf(31), watched: true, at: LATER });
    await stage.module.get(Pusher).push(backend.id, job);

    expect(shown(31).watched).toBe(true);
    expect((await stage.module.get(Runs).get(waiting.id)).status).toBe('awaiting_approval');
    expect((await changesOf(waiting.id)).filter(({ status }) => status === 'planned')).toHaveLength(30);
  });

  it('is carried out by one worker, however many take it up', async () => {
    const backend = await open(new FakePlex(), 12);
    await stage.know(backend, () => WATCHED);
    const { identityId } = stage;
    const added = await stage.module.get(Runs).add({
      kind: 'export',
      identityId,
      backendId: backend.id,
      backendName: backend.name,
      mode: null,
      dryRun: false,
      options: {},
    });
    if (!('run' in added)) throw new Error('another export is under way');
    const { id } = added.run;

    await Promise.all([1, 2, 3].map(() => stage.module.get(RunExporter).export(id, job)));

    expect(await stage.module.get(Runs).get(id)).toMatchObject({ status: 'succeeded', done: 12 });
    expect(Array.from({ length: 12 }, (_, index) => shown(index + 1).playCount)).toEqual(Array(12).fill(1));
  });

  it('notes what a person changes while it is the first one', async () => {
    const backend = await open(new FakeJellyfin(), 2);
    await stage.know(backend, () => UNDECIDED);
    const { identityId } = stage;
    await stage.module.get(Runs).add({
      kind: 'export',
      identityId,
      backendId: backend.id,
      backendName: backend.name,
      mode: null,
      dryRun: false,
      options: {},
    });

    const outcome = await stage.module
      .get(PersonMarks)
      .mark({ identityId, itemId: await itemOf(2), watched: true, at: LATER });

    expect(outcome).toEqual({ kind: 'marked', backendIds: [backend.id] });
    expect(await stage.module.get(OpenIntents).count()).toBe(1);
  });

  it('leaves an item alone whose truth a person changes while its write is on the way', async () => {
    const backend = await open(new FakeJellyfin(), 1);
    await stage.know(backend, () => WATCHED);
    const { identityId } = stage;
    const itemId = await itemOf(1);
    const marks = stage.module.get(PersonMarks);
    server.fault({ match: /GET .*Items/, times: 1, kind: { delayMs: 300 } });

    const exported = stage.export(backend);
    await marks.mark({ identityId, itemId, watched: false, at: LATER + 60 });
    await exported;

    expect(shown(1).watched).toBe(false);
  });
});
