import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '#libs/testing';
import { Api } from './api.js';
import { ChildProgram } from './child-program.js';
import { eventually } from './eventually.js';
import type { RunningSystem, ServiceName } from './system.js';

/** One more process of a service beside those of a running system, on the same stores and ports of its own. */
export class Replica {
  private constructor(
    private readonly program: ChildProgram,
    private readonly ports: Readonly<Record<'WS_PORT' | 'METRICS', number>>,
    private readonly apiKey: string,
  ) {}

  static async start(
    system: RunningSystem,
    service: ServiceName,
    env: Readonly<Record<string, string>> = {},
  ): Promise<Replica> {
    const secrets = await secretsOf(system);
    const ports = { WS_PORT: await freePort(), METRICS: await freePort() };
    const program = new ChildProgram(`dist/services/${service}/src/main.js`, {
      ...process.env,
      ...secrets,
      ...env,
      WS_HOST: '127.0.0.1',
      WS_DATA_PATH: system.dataPath,
      WS_DATABASE_URL: `postgres://watchstate:${secrets['WS_POSTGRES_PASSWORD'] ?? ''}@127.0.0.1:${system.ports.WS_POSTGRES_PORT}/watchstate`,
      WS_CACHE_URL: `redis://:${secrets['WS_REDIS_PASSWORD'] ?? ''}@127.0.0.1:${system.ports.WS_REDIS_PORT}`,
      WS_PORT: String(ports.WS_PORT),
      [`WS_METRICS_PORT_${service.toUpperCase()}`]: String(ports.METRICS),
    });
    const replica = new Replica(program, ports, system.apiKey);
    await eventually(`a second ${service} is ready`, () => replica.isReady());
    return replica;
  }

  /** Of a replica of the api. */
  api(identity: string): Api {
    return new Api(`http://127.0.0.1:${this.ports.WS_PORT}`, this.apiKey, identity);
  }

  async stop(): Promise<void> {
    this.program.kill('SIGTERM');
    await this.program.exitCode();
  }

  private async isReady(): Promise<boolean> {
    const answer = await fetch(`http://127.0.0.1:${this.ports.METRICS}/health/ready`).catch(() => null);
    return answer?.ok ?? false;
  }
}

async function secretsOf(system: RunningSystem): Promise<Record<string, string>> {
  const text = await readFile(join(system.dataPath, 'config', '.env'), 'utf8');
  return Object.fromEntries(
    [...text.matchAll(/^(WS_\w+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
  );
}
