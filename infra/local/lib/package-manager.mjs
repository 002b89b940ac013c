// @ts-check
import { onPath } from './checkout.mjs';
import { run } from './run-command.mjs';
import { step } from './step.mjs';

/** Keeps the package from starting the program as a service of the machine, and from asking anything. */
const env = { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };

/**
 * Installs a package of the system when that needs no question: as root, with apt-get.
 * @param {string} name
 */
export async function installSystemPackage(name) {
  const aptGet = onPath('apt-get');
  if (!aptGet || process.getuid?.() !== 0) return;
  const done = step(`Installing ${name} with apt-get`);
  const install = () =>
    run([aptGet, 'install', '-y', '-qq', '--no-install-recommends', name], { quiet: true, env });
  if ((await install()).code !== 0) {
    await run([aptGet, 'update', '-qq'], { quiet: true, env });
    await install();
  }
  done();
}
