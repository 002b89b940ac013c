import { describe, expect, it } from 'vitest';
import { BackendError, type BackendErrorCode } from '#libs/backends';
import { StreamingWatch } from './streaming-watch.js';
import { TokenGate } from './token-gate.js';

const DAY = 86_400_000;
const failure = (key: BackendErrorCode): BackendError => new BackendError(key, 'no', { hint: 'Do it.' });

function stage() {
  const scene = { time: 1_000_000, proofs: 0, answer: null as BackendError | null, told: [] as unknown[] };
  const gate = new TokenGate(
    { proofMs: DAY, blockMs: 300_000 },
    {
      prove: async () => {
        scene.proofs += 1;
        await Promise.resolve();
        if (scene.answer) throw scene.answer;
      },
      told: (why) => scene.told.push(why?.key ?? null),
      now: () => scene.time,
    },
  );
  return { scene, gate };
}

describe('the gate before a token', () => {
  it('asks whose it is before the first use, once for all who wait, and again after a day', async () => {
    const { gate, scene } = stage();
    await Promise.all([gate.pass(), gate.pass(), gate.pass()]);
    scene.time += DAY - 1;
    await gate.pass();
    expect(scene.proofs).toBe(1);
    scene.time += 1;
    await gate.pass();
    expect(scene.proofs).toBe(2);
  });

  it.each(['wrong-user', 'token-rejected', 'wrong-server'] as const)(
    'closes on %s, tells once, and does not ask the server again for a while',
    async (key) => {
      const { gate, scene } = stage();
      scene.answer = failure(key);
      await expect(gate.pass()).rejects.toMatchObject({ key });
      await expect(gate.pass()).rejects.toMatchObject({ key });
      expect(scene).toMatchObject({ proofs: 1, told: [key] });
      scene.time += 300_000;
      await expect(gate.pass()).rejects.toMatchObject({ key });
      expect(scene).toMatchObject({ proofs: 2, told: [key] });
    },
  );

  it.each(['unreachable', 'server-error', 'rate-limited', 'bad-answer'] as const)(
    'takes %s for no word about a token that was proved before, and asks again soon',
    async (key) => {
      const { gate, scene } = stage();
      await gate.pass();
      scene.time += DAY;
      scene.answer = failure(key);
      await gate.pass();
      await gate.pass();
      expect(scene).toMatchObject({ proofs: 2, told: [] });
      scene.time += 300_000;
      scene.answer = failure('wrong-user');
      await expect(gate.pass()).rejects.toMatchObject({ key: 'wrong-user' });
    },
  );

  it('lets nobody through whose token was never proved, or was refused since', async () => {
    const { gate, scene } = stage();
    scene.answer = failure('unreachable');
    await expect(gate.pass()).rejects.toMatchObject({ key: 'unreachable' });
    scene.answer = null;
    await gate.pass();
    gate.note(failure('token-rejected'));
    scene.answer = failure('unreachable');
    await expect(gate.pass()).rejects.toMatchObject({ key: 'unreachable' });
  });

  it('opens again when the server lets the token in again, and says so', async () => {
    const { gate, scene } = stage();
    scene.answer = failure('token-rejected');
    await expect(gate.pass()).rejects.toThrow();
    scene.answer = null;
    scene.time += 300_000;
    await gate.pass();
    expect(scene.told).toEqual(['token-rejected', null]);
  });

  it('asks at once when a token is refused in the middle of the work, and closes if it has expired', async () => {
    const { gate, scene } = stage();
    await gate.pass();
    gate.note(failure('token-rejected'));
    await gate.pass();
    expect(scene).toMatchObject({ proofs: 2, told: [] });
    gate.note(failure('token-rejected'));
    scene.answer = failure('token-rejected');
    await expect(gate.pass()).rejects.toMatchObject({ key: 'token-rejected' });
    await expect(gate.pass()).rejects.toMatchObject({ key: 'token-rejected' });
    expect(scene).toMatchObject({ proofs: 3, told: ['token-rejected'] });
  });

  it('lets nothing through while the server cannot be asked, and blocks nothing for it', async () => {
    const { gate, scene } = stage();
    scene.answer = failure('unreachable');
    await expect(gate.pass()).rejects.toMatchObject({ key: 'unreachable' });
    scene.answer = null;
    await gate.pass();
    expect(scene).toMatchObject({ proofs: 2, told: [] });
  });

  it.each(['forbidden', 'not-found', 'server-error', 'bad-answer'] as const)(
    'stays open on %s of a call',
    async (key) => {
      const { gate, scene } = stage();
      await gate.pass();
      gate.note(failure(key));
      await gate.pass();
      expect(scene.told).toEqual([]);
    },
  );
});

const session = (state: 'playing' | 'paused') => ({
  id: '1',
  userId: null,
  userName: null,
  itemId: '2',
  itemTitle: 'Night Ferry',
  itemType: 'movie',
  positionMs: 0,
  state,
  updatedAt: null,
  device: null,
  raw: null,
});

describe('the watch over who is streaming', () => {
  it('holds work up while somebody watches, looks every half minute, and names the time to come back', async () => {
    let [time, looks, playing] = [0, 0, [session('playing')]];
    const watch = new StreamingWatch(
      () => {
        looks += 1;
        return Promise.resolve(playing);
      },
      () => time,
    );
    const held = await watch.mayWork().catch((error: unknown) => error);
    expect(held).toMatchObject({ key: 'rate-limited', remedy: { retry: 'at', time: new Date(60_000) } });
    await expect(watch.mayWork()).rejects.toThrow();
    expect(looks).toBe(1);
    [time, playing] = [30_000, []];
    await watch.mayWork();
    expect(looks).toBe(2);
  });

  it('holds nobody up for a paused player, nor when the server does not tell', async () => {
    await new StreamingWatch(() => Promise.resolve([session('paused')])).mayWork();
    await new StreamingWatch(() => Promise.reject(failure('forbidden'))).mayWork();
  });
});
