import { setTimeout as wait } from 'node:timers/promises';
import { BackendError } from './backend-error.js';

const PASSING = new Set(['unreachable', 'timeout', 'rate-limited', 'server-error', 'bad-answer']);
const FIRST_WAIT_MS = 250;
/** A longer `Retry-After` is the queue's business, not a call's. */
const LONGEST_WAIT_MS = 5_000;

/** Repeats a read after a passing failure, with doubled waits and jitter; `Retry-After` wins when it is short. */
export async function retryReads<T>(read: () => Promise<T>, retries: number): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await read();
    } catch (error) {
      const pause = attempt < retries ? pauseAfter(error, attempt) : null;
      if (pause === null) throw error;
      await wait(pause);
    }
  }
}

function pauseAfter(error: unknown, attempt: number): number | null {
  if (!(error instanceof BackendError) || !PASSING.has(error.key) || error.remedy.retry === 'never')
    return null;
  const asked = error.remedy.retry === 'at' ? error.remedy.time.getTime() - Date.now() : null;
  const pause = asked ?? FIRST_WAIT_MS * 2 ** attempt * (0.75 + Math.random() * 0.5);
  return pause > LONGEST_WAIT_MS ? null : Math.max(0, pause);
}
