import { describe, expect, it } from 'vitest';
import type { SimulationPlan } from './household.js';
import type { Complaint } from './life.js';
import { shrunk } from './shrink.js';

const PLAN: SimulationPlan = { seed: 7, titles: 110, rounds: 6, only: null, rewatch: true };
const about = (number: number): Complaint => ({ number, text: `title ${number}` });

/** Fails as the rule says, and remembers what was played. */
function failing(rule: (plan: SimulationPlan) => readonly Complaint[]) {
  const played: SimulationPlan[] = [];
  const play = (plan: SimulationPlan): Promise<readonly Complaint[]> => {
    played.push(plan);
    return Promise.resolve(rule(plan));
  };
  return { played, play };
}

describe('a simulation that failed', () => {
  it('is told as the life of one title in as few rounds as still fail', async () => {
    const { play } = failing(({ titles, rounds }) => (titles >= 40 && rounds >= 3 ? [about(40)] : []));
    expect(await shrunk({ plan: PLAN, complaints: [about(40)] }, play, 20)).toEqual({
      plan: { ...PLAN, titles: 40, rounds: 3, only: 40 },
      complaints: [about(40)],
    });
  });

  it('keeps the others where a title fails only among them', async () => {
    const { play } = failing(({ only }) => (only === null ? [about(40)] : []));
    const { plan } = await shrunk({ plan: PLAN, complaints: [about(40)] }, play, 20);
    expect(plan).toEqual({ ...PLAN, titles: 40, rounds: 1 });
  });

  it('is told as it was when nothing simpler fails, and after so many tries', async () => {
    const failure = { plan: PLAN, complaints: [about(3)] };
    expect(await shrunk(failure, failing(() => []).play, 20)).toBe(failure);
    const endless = failing(() => [about(3)]);
    await shrunk(failure, endless.play, 2);
    expect(endless.played).toHaveLength(2);
  });
});
