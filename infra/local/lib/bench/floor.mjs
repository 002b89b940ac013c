// @ts-check
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Refusal } from '../refusal.mjs';

/**
 * @typedef {object} FloorLine the calls to one account
 * @property {string} type
 * @property {string} url
 * @property {string} token
 * @property {readonly { method: string, path: string }[]} requests
 */

/**
 * @typedef {object} FloorJob
 * @property {'read' | 'read-and-write' | 'call'} kind
 * @property {readonly FloorLine[]} lines
 * @property {string} [databaseUrl]
 * @property {number} [atOnce] calls at the same time to one account
 */

/** @typedef {{ seconds: number, rows: number, cpuSeconds: number }} FloorResult */

/**
 * Does the same calls with nothing around them, in a process of its own.
 * @param {FloorJob} job
 * @returns {Promise<FloorResult>}
 */
export async function floorOf(job) {
  const child = fork(join(import.meta.dirname, 'floor-program.mjs'));
  const ended = once(child, 'exit');
  child.send(job);
  const [result] = await Promise.race([once(child, 'message'), ended.then(() => [null])]);
  if (!result || typeof result !== 'object') throw new Refusal('The floor could not be measured.');
  child.kill();
  await ended;
  return result;
}
