import { afterEach, describe, expect, it } from 'vitest';
import { SERVERS, ThreeServers } from '../harness/index.js';
import { Household, howToRepeat, ViewingLost, type SimulationPlan } from './household.js';
import type { Complaint } from './life.js';
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
};

/** Each try starts a system of its own. */
const MOST_TRIES = 8;

describe('people in front of three servers, while all is synced', () => {
  let stage: ThreeServers;

  afterEach(() => stage.stop());

  it('54. never lose a viewing, come to agree when it is quiet, and then nothing is written any more', async () => {
    const { household, complaints } = await play(PLAN);
    if (complaints.length > 0) throw new Error(await storyOf(complaints));
    expect(household.deeds).toBeGreaterThan(PLAN.only === null ? PLAN.titles : 0);

    for (const type of SERVERS) await stage.fakes.clearRequests(type);
    await household.rest();
    for (const type of SERVERS) await stage.export([type]);
    expect((await Promise.all(SERVERS.map((type) => stage.fakes.writes(type)))).flat()).toEqual([]);
  }, 1_200_000);

  async function play(
    plan: SimulationPlan,
  ): Promise<{ readonly household: Household; readonly complaints: readonly Complaint[] }> {
    // The guard has tests of its own; here it would make most rounds wait for a person.
    stage = await ThreeServers.start({ WS_LIBRARY_SEGMENT: '100', WS_GUARD_MAX_CHANGES: '100000' });
    const household = new Household(stage, plan);
    try {
      await household.moveIn();
      for (let round = 1; round <= plan.rounds; round += 1) await household.live();
      await household.rest();
      await household.rest();
      return { household, complaints: household.complaints(await disputedItems(), await household.rows()) };
    } catch (error) {
      if (error instanceof ViewingLost) return { household, complaints: [error.complaint] };
      throw error;
    }
  }

  /** The simplest plan that still fails, and what happened in it. */
  async function storyOf(complaints: readonly Complaint[]): Promise<string> {
    const replay = async (plan: SimulationPlan): Promise<readonly Complaint[]> => {
      await stage.stop();
      return (await play(plan)).complaints;
    };
    const smallest = await shrunk({ plan: PLAN, complaints }, replay, MOST_TRIES);
    const told = smallest.complaints.map(({ number, text }) => `${number}: ${text}`);
    return [howToRepeat(smallest.plan), ...told].join('\n');
  }

  /** What a person has still to decide about is as it was. */
  async function disputedItems(): Promise<ReadonlySet<number>> {
    const ids = new Set<number>();
    for (let page = 1, last = 1; page <= last; page += 1) {
      const { body } = await stage.api.get(`history/conflicts?perpage=100&page=${page}`);
      const list = body as {
        readonly paging: { last_page: number };
        readonly items: readonly { item: { id: number } | null }[];
      };
      last = list.paging.last_page;
      for (const { item } of list.items) if (item) ids.add(item.id);
    }
    return ids;
  }
});
