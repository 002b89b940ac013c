import type { SimulationPlan } from './household.js';
import type { Complaint } from './life.js';

export interface Failure {
  readonly plan: SimulationPlan;
  readonly complaints: readonly Complaint[];
}

/** Simpler plans that may fail in the same way, the boldest first: one title alone, then fewer titles and rounds. */
export function simplerPlans({ plan, complaints }: Failure): SimulationPlan[] {
  const { titles, rounds, only } = plan;
  const last = Math.max(...complaints.map(({ number }) => number));
  const first = complaints[0]?.number ?? 1;
  const alone = only === null ? [{ ...plan, titles: first, only: first }] : [];
  // Each title has chances of its own, so those before the last one that failed live as they did.
  const fewer = only === null && last < titles ? [{ ...plan, titles: last }] : [];
  const shorter = [Math.floor(rounds / 2), rounds - 1].filter((some) => some >= 1 && some < rounds);
  return [...alone, ...fewer, ...[...new Set(shorter)].map((some) => ({ ...plan, rounds: some }))];
}

/** Plays simpler plans as long as one of them still fails; gives the simplest that did. `most` bounds the tries. */
export async function shrunk(
  failure: Failure,
  play: (plan: SimulationPlan) => Promise<readonly Complaint[]>,
  most: number,
): Promise<Failure> {
  let smallest = failure;
  let waiting = simplerPlans(failure);
  for (let tries = 0; tries < most; tries += 1) {
    const [plan, ...rest] = waiting;
    if (!plan) break;
    const complaints = await play(plan);
    waiting = rest;
    if (complaints.length === 0) continue;
    smallest = { plan, complaints };
    waiting = simplerPlans(smallest);
  }
  return smallest;
}
