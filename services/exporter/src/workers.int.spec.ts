import { Test, type TestingModule } from '@nestjs/testing';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { exportsQueue, type Producer, pushesQueue, QueueModule } from '#libs/queue';
import { RuntimeModule } from '#libs/runtime';
import { createCache } from '#libs/testing';
import { ExportsWorker } from './exports/exports.worker.js';
import { Pusher } from './exports/pusher.js';
import { PushesWorker } from './exports/pushes.worker.js';
import { RunExporter } from './exports/run-exporter.js';
import { RunRestorer } from './restores/run-restorer.js';

/** More than one worker runs at a time. */
const LONG_EXPORTS = 6;

const end = Promise.withResolvers<undefined>();
const longExport = vi.fn(() => end.promise);
const push = vi.fn(() => Promise.resolve());
let module: TestingModule;

beforeAll(async () => {
  vi.stubEnv('WS_CACHE_URL', await createCache());
  module = await Test.createTestingModule({
    imports: [RuntimeModule.forService('test'), QueueModule.forRoot()],
    providers: [
      ExportsWorker,
      PushesWorker,
      { provide: RunExporter, useValue: { export: longExport } },
      { provide: RunRestorer, useValue: { restore: longExport } },
      { provide: Pusher, useValue: { push } },
    ],
  }).compile();
  await module.init();
});

afterAll(async () => {
  end.resolve(undefined);
  await module.close();
});

it('a push does not wait while whole exports hold every seat', async () => {
  const exports: Producer<typeof exportsQueue> = module.get(`Producer(${exportsQueue.name})`);
  const pushes: Producer<typeof pushesQueue> = module.get(`Producer(${pushesQueue.name})`);
  const runs = Array.from({ length: LONG_EXPORTS }, (_, number) => ({ runId: String(number) }));
  await exports.addMany('export-run', runs);
  await vi.waitFor(() => expect(longExport).toHaveBeenCalledTimes(4), { timeout: 10_000 });

  await pushes.add('push', { backendId: 7 });

  await vi.waitFor(() => expect(push).toHaveBeenCalledWith(7, expect.anything()), { timeout: 10_000 });
  expect(longExport).toHaveBeenCalledTimes(4);
});
