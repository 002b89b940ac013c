import { setTimeout as pause } from 'node:timers/promises';

/** Asks until the answer is neither false nor null, and gives it; says at the deadline what it had waited for. */
export async function eventually<T>(
  what: string,
  question: () => Promise<T | null | false> | T | null | false,
  withinMs = 30_000,
): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const answer = await question();
    if (answer !== null && answer !== false) return answer;
    if (Date.now() > deadline) throw new Error(`waited ${withinMs / 1_000} s in vain: ${what}`);
    await pause(50);
  }
}
