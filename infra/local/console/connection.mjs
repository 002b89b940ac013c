// @ts-check
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
  const host =
    !settings.WS_HOST || ['0.0.0.0', '::'].includes(settings.WS_HOST) ? '127.0.0.1' : settings.WS_HOST;
  return new ApiClient(`http://${host}:${settings.WS_PORT || PORTS.WS_PORT}`, key, identity);
}
