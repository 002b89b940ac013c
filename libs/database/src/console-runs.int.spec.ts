import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConsoleRuns, type NewConsoleRun } from './console-runs.js';
import { Runs } from './runs.js';
import { Stage } from './testing/stage.js';

let stage: Stage;
let commands: ConsoleRuns;
let runs: Runs;
beforeAll(async () => {
  stage = await Stage.open();
  commands = new ConsoleRuns(stage.database);
  runs = new Runs(stage.database);
});
afterAll(() => stage.close());

const command = (changes: Partial<NewConsoleRun> = {}): NewConsoleRun => ({
  line: 'version',
  sealedLine: null,
  timeLimit: 60,
  task: null,
  askedBy: 'api-key',
  dueAt: null,
  hasColours: false,
  reference: null,
  ...changes,
});

const added = async (changes: Partial<NewConsoleRun> = {}) => {
  const run = await commands.add(command(changes));
  if (!run) throw new Error('not added');
  return run;
};

const end = (id: string, exitCode = 0): Promise<void> =>
  commands.finish(id, { status: exitCode === 0 ? 'succeeded' : 'failed', exitCode, error: null });

describe('a console run', () => {
  it('is a run of kind console, with its command beside it', async () => {
    const run = await added({ line: 'state:import -v', task: 'import', askedBy: 'schedule' });
    expect(await runs.get(run.id)).toMatchObject({ kind: 'console', identityName: 'main', status: 'queued' });
    expect(run).toMatchObject({ line: 'state:import -v', task: 'import', exitCode: null, lastSequence: 0 });
    await end(run.id, 3);
    expect(await commands.get(run.id)).toMatchObject({ status: 'failed', exitCode: 3 });
  });

  it('is added once while one of the same reference is under way, also by two at the same moment', async () => {
    const tries = await Promise.all(
      Array.from({ length: 5 }, () => commands.add(command({ reference: 'task://export' }))),
    );
    const [first, ...others] = tries.filter((run) => run !== null);
    expect(others).toEqual([]);
    expect((await commands.activeOf('task://export'))?.id).toBe(first?.id);
    await end(first?.id ?? '');
    expect(await commands.add(command({ reference: 'task://export' }))).not.toBeNull();
  });

  it('keeps its lines in order, and gives them from any point on', async () => {
    const { id } = await added();
    const last = await commands.print(id, 0, [
      { stream: 'out', text: 'one' },
      { stream: 'err', text: 'two\u0000' },
    ]);
    expect(await commands.print(id, last, [{ stream: 'out', text: 'three' }])).toBe(3);
    expect((await commands.output(id, 1, 10)).map(({ text }) => text)).toEqual(['two', 'three']);
    expect((await commands.lastOutput(id, 2)).map(({ sequence }) => sequence)).toEqual([2, 3]);
  });

  it('waits again after a reset, without what it had printed unless that is kept', async () => {
    const { id } = await added();
    expect(await commands.reset(id, { keepOutput: false })).toBeNull();
    await commands.print(id, 0, [{ stream: 'out', text: 'one' }]);
    await end(id, 1);
    expect(await commands.reset(id, { keepOutput: true })).toMatchObject({
      status: 'queued',
      lastSequence: 1,
    });
    await end(id, 1);
    expect(await commands.reset(id, { keepOutput: false })).toMatchObject({
      lastSequence: 0,
      exitCode: null,
    });
  });

  it('is forgotten when nobody works on it, but not before its time', async () => {
    const [now, later] = [await added(), await added({ dueAt: new Date(Date.now() + 3_600_000) })];
    const ids = async (): Promise<string[]> =>
      (await commands.forgotten({ queuedSeconds: 0, runningSeconds: 0 })).map(({ id }) => id);
    expect(await ids()).toContain(now.id);
    expect(await ids()).not.toContain(later.id);
    expect(await commands.forgotten({ queuedSeconds: 60, runningSeconds: 60 })).toEqual([]);
  });

  it('hears of a cancel at its next beat', async () => {
    const { id } = await added();
    await runs.start(id);
    expect(await commands.beat(id)).toBe(false);
    await runs.cancel(id);
    expect(await commands.beat(id)).toBe(true);
  });

  it('goes when it is old, with what it printed; a dry run only counts', async () => {
    const { id } = await added();
    await commands.print(id, 0, [{ stream: 'out', text: 'one' }]);
    await end(id);
    await stage.rows(`UPDATE run SET finished_at = now() - interval '8 days' WHERE id = $1`, [id]);
    expect(await commands.prune(7 * 86_400, { dryRun: true })).toBe(1);
    expect(await commands.find(id)).not.toBeNull();
    expect(await commands.prune(7 * 86_400, { dryRun: false })).toBe(1);
    expect(await commands.find(id)).toBeNull();
    expect(await commands.output(id, 0, 10)).toEqual([]);
  });

  it('of a task that runs often keeps the newest few that ended well', async () => {
    const ids = [];
    for (let count = 0; count < 4; count += 1) {
      const { id } = await added({ task: 'prune', reference: 'task://prune' });
      await end(id);
      ids.push(id);
    }
    await commands.pruneTask('prune', 2);
    const { total, runs: left } = await commands.list({ task: 'prune', limit: 10, offset: 0 });
    expect([total, left.map(({ id }) => id)]).toEqual([2, ids.slice(2).reverse()]);
    expect((await commands.newestByTask()).get('prune')?.id).toBe(ids[3]);
  });
});
