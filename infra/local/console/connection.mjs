// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import { DataFolder, dataPathOf } from '../lib/data-folder.mjs';
import { readEnvFile } from '../lib/env-file.mjs';
import { Refusal } from '../lib/refusal.mjs';
import { PORTS } from '../lib/settings.mjs';

const CALL_MS = 30_000;

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

/** The API of the running system, with the key from its data folder. */
export class Connection {
  /**
   * @param {string} address
   * @param {string} key
   */
  constructor(address, key) {
    this.address = address;
    this.key = key;
  }

  static open() {
    const { folder, settings } = installation();
    const key = settings.WS_API_KEY;
    if (!key) throw new NoInstallation(`There is no WS_API_KEY in ${folder.envFile}; npm start makes one.`);
    return new Connection(addressOf(folder, settings), key);
  }

  /**
   * Gives the token of the ordered command.
   * @param {string} command
   * @param {boolean} hasColours
   * @returns {Promise<string>}
   */
  async order(command, hasColours) {
    const body = JSON.stringify({ command, force_color: hasColours });
    const answer = await this.call('POST', 'system/command', { body });
    const content = /** @type {any} */ (await answer.json().catch(() => ({})));
    if (answer.ok) return content.token;
    throw new Refusal(content.error?.message ?? `The API answered ${answer.status}.`);
  }

  /** @param {string} token */
  async cancel(token) {
    await this.call('DELETE', `system/command/${token}`, {});
  }

  /**
   * @param {string} method
   * @param {string} path below /v1/api
   * @param {{ body?: string, headers?: Record<string, string>, isLong?: boolean }} options
   */
  async call(method, path, { body, headers = {}, isLong = false }) {
    const request = {
      method,
      headers: { 'x-apikey': this.key, 'content-type': 'application/json', ...headers },
      body,
      ...(isLong ? {} : { signal: AbortSignal.timeout(CALL_MS) }),
    };
    return fetch(`${this.address}/v1/api/${path}`, request).catch(() => {
      throw new Refusal(`WatchState does not answer at ${this.address}; start it with npm start.`);
    });
  }
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
