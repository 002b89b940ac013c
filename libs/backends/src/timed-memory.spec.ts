import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { TimedMemory } from './timed-memory.js';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

it('asks once in a minute, then anew', async () => {
  const memory = new TimedMemory<string>();
  const read = vi.fn(() => Promise.resolve('ids'));
  await Promise.all([memory.get('show', read), memory.get('show', read)]);
  vi.advanceTimersByTime(59_000);
  expect(await memory.get('show', read)).toBe('ids');
  expect(read).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1_000);
  await memory.get('show', read);
  expect(read).toHaveBeenCalledTimes(2);
});

it('keeps no failure', async () => {
  const memory = new TimedMemory<string>();
  await expect(memory.get('show', () => Promise.reject(new Error('down')))).rejects.toThrow('down');
  expect(await memory.get('show', () => Promise.resolve('ids'))).toBe('ids');
});

it('forgets the oldest beyond its bounds', async () => {
  const memory = new TimedMemory<number>();
  for (let show = 0; show <= 500; show += 1) await memory.get(`show ${show}`, () => Promise.resolve(show));
  const read = vi.fn(() => Promise.resolve(-1));
  expect(await memory.get('show 500', read)).toBe(500);
  expect(await memory.get('show 1', read)).toBe(1);
  expect(await memory.get('show 0', read)).toBe(-1);
});
