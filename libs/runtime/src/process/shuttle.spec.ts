import { describe, expect, it } from 'vitest';
import { Shuttle } from './shuttle.js';

/** A shuttle whose trips end when the test says so. */
function stage(seats = 10): { readonly shuttle: Shuttle<string, string>; readonly trips: Trip[] } {
  const trips: Trip[] = [];
  const carry = (items: readonly string[]): Promise<string[]> => {
    const { promise, resolve, reject } = Promise.withResolvers<string[]>();
    trips.push({ items, arrive: () => resolve(items.map((item) => `${item}!`)), fail: reject });
    return promise;
  };
  return { shuttle: new Shuttle(carry, seats), trips };
}

type Trip = {
  readonly items: readonly string[];
  readonly arrive: () => void;
  readonly fail: (error: Error) => void;
};

describe('a shuttle', () => {
  it('leaves at once when it is quiet', () => {
    const { shuttle, trips } = stage();
    void shuttle.take('a');
    expect(trips.map(({ items }) => items)).toEqual([['a']]);
  });

  it('takes together who came while it was away, and gives each its own answer', async () => {
    const { shuttle, trips } = stage();
    const answers = Promise.all(['a', 'b', 'c'].map((item) => shuttle.take(item)));
    trips[0]?.arrive();
    await expect.poll(() => trips.length).toBe(2);
    expect(trips[1]?.items).toEqual(['b', 'c']);
    trips[1]?.arrive();
    expect(await answers).toEqual(['a!', 'b!', 'c!']);
  });

  it('never takes more than it has seats', async () => {
    const { shuttle, trips } = stage(2);
    const answers = Promise.all(['a', 'b', 'c', 'd'].map((item) => shuttle.take(item)));
    for (const trip of [0, 1, 2]) {
      await expect.poll(() => trips.length).toBe(trip + 1);
      trips[trip]?.arrive();
    }
    await answers;
    expect(trips.map(({ items }) => items)).toEqual([['a'], ['b', 'c'], ['d']]);
  });

  it('tells only the one that could not be carried, and goes on', async () => {
    const carry = (items: readonly string[]): Promise<string[]> =>
      items.includes('bad')
        ? Promise.reject(new Error('no'))
        : Promise.resolve(items.map((item) => `${item}!`));
    const shuttle = new Shuttle(carry, 10);
    const answers = await Promise.allSettled(['a', 'b', 'bad', 'c'].map((item) => shuttle.take(item)));
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(await shuttle.take('d')).toBe('d!');
  });
});
