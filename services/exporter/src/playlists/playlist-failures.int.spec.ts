import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Fault } from '#libs/testing';
import { Backends, Runs } from '#libs/database';
import { ExporterStage, LATER, LONG_AGO } from '../testing/exporter-stage.js';
import { PlaylistStage } from '../testing/playlist-stage.js';

describe('playlists of servers that fail', () => {
  let stage: ExporterStage;
  let own: PlaylistStage;

  beforeAll(async () => {
    stage = await ExporterStage.open();
  });
  afterAll(() => stage.close());
  afterEach(() => own.close());

  /** A list that is everywhere, and newer on Plex. */
  async function newerOnPlex(): Promise<void> {
    own = await PlaylistStage.open(stage);
    const id = own.make(own.plex, 'Friday', [1, 2], LONG_AGO);
    await own.sync();
    own.edit(own.plex, id, [3, 4], LATER);
  }

  it('171. Playlist replace fails: the old list is still there, and the next run replaces it', async () => {
    await newerOnPlex();
    own.jellyfin.fault({ match: /^POST \/Playlists/, kind: { status: 500 } });
    const run = await own.sync();
    expect(run).toMatchObject({ status: 'failed', error: { key: 'server-error' } });
    expect(own.shown(own.jellyfin)).toEqual(['Friday: 1 2']);
    expect(own.shown(own.emby)).toEqual(['Friday: 3 4']);
    own.jellyfin.clearFaults();
    expect((await own.sync()).status).toBe('succeeded');
    expect(own.shown(own.jellyfin)).toEqual(['Friday: 3 4']);
  });

  it('171. The same with a list that was made although the server said no: it is found, and there are no two', async () => {
    await newerOnPlex();
    const emby = own.emby.users[0]?.id ?? '';
    own.emby.fault({ match: /POST .*\/Playlists/, kind: { reset: true } });
    await own.sync();
    own.emby.clearFaults();
    // What the request before the reset had done.
    own.emby.playlists.make(emby, { title: 'Friday', itemIds: own.idsOf(own.emby, [3, 4]) });
    await own.sync();
    expect(own.shown(own.emby)).toEqual(['Friday: 3 4']);
  });

  it('171. A server that says yes and does nothing keeps its old list, and is left alone after three times', async () => {
    await newerOnPlex();
    own.jellyfin.fault({ match: /^POST \/Playlists/, kind: { pretend: true } });
    for (let run = 0; run < 3; run += 1) {
      expect(await own.sync()).toMatchObject({ status: 'failed', error: { key: 'writes-refused' } });
      expect(own.shown(own.jellyfin)).toEqual(['Friday: 1 2']);
    }
    own.clearRequests();
    expect((await own.sync()).tally).toMatchObject({ 'skipped.unconfirmed': 1 });
    expect(own.writes()).toEqual([]);
    own.jellyfin.clearFaults();
    await own.sync({ force: true });
    expect(own.shown(own.jellyfin)).toEqual(['Friday: 3 4']);
  });

  it.each<readonly [string, Fault['kind']]>([
    ['refuses', { status: 403 }],
    ['pretends', { pretend: true }],
  ])('one that %s to remove the old list has it still, and no second one', async (_, kind) => {
    await newerOnPlex();
    own.jellyfin.fault({ match: /^DELETE \/Items/, times: 1, kind });
    expect((await own.sync()).status).toBe('failed');
    expect(own.shown(own.jellyfin)).toEqual(['Friday: 1 2']);
    await own.sync();
    expect(own.shown(own.jellyfin)).toEqual(['Friday: 3 4']);
  });

  it('a change of the last moment is not overwritten, and wins the next time', async () => {
    await newerOnPlex();
    const user = own.jellyfin.users[0]?.id ?? '';
    const [copy] = own.jellyfin.playlists.of(user);
    const real = own.jellyfin.playlists.make.bind(own.jellyfin.playlists);
    own.jellyfin.playlists.make = (...args) => {
      own.edit(own.jellyfin, copy?.id ?? '', [4, 1]);
      return real(...args);
    };
    const run = await own.sync();
    expect(run.tally).toMatchObject({ 'skipped.changed-since': 1 });
    expect(own.shown(own.jellyfin)).toEqual(['Friday: 4 1']);
    own.jellyfin.playlists.make = real;
    await own.sync();
    expect(own.shown(own.plex)).toEqual(['Friday: 4 1']);
    expect(own.shown(own.emby)).toEqual(['Friday: 4 1']);
  });

  it.each<readonly [string, Fault]>([
    ['half an answer', { match: /GET \/playlists$/, kind: { truncate: true } }],
    ['no list of lists', { match: /GET \/playlists$/, kind: { status: 503 } }],
    ['a web page', { match: /GET \/playlists$/, kind: { html: true } }],
    ['an empty list of lists that has more', { match: /GET \/playlists$/, kind: { answer: emptyOf(0) } }],
    ['a total that does not fit', { match: /GET \/playlists$/, kind: { answer: emptyOf(3) } }],
    ['no entries', { match: /GET \/playlists\/\d+\/items/, kind: { status: 500 } }],
  ])(
    'with %s they are read as nothing at all: nobody wins, nothing is deleted, the others go on',
    async (_, fault) => {
      own = await PlaylistStage.open(stage);
      own.make(own.plex, 'Friday', [1, 2], LONG_AGO);
      await own.sync();
      const [copy] = own.jellyfin.playlists.of(own.jellyfin.users[0]?.id ?? '');
      own.edit(own.jellyfin, copy?.id ?? '', [2, 1]);
      own.plex.fault(fault);
      for (let run = 0; run < 3; run += 1) {
        const failed = await own.sync({ force: true });
        expect(failed).toMatchObject({ status: 'failed', error: { key: 'partly-read' } });
      }
      expect(own.shown(own.plex)).toEqual(['Friday: 1 2']);
      expect(own.shown(own.emby)).toEqual(['Friday: 2 1']);
      own.plex.clearFaults();
      await own.sync();
      expect(own.shown(own.plex)).toEqual(['Friday: 2 1']);
    },
  );

  it('with no server there the run is tried again, and ends with the reason when that is no use', async () => {
    own = await PlaylistStage.open(stage);
    own.make(own.plex, 'Friday', [1]);
    const all = (kind: Fault['kind']): void => {
      for (const server of own.servers) server.fault({ match: /Playlist|playlists/, kind });
    };
    all({ html: true });
    const run = await own.begin();
    await expect(own.carryOut(run.id, false)).rejects.toMatchObject({ key: 'not-an-api' });
    expect(await stage.module.get(Runs).get(run.id)).toMatchObject({ status: 'running' });
    for (const server of own.servers) server.clearFaults();
    all({ status: 403 });
    expect(await own.carryOut(run.id)).toMatchObject({ status: 'failed', error: { key: 'forbidden' } });
  });

  it('are not written where export was switched off, or the account changed, after the plan', async () => {
    await newerOnPlex();
    const backends = stage.module.get(Backends);
    own.jellyfin.fault({ match: /^POST \/Playlists/, kind: { status: 500 } });
    own.emby.fault({ match: /POST .*\/Playlists/, kind: { status: 500 } });
    const run = await own.begin();
    await expect(own.carryOut(run.id, false)).rejects.toThrow();
    await backends.change(own.backendOf(own.jellyfin).id, { exportEnabled: false });
    await backends.changeAccount(own.backendOf(own.emby), { userName: 'somebody else' });
    own.jellyfin.clearFaults();
    own.emby.clearFaults();
    own.clearRequests();
    expect((await own.carryOut(run.id)).status).toBe('failed');
    expect(own.writes()).toEqual([]);
    expect((await own.changesOf(run)).map(({ reason }) => reason).sort()).toEqual([
      'account-changed',
      'export-off',
    ]);
  });

  it('stop when a person says so', async () => {
    own = await PlaylistStage.open(stage);
    own.make(own.plex, 'Friday', [1]);
    const run = await own.begin();
    await stage.module.get(Runs).start(run.id);
    await stage.module.get(Runs).cancel(run.id);
    expect((await own.carryOut(run.id)).status).toBe('cancelled');
    expect(own.writes()).toEqual([]);
    expect(await own.changesOf(run)).toMatchObject([
      { status: 'failed', reason: 'cancelled' },
      { status: 'failed', reason: 'cancelled' },
    ]);
  });
});

function emptyOf(totalSize: number): string {
  return JSON.stringify({ MediaContainer: { size: 0, totalSize, offset: 0 } });
}
