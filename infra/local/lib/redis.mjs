// @ts-check
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { onPath } from './checkout.mjs';
import { eventually } from './eventually.mjs';
import { lastLineOf } from './log-file.mjs';
import { installSystemPackage } from './package-manager.mjs';
import { Refusal } from './refusal.mjs';
import { Supervised } from './supervised.mjs';

const START_MS = 15_000;
const HOW_TO_INSTALL =
  'Redis is needed: install redis-server or valkey-server (Debian, Ubuntu: apt install redis-server; ' +
  'macOS: brew install redis), or set WS_CACHE_URL to one of yours.';

/** @returns {Promise<string>} the program, installed when that needs no question */
export async function findRedis() {
  const find = () => onPath('redis-server', 'valkey-server');
  if (!find()) await installSystemPackage('redis-server');
  const program = find();
  if (!program) throw new Refusal(HOW_TO_INSTALL);
  return program;
}

/** The Redis that lives in the data folder. */
export class EmbeddedRedis {
  /** @type {Supervised | null} */
  #server = null;

  /**
   * @param {import('./data-folder.mjs').DataFolder} folder
   * @param {{ port: number, password: string }} access
   */
  constructor(folder, { port, password }) {
    this.folder = folder;
    this.port = port;
    this.password = password;
  }

  get url() {
    return `redis://:${this.password}@127.0.0.1:${this.port}`;
  }

  /** @param {AbortSignal} signal */
  async start(signal) {
    const program = await findRedis();
    signal.throwIfAborted();
    this.#server = new Supervised({ name: 'redis', command: [program, this.#writeConfig()] }, this.folder);
    this.#server.start();
    const isUp = () => this.#answers();
    if (await eventually(isUp, { within: START_MS, signal })) return;
    throw new Refusal(`Redis does not start: ${lastLineOf(this.#server.logFile)}`);
  }

  async stop() {
    await this.#server?.stop();
  }

  /** A file, because arguments can be read by everybody on the machine. Queues must never be evicted. */
  #writeConfig() {
    const file = join(this.folder.run, 'redis.conf');
    mkdirSync(this.folder.redis, { recursive: true });
    const lines = [
      `port ${this.port}`,
      'bind 127.0.0.1',
      // The next start recognises a server that was left behind by its command line.
      'set-proc-title no',
      `requirepass ${this.password}`,
      `dir "${this.folder.redis}"`,
      'appendonly yes',
      'save ""',
      'maxmemory-policy noeviction',
    ];
    writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 });
    return file;
  }

  /** @returns {Promise<boolean>} whether it has read its data and takes our password */
  #answers() {
    return new Promise((done) => {
      const socket = connect({ port: this.port, host: '127.0.0.1' });
      socket.setTimeout(2_000, () => socket.destroy());
      socket.once('connect', () => void socket.write(`AUTH ${this.password}\r\nPING\r\n`));
      socket.on('data', (reply) => {
        done(String(reply).includes('+PONG'));
        socket.destroy();
      });
      socket.once('error', () => done(false));
      socket.once('close', () => done(false));
    });
  }
}
