import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Backends, PlaylistWrites, Runs } from '#libs/database';
import { queryRows } from '#libs/testing';
import { ExporterStage, LATER, LONG_AGO } from '../testing/exporter-stage.js';
import { PlaylistStage } from '../testing/playlist-stage.js';

describe('playlists', () => {
  let stage: ExporterStage;
  let home: PlaylistStage | null = null;

  beforeAll(async () => {
    stage = await ExporterStage.open();
  });
  afterAll(() => stage.close());
  afterEach(async () => {
    await home?.close();
    home = null;
  });

  const open = async (options?: Parameters<typeof PlaylistStage.open>[1]): Promise<PlaylistStage> => {
    home = await PlaylistStage.open(stage, options);
    return home;
  };
  const everywhere = ({ servers, shown }: PlaylistStage, own: PlaylistStage) =>
    servers.map((server) => shown.call(own, server));

  it('appear on all backends in the same order, and a second run writes nothing (F356)', async () => {
    const own = await open();
    own.make(own.plex, 'Friday', [3, 1, 2, 1]);
    own.make(own.emby, 'Rainy evening', [4]);
    const run = await own.sync();
    expect(run).toMatchObject({
      status: 'succeeded',
      counts: { added: 4, updated: 0, failed: 0 },
      total: 4,
      done: 4,
    });
    expect(everywhere(own, own)).toEqual(Array(3).fill(['Friday: 3 1 2 1', 'Rainy evening: 4']));

    own.clearRequests();
    expect(await own.sync()).toMatchObject({ status: 'succeeded', counts: { unchanged: 6, added: 0 } });
    expect(own.writes()).toEqual([]);
  });

  it('170. Playlist winner: the newest version goes to all backends, and a smart list stays as it is', async () => {
    const own = await open();
    own.make(own.plex, 'Friday', [1, 2], LONG_AGO);
    own.make(own.jellyfin, 'Friday', [3, 4], LATER);
    const user = own.plex.users[0]?.id ?? '';
    const smart = own.plex.playlists.make(user, {
      title: 'Unwatched',
      isSmart: true,
      itemIds: own.idsOf(own.plex, [1]),
    });
    own.make(own.emby, 'Unwatched', [2], LATER);
    const run = await own.sync();
    expect(own.shown(own.plex)).toEqual(['Friday: 3 4', 'Unwatched: 1']);
    expect(own.shown(own.jellyfin)).toEqual(['Friday: 3 4', 'Unwatched: 2']);
    expect(own.shown(own.emby)).toEqual(['Friday: 3 4', 'Unwatched: 2']);
    expect(own.plex.playlists.get(smart)).toMatchObject({ isSmart: true });
    expect(run.tally).toMatchObject({ 'skipped.smart': 1 });
    const [change] = (await own.changesOf(run)).filter(({ backend }) => backend === 'plex');
    expect(change).toMatchObject({ action: 'replace', rule: 'newer-elsewhere', status: 'written' });
    // What was there before can still be seen.
    expect(change?.before?.entries.map(({ title }) => title)).toEqual(['Film 1', 'Film 2']);
  });

  it('take a change of a server that tells no date of it for new when it is seen (F357)', async () => {
    const own = await open();
    own.make(own.plex, 'Friday', [1, 2], LONG_AGO);
    await own.sync();
    const [copy] = own.jellyfin.playlists.of(own.jellyfin.users[0]?.id ?? '');
    own.edit(own.jellyfin, copy?.id ?? '', [2, 1, 3]);
    await own.sync();
    expect(everywhere(own, own)).toEqual(Array(3).fill(['Friday: 2 1 3']));
  });

  it('are renamed everywhere', async () => {
    const own = await open();
    const id = own.make(own.plex, 'Friday', [1], LONG_AGO);
    await own.sync();
    own.plex.playlists.edit(id, { title: 'Weekend', at: LATER });
    await own.sync();
    expect(everywhere(own, own)).toEqual(Array(3).fill(['Weekend: 1']));
  });

  it('are deleted everywhere when two whole readings did not show them (F358)', async () => {
    const own = await open();
    const id = own.make(own.plex, 'Friday', [1]);
    await own.sync();
    own.plex.playlists.drop(id);
    const first = await own.sync();
    expect(first.tally).toMatchObject({ 'skipped.missing-once': 1 });
    expect(own.shown(own.jellyfin)).toEqual(['Friday: 1']);
    const second = await own.sync();
    expect(second.counts.updated).toBe(2);
    expect(everywhere(own, own)).toEqual([[], [], []]);
    expect((await own.changesOf(second)).map(({ action, rule, status }) => [action, rule, status])).toEqual(
      Array(2).fill(['delete', 'deleted-elsewhere', 'written']),
    );
    own.clearRequests();
    await own.sync();
    expect(own.writes()).toEqual([]);
    expect(await own.lists()).toMatchObject([{ title: 'Friday', deletedAt: expect.any(Date) }]);
  });

  it('are kept when somebody changed them after they were deleted elsewhere', async () => {
    const own = await open();
    const id = own.make(own.plex, 'Friday', [1]);
    await own.sync();
    own.plex.playlists.drop(id);
    await own.sync();
    const hourAgo = `missing_since - interval '1 hour'`;
    await queryRows(stage.databaseUrl, `UPDATE playlist_copy SET missing_since = ${hourAgo}`);
    const [copy] = own.jellyfin.playlists.of(own.jellyfin.users[0]?.id ?? '');
    own.edit(own.jellyfin, copy?.id ?? '', [1, 2]);
    await own.sync();
    await own.sync();
    expect(own.shown(own.emby)).toEqual(['Friday: 1 2']);
    expect(own.shown(own.plex)).toEqual(['Friday: 1 2']);
  });

  it('172. Playlist with a missing item: a part of it is made, never wins, and is completed when the item appears', async () => {
    const own = await open();
    await own.loseFilm(own.emby, 2);
    own.make(own.plex, 'Friday', [1, 2, 3], LONG_AGO);
    await own.sync();
    expect(own.shown(own.emby)).toEqual(['Friday: 1 3']);

    const [part] = own.emby.playlists.of(own.emby.users[0]?.id ?? '');
    own.edit(own.emby, part?.id ?? '', [1, 3], Math.floor(Date.now() / 1_000) + 60);
    const again = await own.sync();
    expect(again.tally).toMatchObject({ 'skipped.partial': 1 });
    expect(own.shown(own.plex)).toEqual(['Friday: 1 2 3']);
    expect(own.shown(own.jellyfin)).toEqual(['Friday: 1 2 3']);
    expect(own.shown(own.emby)).toEqual(['Friday: 1 3']);

    own.addFilm(own.emby, 2);
    await own.importFrom(own.emby);
    const complete = await own.sync();
    expect(everywhere(own, own)).toEqual(Array(3).fill(['Friday: 1 2 3']));
    expect(await own.changesOf(complete)).toMatchObject([{ action: 'replace', rule: 'more-items-there' }]);
  });

  it('lose no item because one left a server, and took its entries along', async () => {
    const own = await open();
    own.make(own.plex, 'Friday', [1, 2, 3]);
    await own.sync();
    own.jellyfin.remove(own.jellyfin.idOf({ title: 'Film 2' }));
    await own.sync();
    expect(own.shown(own.plex)).toEqual(['Friday: 1 2 3']);
    expect(own.shown(own.jellyfin)).toEqual(['Friday: 1 3']);
  });

  it('go from where import is on to where export is on (F361)', async () => {
    const own = await open({
      changes: {
        plex: { exportEnabled: false },
        jellyfin: { importEnabled: false },
        emby: { importEnabled: false, exportEnabled: false },
      },
    });
    own.make(own.plex, 'Friday', [1]);
    own.make(own.jellyfin, 'Mine', [2], LATER);
    own.make(own.jellyfin, 'Friday', [4], LATER);
    own.make(own.emby, 'Nobody’s', [3]);
    await own.sync();
    expect(own.shown(own.plex)).toEqual(['Friday: 1']);
    expect(own.shown(own.jellyfin)).toEqual(['Friday: 1', 'Mine: 2']);
    expect(own.shown(own.emby)).toEqual(['Nobody’s: 3']);
  });

  it('are only looked at by a rehearsal, which tells what it would do (F362)', async () => {
    const own = await open();
    own.make(own.plex, 'Friday', [1]);
    const run = await own.sync({ dryRun: true });
    expect(run.status).toBe('succeeded');
    expect(await own.changesOf(run)).toMatchObject([
      { backend: 'jellyfin', action: 'create', status: 'planned', title: 'Friday', playlistId: null },
      { backend: 'emby', action: 'create', status: 'planned' },
    ]);
    expect(own.writes()).toEqual([]);
    expect(await own.lists()).toEqual([]);
  });

  it('of some backends only, when these are named', async () => {
    const own = await open();
    own.make(own.plex, 'Friday', [1]);
    await own.sync({ backends: ['plex', 'emby'] });
    expect(own.shown(own.emby)).toEqual(['Friday: 1']);
    expect(own.shown(own.jellyfin)).toEqual([]);
  });

  it('are read again in full with force, and else only where the server says that they changed', async () => {
    const own = await open();
    own.make(own.plex, 'Friday', [1]);
    await own.sync();
    const reads = (): number =>
      own.plex.requests.filter(({ path }) => /playlists\/\d+\/items/.test(path)).length;
    own.clearRequests();
    await own.sync();
    expect(reads()).toBe(0);
    await own.sync({ force: true });
    expect(reads()).toBe(1);
  });

  it('are read again when they changed a moment ago: a second change in that second moves no date', async () => {
    const own = await open();
    const now = Math.floor(Date.now() / 1_000);
    const id = own.make(own.plex, 'Friday', [1, 2], now);
    await own.sync();
    own.edit(own.plex, id, [2, 1], now);
    await own.sync();
    expect(own.shown(own.jellyfin)).toEqual(['Friday: 2 1']);
  });

  it('with an item that nobody knows are left alone', async () => {
    const own = await open();
    own.plex.add({ type: 'movie', title: 'Home video' });
    const itemIds = [...own.idsOf(own.plex, [1]), own.plex.idOf({ title: 'Home video' })];
    own.plex.playlists.make(own.plex.users[0]?.id ?? '', { title: 'Friday', itemIds });
    own.make(own.jellyfin, 'Friday', [2]);
    await own.sync();
    expect(own.plex.playlists.of(own.plex.users[0]?.id ?? '')).toMatchObject([{ itemIds }]);
    expect(own.shown(own.emby)).toEqual(['Friday: 2']);
  });

  it('know an item that no import has shown yet by its ids', async () => {
    const own = await open();
    own.addFilm(own.jellyfin, 9);
    own.addFilm(own.plex, 9);
    await own.importFrom(own.jellyfin);
    own.make(own.plex, 'Friday', [9, 1]);
    await own.sync();
    expect(own.shown(own.jellyfin)).toEqual(['Friday: 9 1']);
    expect(own.shown(own.emby)).toEqual(['Friday: 1']);
  });

  it('of another account than before are no news of the old one, and nothing is deleted for it', async () => {
    const own = await open();
    own.make(own.plex, 'Friday', [1]);
    await own.sync();
    const sam = own.plex.users[1];
    await stage.module.get(Backends).changeAccount(own.backendOf(own.plex), { userId: sam?.id ?? '' });
    const [copy] = own.plex.playlists.of(own.plex.users[0]?.id ?? '');
    own.plex.playlists.drop(copy?.id ?? '');
    // The new account has no list at all, and its import has not been done.
    await own.sync();
    await own.sync();
    expect(own.shown(own.jellyfin)).toEqual(['Friday: 1']);
  });

  it('are synchronised once at a time', async () => {
    const own = await open();
    const run = await own.begin();
    await expect(own.begin()).rejects.toThrow('another run is under way');
    await own.carryOut(run.id);
    await expect(own.begin()).resolves.toMatchObject({ kind: 'playlist' });
  });

  it('wait for a person when many are to be deleted, and go on with a yes', async () => {
    const own = await open();
    const ids = ['A', 'B', 'C', 'D', 'E'].map((title) => own.make(own.plex, title, [1]));
    await own.sync();
    for (const id of ids.slice(0, 4)) own.plex.playlists.drop(id);
    await own.sync();
    own.clearRequests();
    const parked = await own.sync();
    expect(parked.status).toBe('awaiting_approval');
    expect(own.writes()).toEqual([]);
    await stage.module.get(Runs).approve(parked.id);
    expect(await own.carryOut(parked.id)).toMatchObject({ status: 'succeeded', counts: { updated: 8 } });
    expect(everywhere(own, own)).toEqual(Array(3).fill(['E: 1']));
  });

  it('wait for a person when a server lost all that it had', async () => {
    const own = await open();
    const ids = ['A', 'B'].map((title) => own.make(own.plex, title, [1]));
    await own.sync();
    for (const id of ids) own.plex.playlists.drop(id);
    await own.sync();
    const waiting = await own.sync();
    expect(waiting.status).toBe('awaiting_approval');
    expect(own.shown(own.emby)).toEqual(['A: 1', 'B: 1']);
    // Another run takes the place of the one that waits.
    const next = await own.sync();
    expect(next.status).toBe('awaiting_approval');
    expect((await stage.module.get(Runs).get(waiting.id)).status).toBe('cancelled');
    // With a no they are made again where they were missing.
    await stage.module.get(PlaylistWrites).reject(next.id);
    await own.sync();
    expect(everywhere(own, own)).toEqual(Array(3).fill(['A: 1', 'B: 1']));
  });
});
