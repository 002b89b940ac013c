// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import { inRoot, onPath } from './checkout.mjs';
import { Refusal } from './refusal.mjs';
import { mustRun } from './run-command.mjs';
import { step } from './step.mjs';

/**
 * @typedef {{ version?: string, optional?: boolean, link?: boolean }} LockedPackage
 * @param {string} file
 * @returns {Record<string, LockedPackage>}
 */
const packagesIn = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : {});

/** npm leaves in node_modules a list of what it installed; what the lock file wants is compared with it. */
function isInstalled() {
  const found = packagesIn(inRoot('node_modules/.package-lock.json'));
  return Object.entries(packagesIn(inRoot('package-lock.json')))
    .filter(([path, wanted]) => path !== '' && !wanted.optional && !wanted.link)
    .every(([path, wanted]) => found[path]?.version === wanted.version);
}

/** Brings node_modules to what the lock file says. An image has no lock file and comes complete. */
export async function installPackages() {
  if (!existsSync(inRoot('package-lock.json')) || isInstalled()) return;
  if (!onPath('npm')) throw new Refusal('npm is not on PATH; it comes with Node (https://nodejs.org).');
  const done = step('Installing packages (only the first time, about a minute)');
  const quietly = ['--no-audit', '--no-fund', '--loglevel=error'];
  await mustRun(['npm', 'ci', ...quietly], { what: 'Installing packages' });
  done();
}
