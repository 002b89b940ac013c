import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { A0, type Answer, type Api, Fakes, Replica, type Run, RunningSystem } from './harness/index.js';

/** Who of the fake's two people each identity is. */
const PEOPLE = { ann: 'alex', bob: 'sam' } as const;
type Name = keyof typeof PEOPLE;
const NAMES = Object.keys(PEOPLE) as readonly Name[];
const TITLES = 12;
/** One seat for each process, so that two runs at the same time are the work of two. */
const ONE_SEAT = { WS_QUEUE_CONCURRENCY: '1' };

interface TimedRun extends Run {
  readonly started_at: string;
  readonly finished_at: string;
}

describe('two processes of the api, the importer and the exporter', () => {
  let fakes: Fakes;
  let system: RunningSystem;
  let replicas: readonly Replica[];
  let apis: Readonly<Record<Name, readonly [Api, Api]>>;

  beforeAll(async () => {
    fakes = await Fakes.start('none');
    for (const type of ['plex', 'jellyfin'] as const) await fakes.addMany(type, 'movie', TITLES);
    system = await RunningSystem.start({ env: { ...fakes.env, ...ONE_SEAT } });
    const started = await Promise.all(
      (['api', 'importer', 'exporter'] as const).map((name) =>
        Replica.start(system, name, { ...fakes.env, ...ONE_SEAT }),
      ),
    );
    replicas = started;
    const [second] = started;
    if (!second) throw new Error('no second api');
    apis = { ann: [system.api('ann'), second.api('ann')], bob: [system.api('bob'), second.api('bob')] };
    for (const name of NAMES) {
      await system.api().post('identities', { identity: name });
      for (const type of ['plex', 'jellyfin'] as const)
        await apis[name][0].addBackend(fakes.backend(type, PEOPLE[name]));
    }
  });
  afterAll(async () => {
    for (const replica of replicas) await replica.stop();
    await system.dispose();
    await fakes.stop();
  });

  /** A run of each person, asked for at both processes of the api at the same moment, of which one says no. */
  async function askedTwice(kind: 'import' | 'export', backend: string): Promise<readonly TimedRun[]> {
    const asked = NAMES.map((name) => apis[name].map((api) => api.post(`backend/${backend}/${kind}`)));
    const answers = await Promise.all(asked.map((two) => Promise.all(two)));
    const ids = answers.map((two) => oneOfTwo(two, `${backend} is busy with another ${kind}.`));
    return Promise.all(
      ids.map(async (id, index) => (await apis[NAMES[index] ?? 'ann'][1].finished(id)) as TimedRun),
    );
  }

  it.each(['import', 'export'] as const)(
    '156. Same instance twice: one %s of a person runs, the other is told so, and those of two people run at the same time',
    async (kind) => {
      if (kind === 'export') await watchAll();
      await fakes.fault('jellyfin', { kind: { delayMs: 300 }, times: 10_000 });
      const runs = await askedTwice(kind, 'jellyfin');
      await fakes.clearFaults('jellyfin');

      expect(runs.map(({ status }) => status)).toEqual(['succeeded', 'succeeded']);
      const [one, other] = runs;
      if (!one || !other) throw new Error('there are not two runs');
      expect(Date.parse(one.started_at)).toBeLessThan(Date.parse(other.finished_at));
      expect(Date.parse(other.started_at)).toBeLessThan(Date.parse(one.finished_at));
      const counted = kind === 'import' ? 'added' : 'played';
      expect(runs.map(({ counts }) => counts[counted])).toEqual([TITLES, TITLES]);
      if (kind === 'export') expect(await fakes.writes('jellyfin')).toHaveLength(2 * TITLES);
    },
  );

  /** Everybody has watched everything on Plex, and Jellyfin was never told. */
  async function watchAll(): Promise<void> {
    for (const name of NAMES) {
      const titles = await titlesOf(apis[name][0]);
      expect(titles).toHaveLength(TITLES);
      for (const title of titles) await fakes.play('plex', { title, at: A0 }, PEOPLE[name]);
      expect(await apis[name][0].carryOut('import', 'plex')).toMatchObject({ status: 'succeeded' });
    }
    await fakes.clearRequests('jellyfin');
  }
});

async function titlesOf(api: Api): Promise<readonly string[]> {
  const { body } = await api.get('history?perpage=100');
  return (body as { readonly history: readonly { readonly title: string }[] }).history.map(
    ({ title }) => title,
  );
}

/** The id of the run that one of two answers names and the other points at. */
function oneOfTwo(answers: readonly Answer[], refusal: string): string {
  const bodyOf = (status: number): { readonly run_id?: string } =>
    answers.find((answer) => answer.status === status)?.body ?? {};
  expect(answers.map(({ status }) => status).sort()).toEqual([202, 409]);
  expect(bodyOf(409)).toMatchObject({
    error: { code: 409, key: 'run-active', message: refusal },
    run_id: bodyOf(202).run_id,
  });
  return bodyOf(202).run_id ?? '';
}
