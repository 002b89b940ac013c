// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import { ApiClient } from '../lib/api-client.mjs';
import { dataPathOf, DataFolder } from '../lib/data-folder.mjs';
import { readEnvFile } from '../lib/env-file.mjs';
import { PORTS } from '../lib/settings.mjs';

/** The settings cannot be read, or there are none yet (exit code 78, cli.md 1.3). */
export class NoInstallation extends Error {}

/** What the running system was started with: the same folder, the same order of settings. */
export function installation() {
  const folder = new DataFolder(dataPathOf(process.env));
  try {
    const settings = { ...process.env, ...readEnvFile(folder.envFile) };
    return { folder, settings };
  } catch (error) {
    throw new NoInstallation(`${folder.envFile} cannot be read (${/** @type {Error} */ (error).message}).`);
  }
}

/** @param {string} [identity] */
export function connect(identity) {
  const { folder, settings } = installation();
  const key = settings.WS_API_KEY;
  if (!key) throw new NoInstallation(`There is no WS_API_KEY in ${folder.envFile}; npm start makes one.`);
  return new ApiClient(addressOf(folder, settings), key, identity);
}

/**
 * @param {DataFolder} folder
 * @param {NodeJS.ProcessEnv} settings
 */
function addressOf({ addressFile }, { WS_HOST: host, WS_PORT: port }) {
  if (existsSync(addressFile)) return readFileSync(addressFile, 'utf8');
  const isEverywhere = !host || ['0.0.0.0', '::'].includes(host);
  return `http://${isEverywhere ? '127.0.0.1' : host}:${port || PORTS.WS_PORT}`;
}
