import { afterEach, describe, expect, it } from 'vitest';
import { SERVERS, type ThreeServers } from '../harness/index.js';
import { howToRepeat, type Mischief, type SimulationPlan } from './household.js';
import type { Complaint } from './life.js';
import { Theatre } from './play.js';
import { shrunk } from './shrink.js';

const asked = (name: string): number | null => {
  const value = Number(process.env[name] ?? Number.NaN);
  return Number.isInteger(value) ? value : null;
};

/** The same histories each time, so that a red one is somebody's change; another seed tries new ones. */
const PLAN: SimulationPlan = {
  seed: asked('WS_SIM_SEED') ?? 20_240_308,
  titles: asked('WS_SIM_TITLES') ?? 110,
  rounds: asked('WS_SIM_ROUNDS') ?? 6,
  only: asked('WS_SIM_ONLY'),
  rewatch: asked('WS_SIM_REWATCH') !== 0,
};

/** Each try starts a system of its own. */
const MOST_TRIES = 8;

describe('people in front of three servers, while all is synced', () => {
  let theatre = new Theatre();

  afterEach(() => theatre.close());

  it('54. never lose a viewing, come to agree when it is quiet, and then nothing is written any more', async () => {
    const { household, complaints } = await theatre.play(PLAN);
    if (complaints.length > 0) throw new Error(await storyOf(complaints));
    expect(household.deeds).toBeGreaterThan(PLAN.only === null ? PLAN.titles : 0);

    if (PLAN.only === null) {
      expect(household.paused).toBeGreaterThan(0);
      expect(household.seenAgain).toBeGreaterThan(0);
    }

    const { stage } = theatre;
    // By a clock that is an hour behind, a second viewing there came before the first; the next export takes it for left over.
    await stage.export();
    for (const type of SERVERS) await stage.fakes.clearRequests(type);
    await household.rest();
    for (const type of SERVERS) await stage.export([type]);
    expect((await Promise.all(SERVERS.map((type) => stage.fakes.writes(type)))).flat()).toEqual([]);
  }, 1_200_000);

  it('are found out when a server forgets a viewing behind their backs, and that is told as the life of one title', async () => {
    theatre = new Theatre(forgetsViewings);
    const plan: SimulationPlan = { seed: 7, titles: 24, rounds: 4, only: null, rewatch: false };
    const { complaints } = await theatre.play(plan);
    expect(complaints.length).toBeGreaterThan(0);

    const smallest = await shrunk(
      { plan, complaints },
      async (simpler) => (await theatre.play(simpler)).complaints,
      4,
    );

    const [complaint, ...others] = smallest.complaints;
    expect(others).toEqual([]);
    expect(smallest.plan).toMatchObject({ seed: 7, only: complaint?.number, titles: complaint?.number });
    expect(smallest.plan.rounds).toBeLessThan(plan.rounds);
    const deeds = complaint?.text.match(/^\s+\d+: (watch|unmark|pause|again|replace|mark here)/gm) ?? [];
    expect(deeds.length).toBeGreaterThan(0);
    expect(deeds.length).toBeLessThan(6);
    expect(complaint?.text).toMatch(/nobody (took back|unmarked it)/);
  }, 600_000);

  /** The simplest plan that still fails, and what happened in it. */
  async function storyOf(complaints: readonly Complaint[]): Promise<string> {
    const replay = async (plan: SimulationPlan): Promise<readonly Complaint[]> =>
      (await theatre.play(plan)).complaints;
    const smallest = await shrunk({ plan: PLAN, complaints }, replay, MOST_TRIES);
    const told = smallest.complaints.map(({ number, text }) => `${number}: ${text}`);
    return [howToRepeat(smallest.plan), ...told].join('\n');
  }
});

/** A server that loses what was watched on it, as if somebody had unmarked it: nothing of ours can tell, but the deeds do. */
const forgetsViewings =
  ({ fakes }: ThreeServers): Mischief =>
  async (lives) => {
    for (const { title, deeds } of lives) {
      const watch = deeds.find(({ act }) => act === 'watch');
      const isUnmarked = deeds.some(({ act }) => act.startsWith('unmark') || act === 'replace');
      if (watch?.at && !isUnmarked) await fakes.unplay(watch.at, { title });
    }
  };
