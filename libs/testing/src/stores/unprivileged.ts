import { spawnSync } from 'node:child_process';
import { chownSync } from 'node:fs';
import type { StoreCommand } from './store-process.js';

/** The uid needs a passwd entry, or initdb gives up; `nobody` exists everywhere. */
const NOBODY = 65_534;
const AS_NOBODY = ['--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`];

/**
 * Postgres refuses to run as root. In a user namespace root looks like `nobody`, while files stay its own;
 * where namespaces are forbidden, the folder is given to `nobody` instead.
 */
export function unprivileged(program: string, args: readonly string[], folder: string): StoreCommand {
  if (process.getuid?.() !== 0) return { program, args };
  if (spawnSync('unshare', [...AS_NOBODY, 'true']).status === 0) {
    return { program: 'unshare', args: [...AS_NOBODY, program, ...args] };
  }
  chownSync(folder, NOBODY, NOBODY);
  return { program, args, options: { uid: NOBODY, gid: NOBODY } };
}
