// @ts-check
import { rmSync, writeFileSync } from 'node:fs';
import { inRoot } from './checkout.mjs';
import { eventually } from './eventually.mjs';
import { lastLine, lastLineOf } from './log-file.mjs';
import { endLeftovers } from './pids.mjs';
import { refuseTakenPorts } from './ports.mjs';
import { EmbeddedPostgres } from './postgres.mjs';
import { EmbeddedRedis } from './redis.mjs';
import { Refusal } from './refusal.mjs';
import { run } from './run-command.mjs';
import { readSettings, SERVICES } from './settings.mjs';
import { Supervised } from './supervised.mjs';

const READY_MS = 60_000;
const FALLS_BEFORE_GIVING_UP = 3;
/** Those that take work in stop before those that do it. */
const STOP_ORDER = [
  ['api', 'webhook'],
  ['importer', 'exporter'],
];
/** Small young generations and no eager growth: idle services stay small, and no worker needs more. */
const NODE_FLAGS = [
  `--import=${import.meta.resolve('./source-maps.mjs')}`,
  '--max-semi-space-size=8',
  '--max-old-space-size=320',
];

/** Postgres, Redis and the services on one data folder, from start to orderly stop. */
export class System {
  /** @type {Supervised[]} */
  #services = [];
  /** In start order. @type {{ stop(): Promise<void> }[]} */
  #stores = [];
  /** @type {() => Promise<void>} */
  #unlock = () => Promise.resolve();
  #abort = new AbortController();
  /** @type {Promise<void>} */
  #starting = Promise.resolve();
  /** @type {Promise<void> | null} */
  #stopping = null;

  /**
   * @param {import('./data-folder.mjs').DataFolder} folder
   * @param {NodeJS.ProcessEnv} environment
   */
  constructor(folder, environment) {
    this.folder = folder;
    this.environment = environment;
    this.host = environment.WS_HOST || '127.0.0.1';
  }

  /** @returns {import('./settings.mjs').Settings} known once it starts */
  get settings() {
    if (!this.knownSettings) throw new Error('the system has not been started');
    return this.knownSettings;
  }

  /** For a person. */
  get url() {
    return `http://localhost:${this.settings.ports.WS_PORT}`;
  }

  /** For a program on this machine. */
  get address() {
    return `http://${this.#ownHost}:${this.settings.ports.WS_PORT}`;
  }

  get #ownHost() {
    return ['0.0.0.0', '::'].includes(this.host) ? '127.0.0.1' : this.host;
  }

  /** Brings everything up, or nothing: what had been started is stopped again before the reason is thrown. */
  async start() {
    this.#starting = this.#start(this.#abort.signal);
    try {
      await this.#starting;
    } catch (error) {
      const wasAskedToStop = this.#stopping !== null;
      await this.stop();
      if (!wasAskedToStop) throw error;
    }
  }

  /** @param {AbortSignal} signal */
  async #start(signal) {
    this.folder.prepare();
    const unlock = await this.folder.lock();
    this.#unlock = () => {
      rmSync(this.folder.addressFile, { force: true });
      return unlock();
    };
    this.knownSettings = readSettings(this.folder.envFile, this.environment);
    await endLeftovers(this.folder);
    await refuseTakenPorts(this.#portsToOpen(), this.host);
    const env = await this.#startStores(signal);
    signal.throwIfAborted();
    await this.#migrate(env);
    signal.throwIfAborted();
    this.#services = SERVICES.map((name) => this.#service(name, env));
    for (const service of this.#services) service.start();
    await Promise.all(this.#services.map((service) => this.#ready(service, signal)));
    writeFileSync(this.folder.addressFile, this.address);
  }

  #portsToOpen() {
    const { WS_POSTGRES_PORT, WS_REDIS_PORT, ...ports } = this.settings.ports;
    return {
      ...ports,
      ...(this.settings.databaseUrl ? {} : { WS_POSTGRES_PORT }),
      ...(this.settings.cacheUrl ? {} : { WS_REDIS_PORT }),
    };
  }

  /**
   * @param {AbortSignal} signal
   * @returns {Promise<NodeJS.ProcessEnv>} what the services are told
   */
  async #startStores(signal) {
    const { ports, secrets, databaseUrl, cacheUrl } = this.settings;
    const postgres = { port: ports.WS_POSTGRES_PORT, password: secrets.WS_POSTGRES_PASSWORD };
    const redis = { port: ports.WS_REDIS_PORT, password: secrets.WS_REDIS_PASSWORD };
    const starts = [
      databaseUrl ?? this.#startStore(new EmbeddedPostgres(this.folder, postgres), signal),
      cacheUrl ?? this.#startStore(new EmbeddedRedis(this.folder, redis), signal),
    ];
    await Promise.allSettled(starts);
    const [database, cache] = await Promise.all(starts);
    return this.#environmentFor(database, cache);
  }

  /**
   * @param {EmbeddedPostgres | EmbeddedRedis} store
   * @param {AbortSignal} signal
   */
  async #startStore(store, signal) {
    this.#stores.push(store);
    await store.start(signal);
    return store.url;
  }

  /**
   * @param {string} database
   * @param {string} cache
   * @returns {NodeJS.ProcessEnv}
   */
  #environmentFor(database, cache) {
    const ports = Object.entries(this.settings.ports).map(([name, port]) => [name, String(port)]);
    return {
      NODE_ENV: 'production',
      NODE_COMPILE_CACHE: inRoot('node_modules/.cache/compile'),
      WS_UI_PATH: inRoot('ui/dist/ui/browser'),
      ...this.environment,
      ...Object.fromEntries(ports),
      WS_HOST: this.host,
      WS_DATA_PATH: this.folder.path,
      WS_API_KEY: this.settings.secrets.WS_API_KEY,
      WS_SECRET_KEY: this.settings.secrets.WS_SECRET_KEY,
      WS_DATABASE_URL: database,
      WS_CACHE_URL: cache,
    };
  }

  /** @param {NodeJS.ProcessEnv} env */
  async #migrate(env) {
    const command = [process.execPath, ...NODE_FLAGS, inRoot('dist/services/migrator/src/main.js')];
    const { code, output } = await run(command, { quiet: true, env });
    if (code !== 0) throw new Refusal(`The migrator failed: ${lastLine(output)}`);
  }

  /**
   * @param {import('./settings.mjs').ServiceName} name
   * @param {NodeJS.ProcessEnv} env
   */
  #service(name, env) {
    const command = [process.execPath, ...NODE_FLAGS, inRoot(`dist/services/${name}/src/main.js`)];
    return new Supervised({ name, command, env, isService: true }, this.folder);
  }

  /**
   * @param {Supervised} service
   * @param {AbortSignal} signal
   */
  async #ready(service, signal) {
    const port = /** @type {Record<string, number>} */ (this.settings.ports)[
      `WS_METRICS_PORT_${service.name.toUpperCase()}`
    ];
    const isReady = async () => {
      if (service.falls >= FALLS_BEFORE_GIVING_UP) {
        throw new Refusal(`The ${service.name} service does not start: ${lastLineOf(service.logFile)}`);
      }
      return fetch(`http://${this.#ownHost}:${port}/health/ready`, {
        signal: AbortSignal.timeout(5_000),
      }).then(
        (answer) => answer.ok,
        () => false,
      );
    };
    if (await eventually(isReady, { within: READY_MS, every: 100, signal })) return;
    throw new Refusal(
      `The ${service.name} service was not ready in ${READY_MS / 1_000} s; see ${service.logFile}.`,
    );
  }

  /** Stops everything in order, also in the middle of a start; asking again changes nothing. */
  stop() {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop() {
    this.#abort.abort();
    // Whatever it is in the middle of must not come up behind our back.
    await this.#starting.catch(() => undefined);
    for (const names of STOP_ORDER) {
      const group = this.#services.filter(({ name }) => names.includes(name));
      await Promise.all(group.map((service) => service.stop()));
    }
    for (const store of this.#stores.toReversed()) await store.stop();
    await this.#unlock();
  }
}
