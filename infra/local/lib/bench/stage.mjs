// @ts-check
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiClient } from '../api-client.mjs';
import { makeDemoFolder, removeFolder } from '../demo-folder.mjs';
import { FakeServers } from '../fake-servers.mjs';
import { choosePorts } from '../ports.mjs';
import { Refusal } from '../refusal.mjs';
import { System } from '../system.mjs';
import { fill } from './libraries.mjs';

/** Each with a server process of its own, but for the last: a second account on one of them. */
const BACKENDS = [
  { name: 'plex', type: 'plex', person: 'alex' },
  { name: 'jellyfin', type: 'jellyfin', person: 'alex' },
  { name: 'emby', type: 'emby', person: 'alex' },
  { name: 'jellyfin2', type: 'jellyfin', person: 'sam' },
];

/**
 * @typedef {object} Account a person's account on a fake server
 * @property {string} name of the backend
 * @property {string} type
 * @property {string} url
 * @property {string} control address of the server's remote control
 * @property {{ id: string, name: string, token: string }} user
 */

/** The built system in a folder of its own, with one process for each kind of fake server. */
export class Stage {
  /**
   * @param {import('../data-folder.mjs').DataFolder} folder
   * @param {readonly FakeServers[]} fakes
   * @param {System} system
   */
  constructor(folder, fakes, system) {
    this.folder = folder;
    this.fakes = fakes;
    this.system = system;
    /** @type {readonly Account[]} */
    this.accounts = BACKENDS.map((backend) => accountOf(backend, fakes));
  }

  /**
   * @param {number} size titles on each server
   * @param {(stage: Stage) => void} hold is told of the stage before anything is started in it
   */
  static async open(size, hold) {
    const folder = await makeDemoFolder();
    const fakes = [];
    // One after the other: each chooses its ports when it starts.
    for (const _type of ['plex', 'jellyfin', 'emby']) fakes.push(await FakeServers.start(folder));
    const ports = await choosePorts({});
    const { WS_DATABASE_URL: _database, WS_CACHE_URL: _cache, ...environment } = process.env;
    const quiet = { WS_LOG_LEVEL: 'error', WS_PLEX_TV_URL: fakes[0].plexTv };
    const stage = new Stage(folder, fakes, new System(folder, { ...environment, ...ports, ...quiet }));
    hold(stage);
    await stage.#prepare(size);
    return stage;
  }

  /** @param {number} size */
  async #prepare(size) {
    const perServer = this.accounts.filter(({ name, type }) => name === type);
    await Promise.all([this.system.start(), ...perServer.map((account) => fill(account, size))]);
    for (const account of this.accounts) await this.addBackend(this.api, account);
  }

  get api() {
    return this.apiOf('main');
  }

  /** @param {string} identity */
  apiOf(identity) {
    return new ApiClient(this.system.address, this.system.settings.secrets.WS_API_KEY, identity);
  }

  /**
   * @param {ApiClient} api
   * @param {Account} account
   */
  async addBackend(api, { name, type, url, user }) {
    const both = { import: { enabled: true }, export: { enabled: true } };
    await api.post('backends', { name, type, url, token: user.token, user: user.id, ...both });
  }

  get databaseUrl() {
    const { ports, secrets } = this.system.settings;
    return `postgres://watchstate:${secrets.WS_POSTGRES_PASSWORD}@127.0.0.1:${ports.WS_POSTGRES_PORT}/watchstate`;
  }

  /** @param {string} service */
  pidOf(service) {
    return Number(readFileSync(join(this.folder.run, `${service}.pid`), 'utf8'));
  }

  async close() {
    await this.system.stop();
    for (const fake of this.fakes) await fake.stop();
    removeFolder(this.folder);
  }
}

/**
 * @param {typeof BACKENDS[number]} backend
 * @param {readonly FakeServers[]} fakes
 * @returns {Account}
 */
function accountOf({ name, type, person }, fakes) {
  const fake = fakes[['plex', 'jellyfin', 'emby'].indexOf(type)];
  const server = fake.servers.find((one) => one.type === type);
  const user = server?.users.find((one) => one.name === person);
  if (!server || !user) throw new Refusal(`There is no fake ${type} with an account for ${person}.`);
  return { name, type, url: server.url, control: fake.control, user };
}
