import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChildProgram, eventually, isAlive, RunningSystem, SERVICES } from './harness/index.js';

describe('npm start', () => {
  let system: RunningSystem;

  beforeAll(async () => {
    system = await RunningSystem.start();
  });

  afterAll(() => system.dispose());

  it('says once where WatchState is ready', () => {
    const ready = system.launcher.lines.filter((line) => line.includes('is ready at'));
    expect(ready).toEqual([`WatchState is ready at http://localhost:${system.ports.WS_PORT}`]);
  });

  it('answers the health check without a key', async () => {
    const answer = await fetch(`${system.url}/v1/api/system/healthcheck`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ status: 'ok' });
  });

  it('serves the user interface at the root', async () => {
    const answer = await fetch(system.url);
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(await answer.text()).toContain('<app-root');
  });

  it.each(SERVICES)('gives metrics and health of %s on its management port', async (service) => {
    const metrics = await fetch(system.management(service, '/metrics'));
    expect(await metrics.text()).toContain('process_cpu_seconds_total');
    expect((await fetch(system.management(service, '/health/live'))).status).toBe(200);
    expect((await fetch(system.management(service, '/health/ready'))).status).toBe(200);
  });

  it('refuses a second start on the same data folder in one line', async () => {
    const second = system.startAgain();
    expect(await second.exitCode()).toBe(1);
    expect(second.lines.at(-1)).toBe(`WatchState already runs on the data folder ${system.dataPath}.`);
    expect((await fetch(`${system.url}/v1/api/system/healthcheck`)).status).toBe(200);
  });

  it.each(SERVICES)('starts %s again when it crashes', async (service) => {
    await system.crash(service);
    await system.ready(service);
    expect((await fetch(`${system.url}/v1/api/system/healthcheck`)).status).toBe(200);
  });

  it('stops everything on SIGTERM, with code 0 and nothing left running', async () => {
    const pids = Object.values(system.running());
    expect(pids).toHaveLength(SERVICES.length + 2);
    expect(await system.stop('SIGTERM')).toBe(0);
    expect(pids.filter(isAlive)).toEqual([]);
  });
});

describe('after a launcher that was killed', () => {
  it('no service is left, and the next start takes over the stores', async () => {
    const killed = await RunningSystem.start();
    const { postgres = 0, redis = 0, ...services } = killed.running();
    killed.launcher.kill('SIGKILL');
    await eventually('the services notice', () => !Object.values(services).some(isAlive), 10_000);
    expect([postgres, redis].map(isAlive)).toEqual([true, true]);

    const next = await RunningSystem.start({ dataPath: killed.dataPath });
    expect([postgres, redis].map(isAlive)).toEqual([false, false]);
    expect((await next.api().get('backends')).status).toBe(200);
    await next.dispose();
  });
});

describe('a start that cannot succeed', () => {
  let occupied: Server;
  let port = 0;

  beforeAll(async () => {
    occupied = createServer().listen(0, '127.0.0.1');
    port = await eventually('a port is taken', () => {
      const address = occupied.address();
      return typeof address === 'object' && address !== null ? address.port : null;
    });
  });

  afterAll(() => occupied.close());

  it.each([
    ['a port in use', () => ({ WS_PORT: String(port) }), /^Port \d+ is taken .* WS_PORT /],
    ['a wrong port', () => ({ WS_PORT: 'eighty' }), /^WS_PORT must be a port number/],
    ['a key that is too short', () => ({ WS_API_KEY: 'short' }), /^WS_API_KEY must have/],
    ['a folder that is a file', () => ({ WS_DATA_PATH: import.meta.filename }), /cannot be written/],
  ])('ends with one clear line for %s', async (_case, env, line) => {
    const program = new ChildProgram('infra/local/start.mjs', {
      ...process.env,
      WS_DATA_PATH: `/tmp/watchstate-e2e-refused-${process.pid}`,
      ...env(),
    });
    expect(await program.exitCode()).toBe(1);
    expect(program.lines.at(-1)).toMatch(line);
    expect(program.output).not.toMatch(/\n\s+at /);
  });
});
