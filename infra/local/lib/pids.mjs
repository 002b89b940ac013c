// @ts-check
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from './eventually.mjs';
import { run } from './run-command.mjs';

const PATIENCE_MS = 15_000;

/**
 * Whether a process runs. One that has ended counts as gone, also while nobody has collected it yet: an orphan in a
 * container can stay in that state for ever.
 * @param {number} pid
 */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
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
  const isGone = async () => !isAlive(pid);
  if (await eventually(isGone, { within: PATIENCE_MS })) return;
  process.kill(pid, 'SIGKILL');
  await eventually(isGone, { within: PATIENCE_MS });
}
