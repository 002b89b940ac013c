// @ts-check
import { readFileSync } from 'node:fs';
import { run } from '../run-command.mjs';

const TICKS_PER_SECOND = 100;

/**
 * Most memory that a process has held, in MiB, since it was started; elsewhere than on Linux what it holds now.
 * @param {number} pid
 * @returns {Promise<number>}
 */
export async function peakMemory(pid) {
  if (process.platform !== 'linux')
    return Number((await run(['ps', '-o', 'rss=', '-p', String(pid)], { quiet: true })).output) / 1_024;
  const [, kibibytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kibibytes) / 1_024;
}

/**
 * Seconds of a core that a process has used; null where the system does not tell.
 * @param {number} pid
 */
export function cpuSeconds(pid) {
  if (process.platform !== 'linux') return null;
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}
