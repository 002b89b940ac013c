import { describe, expect, it } from 'vitest';
import { BackendError } from '#libs/backends';
import { urgently } from './urgency.js';
import { ServerPace, type Clock, type PaceLimits } from './server-pace.js';

const LIMITS: PaceLimits = {
  reads: 2,
  writes: 1,
  failures: 2,
  firstRestMs: 1_000,
  longestRestMs: 4_000,
  longestWaitMs: 5_000,
};

/** A clock that jumps to the end of every wait. */
class JumpingClock implements Clock {
  time = 1_000_000;
  readonly waits: number[] = [];

  now(): number {
    return this.time;
  }

  wait(ms: number): Promise<void> {
    this.waits.push(ms);
    this.time += ms;
    return Promise.resolve();
  }
}

const failure = (key: 'timeout' | 'not-found' | 'rate-limited', retryAt?: Date): BackendError =>
  new BackendError(key, 'no', { hint: '', ...(retryAt ? { retryAt } : {}) });

const stage = (limits: Partial<PaceLimits> = {}) => {
  const clock = new JumpingClock();
  return { clock, pace: new ServerPace({ ...LIMITS, ...limits }, clock) };
};

const isEntered = async (entering: Promise<unknown>): Promise<boolean> => {
  let entered = false;
  void entering.then(() => (entered = true));
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  return entered;
};

describe('the pace of a server', () => {
  it('lets so many read at a time, in the order of their coming; writes have seats of their own', async () => {
    const { pace } = stage();
    const leave = await pace.enter('read');
    await pace.enter('read');
    const third = pace.enter('read');
    expect(await isEntered(third)).toBe(false);
    expect(await isEntered(pace.enter('write'))).toBe(true);

    leave(null);
    expect(await isEntered(third)).toBe(true);
  });

  it('lets live work in beside an import that has all seats, and before what else waits', async () => {
    const { pace } = stage();
    const leave = await pace.enter('read');
    await pace.enter('read');
    const bulk = pace.enter('read');
    const live = urgently(() => pace.enter('read'));
    const second = urgently(() => pace.enter('read'));

    expect(await isEntered(live)).toBe(true);
    expect(await isEntered(second)).toBe(false);
    leave(null);
    expect(await isEntered(second)).toBe(true);
    expect(await isEntered(bulk)).toBe(false);
  });

  it('gives a seat that live work left to live work only, as long as an import has all others', async () => {
    const { pace } = stage();
    await pace.enter('read');
    await pace.enter('read');
    const bulk = pace.enter('read');
    const leave = await urgently(() => pace.enter('read'));
    leave(null);
    expect(await isEntered(bulk)).toBe(false);
    expect(await isEntered(urgently(() => pace.enter('read')))).toBe(true);
  });

  it('spaces requests evenly at the slowest rate that one of its backends asks for', async () => {
    const { pace, clock } = stage({ reads: 10 });
    pace.setRate(1, 10);
    pace.setRate(2, 4);
    for (let request = 0; request < 4; request += 1) (await pace.enter('read'))(null);
    expect(clock.waits).toEqual([250, 250, 250]);

    pace.setRate(2, undefined);
    (await pace.enter('read'))(null);
    (await pace.enter('read'))(null);
    expect(clock.waits.at(-1)).toBe(100);
  });

  it('pauses for everybody when the server names a time, and goes on then', async () => {
    const { pace, clock } = stage();
    (await pace.enter('write'))(failure('rate-limited', new Date(clock.time + 3_000)));

    (await pace.enter('read'))(null);

    expect(clock.waits).toEqual([3_000]);
  });

  it('hands a pause that is too long to sit out to the queue, with its end, and keeps no seat', async () => {
    const { pace, clock } = stage();
    const end = new Date(clock.time + 60_000);
    (await pace.enter('write'))(failure('rate-limited', end));

    for (let times = 0; times < 3; times += 1)
      await expect(pace.enter('write')).rejects.toMatchObject({
        key: 'rate-limited',
        remedy: { retry: 'at', time: end },
      });
    clock.time = end.getTime();
    expect(await isEntered(pace.enter('write'))).toBe(true);
  });

  it('gives a server that groans half as much to do at a time', async () => {
    const { pace } = stage();
    const [first, second] = [await pace.enter('read'), await pace.enter('read')];
    first(failure('timeout'));
    second(null);

    expect(pace.seatsFor('read')).toBe(1);
    expect(await isEntered(pace.enter('read'))).toBe(true);
    expect(await isEntered(pace.enter('read'))).toBe(false);
  });

  it('leaves a server alone that failed too often in a row, and tries one request after a rest', async () => {
    const { pace, clock } = stage();
    (await pace.enter('read'))(failure('timeout'));
    (await pace.enter('read'))(failure('timeout'));
    expect(pace.isResting).toBe(true);
    await expect(pace.enter('read')).rejects.toMatchObject({
      key: 'unreachable',
      remedy: { retry: 'at', time: new Date(clock.time + 1_000) },
    });

    clock.time += 1_000;
    const probe = await pace.enter('read');
    await expect(pace.enter('read')).rejects.toBeInstanceOf(BackendError);
    probe(null);

    expect(pace.isResting).toBe(false);
    expect(await isEntered(pace.enter('read'))).toBe(true);
  });

  it('does not hold against a server that it does not have what was asked for', async () => {
    const { pace } = stage();
    for (let times = 0; times < 5; times += 1) (await pace.enter('read'))(failure('not-found'));
    (await pace.enter('read'))(failure('timeout'));
    expect(pace.isResting).toBe(false);
  });
});
