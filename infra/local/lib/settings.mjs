// @ts-check
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { readEnvFile, writeEnvFile } from './env-file.mjs';
import { Refusal } from './refusal.mjs';

/** The services in the order in which people should read about them, with their management ports. */
export const SERVICES = /** @type {const} */ (['api', 'webhook', 'importer', 'exporter']);
/** @typedef {typeof SERVICES[number]} ServiceName */

/** Every port that we open, with its default (contract.md 2). */
export const PORTS = Object.freeze({
  WS_PORT: 8080,
  WS_WEBHOOK_PORT: 8081,
  WS_METRICS_PORT_API: 9101,
  WS_METRICS_PORT_WEBHOOK: 9102,
  WS_METRICS_PORT_IMPORTER: 9103,
  WS_METRICS_PORT_EXPORTER: 9104,
  WS_POSTGRES_PORT: 55432,
  WS_REDIS_PORT: 56379,
});
/** @typedef {keyof typeof PORTS} PortName */

/** @typedef {'WS_API_KEY' | 'WS_SECRET_KEY' | 'WS_POSTGRES_PASSWORD' | 'WS_REDIS_PASSWORD'} SecretName */

const PASSWORD = { form: /^[\w-]{8,}$/, rule: 'must be 8 or more letters, digits, _ or -' };

/**
 * What is made on first start. Given in the environment, that value is used and written down (contract.md 2); but for
 * the one that the database was made with, which stays.
 * @type {Readonly<Record<SecretName, { bytes: number, form: RegExp, rule: string, stays?: boolean }>>}
 */
const SECRETS = {
  WS_API_KEY: { bytes: 16, form: /^\S{16,}$/, rule: 'must have 16 characters or more and no blanks' },
  WS_SECRET_KEY: { bytes: 32, form: /^[0-9a-f]{64}$/i, rule: 'must be 64 hexadecimal digits' },
  WS_POSTGRES_PASSWORD: { bytes: 16, ...PASSWORD, stays: true },
  WS_REDIS_PASSWORD: { bytes: 16, ...PASSWORD },
};

/**
 * @typedef {Readonly<Record<string, string>>} Environment
 * @typedef {object} Settings
 * @property {Readonly<Record<PortName, number>>} ports
 * @property {Readonly<Record<SecretName, string>>} secrets
 * @property {string | undefined} databaseUrl of a Postgres of one's own
 * @property {string | undefined} cacheUrl of a Redis of one's own
 */

/**
 * Reads the settings and completes the secrets. `config/.env` wins over the environment, but for the secrets, where a
 * value that is given now replaces the one that is written there.
 * @param {string} envFile
 * @param {NodeJS.ProcessEnv} environment
 * @returns {Settings}
 */
export function readSettings(envFile, environment) {
  const written = readEnvFile(envFile);
  const values = { ...environment, ...written };
  const ports = readPorts(values);
  const databaseUrl = readUrl('WS_DATABASE_URL', values, ['postgres:', 'postgresql:']);
  const cacheUrl = readUrl('WS_CACHE_URL', values, ['redis:', 'rediss:']);
  const keyFile = values.WS_SECRET_KEY_FILE;
  const apart = keyFile ? { WS_SECRET_KEY: readKey(keyFile) } : {};
  const secrets = readSecrets(written, { ...environment, ...apart });
  // Whoever keeps the key apart wants it in no backup of the data folder.
  const kept = Object.entries(secrets).filter(([name]) => !(name in apart));
  const isComplete = kept.every(([name, value]) => written[name] === value);
  if (!isComplete || !existsSync(envFile)) writeEnvFile(envFile, Object.fromEntries(kept));
  return { ports, secrets, databaseUrl, cacheUrl };
}

/** @param {string} path */
function readKey(path) {
  const text = textIn(path).trim();
  // Else one would be made, and nobody would have it.
  if (text === '') throw new Refusal(`WS_SECRET_KEY_FILE names ${path}, which is empty.`);
  return text;
}

/** @param {string} path */
function textIn(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new Refusal(`WS_SECRET_KEY_FILE names ${path}, which cannot be read.`);
  }
}

/** @param {NodeJS.ProcessEnv} values */
function readPorts(values) {
  const entries = Object.entries(PORTS).map(([name, standard]) => [
    name,
    readPort(name, values[name], standard),
  ]);
  const taken = new Map();
  for (const [name, port] of entries) {
    if (taken.has(port))
      throw new Refusal(`${taken.get(port)} and ${name} are both ${port}; they must differ.`);
    taken.set(port, name);
  }
  return /** @type {Record<PortName, number>} */ (Object.fromEntries(entries));
}

/**
 * @param {string} name
 * @param {string | undefined} value
 * @param {number} standard
 */
function readPort(name, value, standard) {
  if (!value) return standard;
  const port = Number(value);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Refusal(`${name} must be a port number between 1 and 65535, not "${value}".`);
}

/**
 * @param {string} name
 * @param {NodeJS.ProcessEnv} values
 * @param {readonly string[]} protocols
 */
function readUrl(name, values, protocols) {
  const value = values[name];
  if (!value) return undefined;
  if (URL.canParse(value) && protocols.includes(new URL(value).protocol)) return value;
  throw new Refusal(`${name} must be an address that starts with ${protocols[0]}//.`);
}

/**
 * @param {NodeJS.ProcessEnv} written
 * @param {NodeJS.ProcessEnv} environment
 */
function readSecrets(written, environment) {
  const entries = Object.entries(SECRETS).map(([name, { bytes, form, rule, stays = false }]) => {
    const given = stays ? [written[name], environment[name]] : [environment[name], written[name]];
    const value = given.find(Boolean) ?? randomBytes(bytes).toString('hex');
    if (!form.test(value)) throw new Refusal(`${name} ${rule}.`);
    return [name, value];
  });
  return /** @type {Settings['secrets']} */ (Object.fromEntries(entries));
}
