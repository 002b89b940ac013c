import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PersonMarks, RunPlans, Runs, type BackendRecord, type RunRecord } from '#libs/database';
import { FakeEmby } from '#libs/testing';
import { ExporterStage, LATER, LONG_AGO, UNWATCHED, WATCHED } from './testing/exporter-stage.js';

describe('a person who decides about parts of a plan', () => {
  let stage: ExporterStage;
  let server: FakeEmby;
  let backend: BackendRecord;

  beforeAll(async () => {
    stage = await ExporterStage.open();
  });
  afterAll(() => stage.close());

  beforeEach(async () => {
    await stage.newPerson();
    server = new FakeEmby();
    await server.start();
    for (let number = 1; number <= 32; number += 1) {
      server.add({
        type: 'movie',
        title: `Title ${number}`,
        guids: { tmdb: String(number) },
        addedAt: LONG_AGO,
        runtimeMs: 6_000_000,
      });
      // The last two are to become watched, all others unwatched.
      if (number <= 30) server.play(user(), server.idOf({ title: `Title ${number}` }), LONG_AGO);
    }
    backend = await stage.backendOn(server);
    await stage.know(backend, ({ title }) => (/3[12]$/.test(title) ? WATCHED : UNWATCHED));
    return () => server.stop();
  });

  const user = (): string => server.users[0]?.id ?? '';
  const watched = (number: number): boolean =>
    server.stateOf(user(), server.idOf({ title: `Title ${number}` })).watched;
  const plans = (): RunPlans => stage.module.get(RunPlans);
  const waiting = async (): Promise<RunRecord> => {
    const run = await stage.export(backend);
    expect(run.status).toBe('awaiting_approval');
    return run;
  };
  const rowsOf = async (run: RunRecord, ...numbers: number[]): Promise<number[]> =>
    (await stage.changesOf(run))
      .filter(({ item }) => numbers.some((number) => item.title === `Title ${number}`))
      .map(({ id }) => id);
  const all = { direction: 'unwatched', type: 'movie' } as const;

  it('sees the plan in groups', async () => {
    const run = await waiting();

    expect(await plans().groups(run.id)).toMatchObject([
      { backend: 'emby', direction: 'unwatched', type: 'movie', count: 30 },
      { backend: 'emby', direction: 'watched', type: 'movie', count: 2 },
    ]);
  });

  it('has exactly the chosen rows written, and no other', async () => {
    const run = await waiting();

    await plans().approveRows(run, { ids: await rowsOf(run, 1, 2, 3), groups: [{ direction: 'watched' }] });
    const done = await stage.carryOut(run.id);

    expect([1, 2, 3, 4, 30, 31, 32].map(watched)).toEqual([false, false, false, true, true, true, true]);
    expect(done).toMatchObject({ status: 'succeeded', total: 5, counts: { unplayed: 3, played: 2 } });
    expect((await stage.changesOf(run)).filter(({ status }) => status === 'rejected')).toHaveLength(27);
  });

  it('says no to some, and the others go on waiting', async () => {
    const run = await waiting();

    await plans().rejectRows(run, { ids: await rowsOf(run, 7, 8), groups: [] });

    expect((await stage.module.get(Runs).get(run.id)).status).toBe('awaiting_approval');
    await stage.module.get(Runs).approve(run.id);
    await stage.carryOut(run.id);
    expect([6, 7, 8, 9].map(watched)).toEqual([false, true, true, false]);
  });

  it('is not asked about a rejected write again, and no later run makes it', async () => {
    const run = await waiting();
    await plans().approveRows(run, { ids: [], groups: [{ direction: 'watched' }] });
    await stage.carryOut(run.id);
    server.clearRequests();

    const next = await stage.export(backend);
    await stage.push(backend);

    expect(next).toMatchObject({ status: 'succeeded', counts: { unplayed: 0 } });
    expect(await stage.changesOf(next)).toEqual([]);
    expect(server.writes()).toEqual([]);
  });

  it('is heard as long as the play state is the same: another change of it is another write', async () => {
    const run = await waiting();
    await plans().approveRows(run, { ids: [], groups: [{ direction: 'watched' }] });
    await stage.carryOut(run.id);
    const marks = stage.module.get(PersonMarks);
    const { identityId } = stage;
    const itemId = await stage.itemOf('Title 5');

    await marks.mark({ identityId, itemId, watched: true, at: LATER + 10 });
    await marks.mark({ identityId, itemId, watched: false, at: LATER + 20 });
    await stage.export(backend);

    expect([4, 5, 6].map(watched)).toEqual([true, false, true]);
  });

  it('may change that by a forced export, which compares everything and asks again', async () => {
    const run = await waiting();
    await plans().rejectRows(run, { ids: await rowsOf(run, 1, 2), groups: [] });
    await stage.module.get(Runs).approve(run.id);
    await stage.carryOut(run.id);

    const preview = await stage.export(backend, { force: true, dryRun: true });

    expect(preview.counts).toMatchObject({ unplayed: 2 });
  });

  it('is heard once: what is decided is decided', async () => {
    const run = await waiting();
    await plans().approveRows(run, { ids: [], groups: [all] });

    expect(await plans().approveRows(run, { ids: [], groups: [all] })).toBeNull();
    expect(await plans().rejectRows(run, { ids: [], groups: [all] })).toBeNull();
  });
});
