import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { UNDECIDED, type Truth } from '#libs/core';
import { ImportPages, type BackendRecord } from '#libs/database';
import { ServerDirectory } from '#libs/directory';
import { FakePlex, type FakeMediaServer } from '#libs/testing';
import {
  ExporterStage,
  fakeWith,
  LONG_AGO,
  NOTHING_NEW,
  UNWATCHED,
  userOf,
  WATCHED,
} from './testing/exporter-stage.js';

let stage: ExporterStage;
let server: FakeMediaServer;

beforeAll(async () => {
  stage = await ExporterStage.open();
});
afterAll(() => stage.close());
beforeEach(() => stage.newPerson());

describe('a file of two episodes', () => {
  const file = {
    type: 'episode',
    title: 'Harbour Tales',
    season: 1,
    episode: 1,
    lastEpisode: 2,
    parentGuids: { tvdb: '880010' },
    path: '/shows/Harbour Tales S01E01-E02.mkv',
    addedAt: LONG_AGO,
  } as const;

  /** Played on the server, and known so; the truths of its two episodes as given. */
  async function torn(truths: readonly [Truth, Truth]): Promise<BackendRecord> {
    server = await fakeWith(new FakePlex(), 0);
    const backend = await stage.backendOn(server);
    server.play(userOf(server), server.add(file), LONG_AGO + 60);
    const { client } = stage.module.get(ServerDirectory).contact(backend);
    const [library] = await client.libraries();
    const [item] = library ? (await client.page(library, { offset: 0, limit: 10 })).items : [];
    if (!item) throw new Error('the fake shows no file');
    await stage.module.get(ImportPages).apply(
      stage.context(backend),
      { remoteIds: [], keys: [] },
      {
        cursor: null,
        decide: () => ({
          ...NOTHING_NEW,
          newItems: truths.map((truth, part) => ({
            report: { ...item, episode: 1 + part },
            truth,
            keys: [`show://tvdb/880010/1/${1 + part}`],
            rule: 'test',
          })),
          seen: truths.map((_, part) => ({
            remoteId: item.id,
            part,
            fingerprint: 'f',
            isEcho: false,
            report: item,
            item: { isNew: part },
          })),
        }),
      },
    );
    server.clearRequests();
    return backend;
  }

  it('80. is not written while one episode is played and the other is not', async () => {
    const backend = await torn([WATCHED, UNWATCHED]);
    expect(await stage.export(backend)).toMatchObject({ status: 'succeeded', total: 0 });
    expect(server.writes()).toEqual([]);
    await server.stop();
  });

  it('80. is unmarked once when both are, and not again', async () => {
    const backend = await torn([UNWATCHED, UNWATCHED]);
    expect(await stage.export(backend)).toMatchObject({
      status: 'succeeded',
      total: 1,
      counts: { unplayed: 1 },
    });
    expect(server.writes()).toHaveLength(1);
    expect((await stage.export(await stage.reload(backend))).total).toBe(0);
    expect(server.writes()).toHaveLength(1);
    await server.stop();
  });

  it('80. is unmarked when one was, and nobody decided on the other', async () => {
    await stage.export(await torn([UNDECIDED, UNWATCHED]));
    expect(server.writes()).toHaveLength(1);
    await server.stop();
  });
});
