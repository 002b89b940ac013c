import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { UNDECIDED, type RemoteItem, type Truth } from '#libs/core';
import { ImportPages, OpenIntents, PersonMarks, type BackendRecord, type LedgerEntry } from '#libs/database';
import { FakeEmby, FakeJellyfin, FakePlex, queryRows } from '#libs/testing';
import { ExporterStage, fakeWith, LATER, LONG_AGO, userOf } from './testing/exporter-stage.js';

let stage: ExporterStage;

beforeAll(async () => {
  stage = await ExporterStage.open();
});
afterAll(() => stage.close());
beforeEach(async () => {
  await stage.newPerson();
  await queryRows(stage.databaseUrl, 'DELETE FROM export_intent');
});

const at = (positionMs: number): Truth => ({ ...UNDECIDED, positionMs, positionAt: LATER });

describe('a resume position', () => {
  it.each([
    ['plex', () => new FakePlex()],
    ['jellyfin', () => new FakeJellyfin()],
    ['emby', () => new FakeEmby()],
  ] as const)('110. is not written on %s under the hands of the person who plays it', async (_, make) => {
    const server = await fakeWith(make(), 2);
    const backend = await stage.backendOn(server);
    await stage.know(backend, () => at(600_000));
    const playing = server.idOf({ title: 'Title 1' });
    if (server instanceof FakePlex) server.startSession(userOf(server), playing);
    else server.startPlaying(userOf(server), playing, LONG_AGO);

    const run = await stage.export(backend, { ignore_date: true });

    expect(run).toMatchObject({
      counts: { progress: 1, skipped: 1 },
      tally: { 'skipped.currently-playing': 1 },
    });
    expect((await stage.changesOf(run)).map(({ item, reason }) => [item.title, reason])).toEqual(
      expect.arrayContaining([
        ['Title 1', 'currently-playing'],
        ['Title 2', null],
      ]),
    );
    await server.stop();
  });

  it('so late that the server would take it for watched is not written', async () => {
    const server = await fakeWith(new FakeJellyfin(), 2);
    const backend = await stage.backendOn(server);
    await stage.know(backend, ({ title }) => at(title === 'Title 1' ? 5_400_001 : 5_400_000));

    const run = await stage.export(backend);

    expect((await stage.changesOf(run)).map(({ item, reason }) => [item.title, reason])).toEqual(
      expect.arrayContaining([
        ['Title 1', 'position-too-late'],
        ['Title 2', null],
      ]),
    );
    expect(server.stateOf(userOf(server), server.idOf({ title: 'Title 1' }))).toMatchObject({
      watched: false,
      positionMs: 0,
    });
    await server.stop();
  });
});

describe('live news of somebody who watches', () => {
  let server: FakeJellyfin;
  let target: BackendRecord;
  let sender: BackendRecord;
  let film: RemoteItem;

  beforeEach(async () => {
    server = await fakeWith(new FakeJellyfin(), 1);
    target = await stage.backendOn(server);
    await stage.know(target, () => UNDECIDED);
    await stage.export(target);
    sender = await stage.backendOn(server, { name: 'sender' });
    film = stage.film({ title: 'Title 1' });
    await stage.see(sender, film, -10);
    await stage.export(sender);
    server.clearRequests();
    return () => server.stop();
  });

  /** What a webhook's look at the sender comes to. */
  async function hear(positionMs: number, isSettling = true): Promise<readonly number[]> {
    const itemId = await stage.itemOf('Title 1');
    const change: LedgerEntry = { itemId, before: UNDECIDED, after: at(positionMs), rule: 'progress' };
    const report = { ...film, positionMs };
    const { backendIds } = await stage.module.get(ImportPages).apply(
      { ...stage.context(sender), cause: 'webhook', isSettling },
      { remoteIds: [film.id], keys: [] },
      {
        cursor: null,
        decide: () => ({
          newItems: [],
          changes: [change],
          proposals: [],
          grown: [],
          seen: [
            {
              remoteId: film.id,
              part: 0,
              fingerprint: String(positionMs),
              isEcho: false,
              report,
              item: { id: itemId },
            },
          ],
          restless: [itemId],
          step: { done: 0, counts: {}, requests: 0 },
        }),
      },
    );
    return backendIds;
  }

  const pass = (seconds: number): Promise<unknown> =>
    queryRows(
      stage.databaseUrl,
      `UPDATE export_intent SET due_at = due_at - make_interval(secs => $1) WHERE status = 'open'`,
      [seconds],
    );

  it('105, 118. is written once, when it has been quiet for a while, and never to its sender', async () => {
    for (let minute = 1; minute <= 30; minute += 1) {
      expect(await hear(minute * 60_000)).toEqual([]);
      await pass(20);
      await stage.push(target);
    }
    expect(server.writes()).toEqual([]);
    expect(await stage.module.get(OpenIntents).forgotten(0)).toEqual([]);

    await pass(31);
    expect(await stage.module.get(OpenIntents).forgotten(3_600)).toEqual([target.id]);
    await stage.push(target);
    await stage.push(sender);

    expect(server.writes()).toHaveLength(1);
    expect(server.stateOf(userOf(server), server.idOf({ title: 'Title 1' })).positionMs).toBe(1_800_000);
    expect(await stage.module.get(OpenIntents).count()).toBe(0);
  });

  it('is written at once when the person stops', async () => {
    await hear(600_000);
    expect(await hear(900_000, false)).toEqual([target.id]);
    await stage.push(target);
    expect(server.stateOf(userOf(server), server.idOf({ title: 'Title 1' })).positionMs).toBe(900_000);
  });

  it('119. gives way to the mark that follows it', async () => {
    await hear(600_000);
    const itemId = await stage.itemOf('Title 1');
    const mark = { identityId: stage.identityId, itemId, watched: true, at: LATER + 10 };
    const marked = await stage.module.get(PersonMarks).mark(mark);
    expect(marked).toMatchObject({ backendIds: expect.arrayContaining([target.id]) });
    await stage.push(target);
    expect(server.stateOf(userOf(server), server.idOf({ title: 'Title 1' }))).toMatchObject({
      watched: true,
      positionMs: 0,
    });
  });
});
