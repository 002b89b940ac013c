import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Ledger, Runs } from '#libs/database';
import { FakePlex, killAtStatement } from '#libs/testing';
import { RunExporter } from './exports/run-exporter.js';
import { ExporterStage, job, LONG_AGO, WATCHED } from './testing/exporter-stage.js';

const MOVIES = 6;

describe('an exporter that is killed', () => {
  let stage: ExporterStage;

  beforeAll(async () => {
    stage = await ExporterStage.open();
  });

  afterAll(() => stage.close());

  /** One export, killed before its n-th statement and taken up again; a Plex, because it counts every scrobble. */
  async function round(n: number): Promise<{ wasKilled: boolean; playCounts: number[]; outcome: unknown }> {
    const plex = new FakePlex();
    await plex.start();
    const ids = Array.from({ length: MOVIES }, (_, number) =>
      plex.add({
        type: 'movie',
        title: `Title ${number}`,
        guids: { tmdb: String(number + 1) },
        addedAt: LONG_AGO,
      }),
    );
    await stage.newPerson();
    const backend = await stage.backendOn(plex);
    await stage.know(backend, () => WATCHED);
    const added = await stage.module.get(Runs).add({
      kind: 'export',
      identityId: stage.identityId,
      backendId: backend.id,
      backendName: backend.name,
      mode: null,
      dryRun: false,
      options: {},
    });
    if (!('run' in added)) throw new Error('another export is under way');
    const exporter = stage.module.get(RunExporter);
    const { signal } = new AbortController();

    const wasKilled = await killAtStatement(n, () =>
      exporter.export(added.run.id, { ...job, signal, isLastAttempt: false }),
    );
    await exporter.export(added.run.id, job);

    const run = await stage.module.get(Runs).get(added.run.id);
    const { changes } = await stage.module
      .get(Ledger)
      .changes(run.id, { status: null, limit: 100, offset: 0 });
    const [user] = plex.users;
    const playCounts = ids.map((id) => plex.stateOf(user?.id ?? '', id).playCount);
    await plex.stop();
    const settled = changes.filter(({ status }) => status === 'applied' || status === 'skipped').length;
    return {
      wasKilled,
      playCounts,
      outcome: { status: run.status, done: run.done, total: run.total, settled },
    };
  }

  it('before any of its statements ends like one that was not, and every movie was played once', async () => {
    const undisturbed = await round(Number.POSITIVE_INFINITY);
    expect(undisturbed).toMatchObject({
      wasKilled: false,
      outcome: { status: 'succeeded', settled: MOVIES },
    });

    let rounds = 0;
    for (let n = 1; ; n += 1) {
      const { wasKilled, ...result } = await round(n);
      expect(result, `killed before statement ${n}`).toEqual({
        playCounts: undisturbed.playCounts,
        outcome: undisturbed.outcome,
      });
      if (!wasKilled) break;
      rounds += 1;
    }
    expect(rounds).toBeGreaterThan(20);
  }, 120_000);
});
