import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '#libs/testing';
import { Api } from './api.js';
import { ChildProgram, repository } from './child-program.js';
import { eventually } from './eventually.js';

export const SERVICES = ['api', 'webhook', 'importer', 'exporter'] as const;
export type ServiceName = (typeof SERVICES)[number];

const PORT_SETTINGS = [
  'WS_PORT',
  'WS_WEBHOOK_PORT',
  'WS_METRICS_PORT_API',
  'WS_METRICS_PORT_WEBHOOK',
  'WS_METRICS_PORT_IMPORTER',
  'WS_METRICS_PORT_EXPORTER',
  'WS_POSTGRES_PORT',
  'WS_REDIS_PORT',
] as const;
type PortSetting = (typeof PORT_SETTINGS)[number];
export type Ports = Readonly<Record<PortSetting, number>>;

export interface SystemOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** An existing data folder, to start on it again. */
  readonly dataPath?: string;
}

/** The built system as a person starts it: `start.mjs` on free ports in a throw-away data folder. */
export class RunningSystem {
  private constructor(
    readonly launcher: ChildProgram,
    readonly dataPath: string,
    readonly ports: Ports,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  static async start(options: SystemOptions = {}): Promise<RunningSystem> {
    const dataPath = options.dataPath ?? (await mkdtemp(join(tmpdir(), 'watchstate-e2e-')));
    const ports = await freePorts();
    const env = environment(dataPath, ports, options.env ?? {});
    const system = new RunningSystem(new ChildProgram('infra/local/start.mjs', env), dataPath, ports, env);
    await system.launcher.line(/^WatchState is ready at /);
    return system;
  }

  get url(): string {
    return `http://127.0.0.1:${this.ports.WS_PORT}`;
  }

  /** The key as a script would find it. */
  get apiKey(): string {
    return this.secret('WS_API_KEY');
  }

  /** Its own Redis, for a test that looks into a queue. */
  get cacheUrl(): string {
    return `redis://:${this.secret('WS_REDIS_PASSWORD')}@127.0.0.1:${this.ports.WS_REDIS_PORT}`;
  }

  private secret(name: string): string {
    const text = readFileSync(join(this.dataPath, 'config', '.env'), 'utf8');
    const value = new RegExp(`^${name}=(.*)$`, 'm').exec(text)?.[1];
    if (value === undefined) throw new Error(`config/.env holds no ${name}`);
    return value;
  }

  api(identity = 'main'): Api {
    return new Api(this.url, this.apiKey, identity);
  }

  /** Address on the management port of a service: `/metrics`, `/health/live`, `/health/ready`. */
  management(service: ServiceName, path: string): string {
    return `http://127.0.0.1:${this.managementPort(service)}${path}`;
  }

  private managementPort(service: ServiceName): number {
    switch (service) {
      case 'api':
        return this.ports.WS_METRICS_PORT_API;
      case 'webhook':
        return this.ports.WS_METRICS_PORT_WEBHOOK;
      case 'importer':
        return this.ports.WS_METRICS_PORT_IMPORTER;
      case 'exporter':
        return this.ports.WS_METRICS_PORT_EXPORTER;
    }
  }

  /** A second `npm start` on the same data folder. */
  startAgain(): ChildProgram {
    return new ChildProgram('infra/local/start.mjs', this.env);
  }

  async pidOf(name: ServiceName | 'postgres' | 'redis'): Promise<number> {
    return Number(await readFile(join(this.dataPath, 'run', `${name}.pid`), 'utf8'));
  }

  /** All processes that the launcher has started and that still run, by name. */
  running(): Readonly<Record<string, number>> {
    const folder = join(this.dataPath, 'run');
    const entries = readdirSync(folder)
      .filter((file) => file.endsWith('.pid'))
      .map((file) => [file.slice(0, -4), Number(readFileSync(join(folder, file), 'utf8'))] as const)
      .filter(([, pid]) => isAlive(pid));
    return Object.fromEntries(entries);
  }

  /** `kill -9`, as a crash or an out-of-memory kill would do it; gives back once another process took its place. */
  async crash(name: ServiceName | 'postgres' | 'redis'): Promise<void> {
    const before = await this.pidOf(name);
    process.kill(before, 'SIGKILL');
    await eventually(`${name} is started again`, async () => {
      const now = await this.pidOf(name).catch(() => 0);
      return now !== 0 && now !== before && isAlive(now);
    });
  }

  /** Stands still from now on, as on a machine that swaps; nobody takes its place. */
  async suspend(name: ServiceName): Promise<void> {
    process.kill(await this.pidOf(name), 'SIGSTOP');
  }

  async resume(name: ServiceName): Promise<void> {
    process.kill(await this.pidOf(name), 'SIGCONT');
  }

  /** MiB that a service has in memory. */
  async memory(service: ServiceName): Promise<number> {
    const text = await (await fetch(this.management(service, '/metrics'))).text();
    return Number(/^process_resident_memory_bytes (\S+)/m.exec(text)?.[1]) / 1_048_576;
  }

  /** Makes Redis forget everything: jobs, schedules, locks. */
  async flushRedis(): Promise<void> {
    const password = this.secret('WS_REDIS_PASSWORD');
    const line = connect(this.ports.WS_REDIS_PORT, '127.0.0.1');
    let answer = '';
    line.on('data', (chunk) => (answer += chunk.toString()));
    line.write(`AUTH ${password}\r\nFLUSHALL\r\n`);
    await eventually('Redis is empty', () => answer.split('+OK').length === 3);
    line.destroy();
  }

  /** A second api process on the same stores, as another container would run it. */
  async replica(): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
    const [port, metrics] = await Promise.all([freePort(), freePort()]);
    const { WS_POSTGRES_PORT: postgres } = this.ports;
    const program = new ChildProgram('dist/services/api/src/main.js', {
      WS_UI_PATH: join(repository, 'ui/dist/ui/browser'),
      ...this.env,
      NODE_ENV: 'production',
      WS_API_KEY: this.apiKey,
      WS_SECRET_KEY: this.secret('WS_SECRET_KEY'),
      WS_DATABASE_URL: `postgres://watchstate:${this.secret('WS_POSTGRES_PASSWORD')}@127.0.0.1:${postgres}/watchstate`,
      WS_CACHE_URL: this.cacheUrl,
      WS_PORT: String(port),
      WS_METRICS_PORT_API: String(metrics),
    });
    await eventually('the second api is ready', async () => {
      const answer = await fetch(`http://127.0.0.1:${metrics}/health/ready`).catch(() => null);
      return answer?.ok ?? false;
    });
    const stop = async (): Promise<void> => {
      program.kill('SIGTERM');
      await program.exitCode();
    };
    return { url: `http://127.0.0.1:${port}`, stop };
  }

  async ready(service: ServiceName): Promise<void> {
    await eventually(`${service} is ready`, async () => {
      const answer = await fetch(this.management(service, '/health/ready')).catch(() => null);
      return answer?.ok ?? false;
    });
  }

  /** Ctrl-C; gives the launcher's exit code. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    this.launcher.kill(signal);
    return this.launcher.exitCode();
  }

  async dispose(): Promise<void> {
    await this.stop();
    rmSync(this.dataPath, { recursive: true, force: true });
  }
}

/** An ended process that nobody has collected yet is gone, too. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

async function freePorts(): Promise<Ports> {
  const chosen = await Promise.all(PORT_SETTINGS.map(async (name) => [name, await freePort()] as const));
  return Object.fromEntries(chosen) as Ports;
}

/** The machine's own settings must not leak into a test. */
function environment(
  dataPath: string,
  ports: Ports,
  extra: Readonly<Record<string, string>>,
): NodeJS.ProcessEnv {
  const clean = Object.entries(process.env).filter(([name]) => !name.startsWith('WS_'));
  const chosen = Object.entries(ports).map(([name, port]) => [name, String(port)] as const);
  return { ...Object.fromEntries([...clean, ...chosen]), WS_DATA_PATH: dataPath, ...extra };
}
