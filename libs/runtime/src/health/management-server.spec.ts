import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Metrics } from '../metrics/metrics.js';
import { HealthChecks } from './health-checks.js';
import { ManagementServer } from './management-server.js';

let health: HealthChecks;
let server: ManagementServer;
let origin: string;

beforeEach(async () => {
  health = new HealthChecks();
  server = new ManagementServer(new Metrics(), health);
  origin = `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}`;
});

afterEach(() => server.close());

const ready = async (): Promise<readonly [status: number, body: unknown]> => {
  const answer = await fetch(`${origin}/health/ready`);
  return [answer.status, await answer.json()];
};

describe('a service', () => {
  it('lives as soon as it answers', async () => {
    expect((await fetch(`${origin}/health/live`)).status).toBe(200);
  });

  it('is ready when it has started and everything essential is up', async () => {
    let isUp = false;
    health.add('postgres', () => (isUp ? Promise.resolve() : Promise.reject(new Error('away'))));
    health.started();
    expect(await ready()).toEqual([503, { status: 'not-ready', checks: { postgres: 'down' } }]);
    isUp = true;
    expect(await ready()).toEqual([200, { status: 'ready', checks: { postgres: 'up' } }]);
  });

  it('is not ready before its start nor during its end', async () => {
    expect(await ready()).toEqual([503, { status: 'not-ready', checks: {} }]);
    health.started();
    expect((await ready())[0]).toBe(200);
    health.stopping();
    expect((await ready())[0]).toBe(503);
  });

  it('is only degraded by what it can do without', async () => {
    health.add('redis', () => Promise.reject(new Error('away')), { essential: false });
    health.started();
    expect(await ready()).toEqual([200, { status: 'degraded', checks: { redis: 'down' } }]);
  });

  it('takes a check that hangs for a failure', async () => {
    const impatient = new HealthChecks(1);
    impatient.add('postgres', () => new Promise(() => undefined));
    impatient.started();
    expect(await impatient.look()).toEqual({ status: 'not-ready', checks: { postgres: 'down' } });
  });

  it('shows its metrics', async () => {
    const answer = await fetch(`${origin}/metrics`);
    expect(answer.headers.get('content-type')).toContain('text/plain');
    expect(await answer.text()).toContain('# TYPE sync_jobs_total counter');
  });

  it('shows nothing else', async () => {
    expect((await fetch(`${origin}/secrets`)).status).toBe(404);
  });
});

describe('waiting until ready', () => {
  it('ends when everything essential is up, without the start of the service', async () => {
    health.add('redis', () => Promise.resolve());
    expect(await health.whenReady(new AbortController().signal)).toBe(true);
  });

  it('is given up when the process leaves', async () => {
    health.add('redis', () => Promise.reject(new Error('away')));
    const leaving = new AbortController();
    const waiting = health.whenReady(leaving.signal);
    leaving.abort();
    expect(await waiting).toBe(false);
  });
});
