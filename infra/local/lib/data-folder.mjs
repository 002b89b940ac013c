// @ts-check
import { createHash } from 'node:crypto';
import { mkdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { root } from './checkout.mjs';
import { Refusal } from './refusal.mjs';

/** Everything that must survive, and where it lies (contract.md 2). */
export class DataFolder {
  /** @param {string} path */
  constructor(path) {
    this.path = path;
    this.envFile = join(path, 'config', '.env');
    this.logs = join(path, 'logs');
    this.run = join(path, 'run');
    /** Where the running system answers; ports may have been given to it by an environment that others do not have. */
    this.addressFile = join(path, 'run', 'address');
    this.postgres = join(path, 'postgres');
    this.redis = join(path, 'redis');
  }

  /** Makes what is missing, and says in one line when that cannot be done. */
  prepare() {
    try {
      for (const name of ['config', 'backup', 'logs', 'run']) {
        mkdirSync(join(this.path, name), { recursive: true });
        const probe = join(this.path, name, '.writable');
        writeFileSync(probe, '');
        rmSync(probe);
      }
    } catch (error) {
      const { code } = /** @type {NodeJS.ErrnoException} */ (error);
      throw new Refusal(
        `The data folder ${this.path} cannot be written (${code}); WS_DATA_PATH names another.`,
      );
    }
  }

  /**
   * Holds the folder until this process ends, however it ends.
   * @returns {Promise<() => Promise<void>>} gives it back
   */
  async lock() {
    const server = createServer((socket) => socket.end());
    if (!(await tryListen(server, this.lockAddress()))) {
      throw new Refusal(`WatchState already runs on the data folder ${this.path}.`);
    }
    server.unref();
    return () => new Promise((done) => void server.close(() => done()));
  }

  /** @returns {Promise<boolean>} whether a launcher holds it now */
  async isLocked() {
    return answers(this.lockAddress());
  }

  /** On Linux a name that the kernel forgets with the process; elsewhere a socket file. */
  lockAddress() {
    const name = createHash('sha256').update(realpathSync(this.path)).digest('hex').slice(0, 32);
    return process.platform === 'linux' ? `\0watchstate-${name}` : join(tmpdir(), `watchstate-${name}.sock`);
  }
}

/** @param {NodeJS.ProcessEnv} environment */
export const dataPathOf = (environment) => resolve(root, environment.WS_DATA_PATH || 'data');

/**
 * @param {import('node:net').Server} server
 * @param {string} address
 * @returns {Promise<boolean>}
 */
async function tryListen(server, address) {
  const listens = () =>
    new Promise((done) => {
      server.once('error', () => done(false));
      server.listen(address, () => done(true));
    });
  if (await listens()) return true;
  if (address.startsWith('\0') || (await answers(address))) return false;
  rmSync(address, { force: true });
  return listens();
}

/**
 * @param {string} address
 * @returns {Promise<boolean>}
 */
function answers(address) {
  return new Promise((done) => {
    const socket = connect(address);
    socket.once('connect', () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', () => done(false));
  });
}
