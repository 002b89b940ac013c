import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { ApiStage, KEY } from '../testing/api-stage.js';
import { AccessLog } from './access-log.js';

let stage: ApiStage;
beforeAll(async () => {
  stage = await ApiStage.open();
});
afterAll(() => stage.close());

function lines(of: ApiStage): readonly Readonly<Record<string, unknown>>[] {
  const folder = join(of.folder, 'logs');
  return readdirSync(folder)
    .filter((name) => /^access\.\d{8}\.log$/.test(name))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').trim().split('\n'))
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
}

it('has a line for each request, by level, and never a key', async () => {
  await stage.open('get', `system/version?apikey=${KEY}`).expect(200);
  await stage.open('get', 'runs').expect(401);
  await vi.waitFor(() => expect(lines(stage)).toHaveLength(2), { timeout: 5_000 });
  expect(lines(stage)).toEqual([
    expect.objectContaining({
      level: 'info',
      method: 'GET',
      path: '/v1/api/system/version',
      status: 200,
      service: 'api',
    }),
    expect.objectContaining({
      level: 'warning',
      path: '/v1/api/runs',
      status: 401,
      requestId: expect.any(String),
    }),
  ]);
  expect(JSON.stringify(lines(stage))).not.toContain(KEY);
});

it.each([
  ['louder than the request', { WS_LOGGER_ACCESS_LEVEL: 'error' }],
  ['off', { WS_LOGGER_ACCESS_ENABLE: 'false' }],
])('has none while it is %s', async (_how, settings) => {
  const quiet = await ApiStage.open(settings);
  await quiet.open('get', 'runs').expect(401);
  // What it has, it writes now.
  quiet.app.get(AccessLog).onModuleDestroy();
  expect(lines(quiet)).toEqual([]);
  await quiet.close();
});
