// @ts-check
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataFolder } from './data-folder.mjs';
import { endLeftovers } from './pids.mjs';

const PREFIX = 'watchstate-demo-';
const YOUNG_MS = 10 * 60_000;

/** A data folder for one demo; what killed demos have left is cleared away first. */
export async function makeDemoFolder() {
  for (const name of readdirSync(tmpdir())) {
    if (name.startsWith(PREFIX)) await clearAway(new DataFolder(join(tmpdir(), name)));
  }
  const path = mkdtempSync(join(tmpdir(), PREFIX));
  // Postgres may have to run as another user, who must be able to pass through.
  chmodSync(path, 0o711);
  const folder = new DataFolder(path);
  folder.prepare();
  return folder;
}

/**
 * A young folder may belong to a demo that is just starting and has not locked it yet.
 * @param {DataFolder} folder
 */
async function clearAway(folder) {
  const age = Date.now() - (statSync(folder.path, { throwIfNoEntry: false })?.birthtimeMs ?? Date.now());
  if (age < YOUNG_MS || (await folder.isLocked())) return;
  folder.prepare();
  await endLeftovers(folder);
  removeFolder(folder);
}

/** @param {DataFolder} folder */
export function removeFolder({ path }) {
  rmSync(path, { recursive: true, force: true });
}
