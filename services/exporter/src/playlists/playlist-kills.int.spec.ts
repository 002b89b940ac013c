import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { killAtStatement } from '#libs/testing';
import { ExporterStage, LATER, LONG_AGO } from '../testing/exporter-stage.js';
import { PlaylistStage } from '../testing/playlist-stage.js';

describe('a sync of playlists that is killed', () => {
  let stage: ExporterStage;

  beforeAll(async () => {
    stage = await ExporterStage.open();
  });
  afterAll(() => stage.close());

  /** One list is to be made, one replaced, one deleted; killed before the n-th statement and taken up again. */
  async function round(n: number): Promise<{ wasKilled: boolean; shown: unknown; outcome: unknown }> {
    const own = await PlaylistStage.open(stage, { films: 3, kinds: ['jellyfin', 'emby'] });
    const friday = own.make(own.emby, 'Friday', [1, 2], LONG_AGO);
    const gone = own.make(own.emby, 'Gone', [3]);
    own.make(own.emby, 'Kept', [3]);
    await own.sync();
    own.emby.playlists.drop(gone);
    await own.sync();
    own.edit(own.emby, friday, [2, 3], LATER);
    own.make(own.emby, 'New', [1]);
    const run = await own.begin();
    const wasKilled = await killAtStatement(n, () => own.carryOut(run.id, false));
    // At no moment anything is missing that nobody deleted.
    for (const server of own.servers)
      expect(
        own.shown(server).some((list) => list.startsWith('Friday')),
        `after statement ${n}`,
      ).toBe(true);
    const ended = await own.carryOut(run.id);
    const shown = own.servers.map((server) => own.shown(server));
    const { status, counts, total, done } = ended;
    await own.close();
    return { wasKilled, shown, outcome: { status, counts, total, done } };
  }

  it('before any of its statements ends like one that was not, without a list lost or doubled', async () => {
    const undisturbed = await round(Number.POSITIVE_INFINITY);
    expect(undisturbed).toMatchObject({
      wasKilled: false,
      shown: Array(2).fill(['Friday: 2 3', 'Kept: 3', 'New: 1']),
      outcome: { status: 'succeeded', counts: { added: 1, updated: 2, failed: 0 } },
    });
    for (let n = 1; ; n += 1) {
      const { wasKilled, ...result } = await round(n);
      expect(result, `killed before statement ${n}`).toEqual({
        shown: undisturbed.shown,
        outcome: undisturbed.outcome,
      });
      if (!wasKilled) break;
    }
  }, 600_000);
});
