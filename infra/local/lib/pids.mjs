// @ts-check
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { run } from './run-command.mjs';

const PATIENCE_MS = 15_000;

/** @param {number} pid */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** @param {number} pid */
async function commandLineOf(pid) {
  if (process.platform !== 'linux')
    return (await run(['ps', '-o', 'args=', '-p', String(pid)], { quiet: true })).output;
  const file = `/proc/${pid}/cmdline`;
  return existsSync(file) ? readFileSync(file, 'utf8').replaceAll('\0', ' ') : '';
}

/** What a line of a process of ours must contain, so that a number used again hits nobody else. */
const ours = (/** @type {string} */ name, /** @type {string} */ folder) =>
  ['postgres', 'redis'].includes(name) ? folder : `services/${name}/src/main.js`;

/**
 * Ends what a launcher that was killed has left: services end by themselves when they notice, the stores stay up.
 * @param {import('./data-folder.mjs').DataFolder} folder
 */
export async function endLeftovers(folder) {
  const files = readdirSync(folder.run).filter((name) => name.endsWith('.pid'));
  // Services first: they still write to the stores.
  const isStore = (/** @type {string} */ file) => Number(/^(postgres|redis)\./.test(file));
  for (const file of files.toSorted((a, b) => isStore(a) - isStore(b))) {
    const path = join(folder.run, file);
    const pid = Number(readFileSync(path, 'utf8'));
    const name = file.slice(0, -'.pid'.length);
    if (pid > 0 && isAlive(pid) && (await commandLineOf(pid)).includes(ours(name, folder.path))) {
      process.stdout.write(`Taking over from a start that was killed: ${name} (process ${pid})\n`);
      await end(pid, name === 'postgres' ? 'SIGINT' : 'SIGTERM');
    }
    rmSync(path, { force: true });
  }
}

/**
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 */
async function end(pid, signal) {
  process.kill(pid, signal);
  const deadline = Date.now() + PATIENCE_MS;
  while (isAlive(pid)) {
    if (Date.now() > deadline) process.kill(pid, 'SIGKILL');
    await pause(50);
  }
}
