import { ThreeServers } from '../harness/index.js';
import { Household, ViewingLost, type Mischief, type SimulationPlan } from './household.js';
import type { Complaint } from './life.js';

export interface Played {
  readonly household: Household;
  readonly complaints: readonly Complaint[];
}

/** Plays plans, each on a system of its own; the last one stays open to be looked at. */
export class Theatre {
  private open: ThreeServers | null = null;

  /** `mischief` is what a test plants. */
  constructor(private readonly mischief: (stage: ThreeServers) => Mischief = () => () => Promise.resolve()) {}

  get stage(): ThreeServers {
    if (!this.open) throw new Error('nothing is played yet');
    return this.open;
  }

  async play(plan: SimulationPlan): Promise<Played> {
    await this.close();
    // The guard has tests of its own; here it would make most rounds wait for a person.
    this.open = await ThreeServers.start({ WS_LIBRARY_SEGMENT: '100', WS_GUARD_MAX_CHANGES: '100000' });
    const household = new Household(this.open, plan, this.mischief(this.open));
    try {
      await household.moveIn();
      for (let round = 1; round <= plan.rounds; round += 1) await household.live();
      await household.rest();
      await household.rest();
      const disputed = await disputedItems(this.open);
      return { household, complaints: household.complaints(disputed, await household.rows()) };
    } catch (error) {
      if (error instanceof ViewingLost) return { household, complaints: [error.complaint] };
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.open?.stop();
    this.open = null;
  }
}

/** What a person has still to decide about is as it was. */
async function disputedItems({ api }: ThreeServers): Promise<ReadonlySet<number>> {
  const ids = new Set<number>();
  for (let page = 1, last = 1; page <= last; page += 1) {
    const { body } = await api.get(`history/conflicts?perpage=100&page=${page}`);
    const list = body as {
      readonly paging: { last_page: number };
      readonly items: readonly { item: { id: number } | null }[];
    };
    last = list.paging.last_page;
    for (const { item } of list.items) if (item) ids.add(item.id);
  }
  return ids;
}
