// @ts-check
import { chownSync } from 'node:fs';
import { run } from './run-command.mjs';

/** The uid needs a passwd entry, or initdb gives up; `nobody` exists everywhere. */
const NOBODY = 65_534;
const AS_NOBODY = ['unshare', '--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`];

/**
 * @typedef {object} Disguise how to run a program that refuses root
 * @property {readonly string[]} prefix put before the command
 * @property {{ uid?: number, gid?: number }} identity for spawn
 */

/**
 * Postgres refuses to run as root. In a user namespace root looks like `nobody` and its files stay its own: no user to
 * make, nothing to chown, and it works below a folder that only root may enter. Where namespaces are forbidden, as in
 * an ordinary container, the files are given to `nobody`.
 * @param {readonly string[]} files
 * @returns {Promise<Disguise>}
 */
export async function disguise(files) {
  if (process.getuid?.() !== 0) return { prefix: [], identity: {} };
  if ((await run([...AS_NOBODY, 'true'], { quiet: true })).code === 0)
    return { prefix: AS_NOBODY, identity: {} };
  for (const file of files) chownSync(file, NOBODY, NOBODY);
  return { prefix: [], identity: { uid: NOBODY, gid: NOBODY } };
}
