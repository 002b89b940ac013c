// @ts-check
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Asks again until the answer is yes.
 * @param {() => Promise<boolean>} question
 * @param {{ within: number, every?: number, signal?: AbortSignal }} limits in milliseconds
 * @returns {Promise<boolean>} false when the time is over
 */
export async function eventually(question, { within, every = 50, signal }) {
  const deadline = Date.now() + within;
  while (Date.now() < deadline) {
    signal?.throwIfAborted();
    if (await question()) return true;
    await pause(every, undefined, { signal });
  }
  return false;
}
