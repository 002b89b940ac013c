import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { ServerDirectory } from '#libs/directory';
import { FakeJellyfin } from '#libs/testing';
import { ExporterStage, fakeWith, WATCHED } from './testing/exporter-stage.js';

let stage: ExporterStage;

beforeAll(async () => {
  vi.stubEnv('WS_HTTP_SYNC_REQUESTS', 'true');
  stage = await ExporterStage.open();
  await stage.newPerson();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await stage.close();
});

it.each([
  ['one write at a time where the run says nothing', {}, 1],
  ['several at once where the run says so', { sync_requests: false }, 4],
] as const)('104. WS_HTTP_SYNC_REQUESTS makes %s', async (name, options, most) => {
  const server = await fakeWith(new FakeJellyfin(), 6);
  const backend = await stage.backendOn(server, { name });
  await stage.know(backend, () => WATCHED);
  const { client } = stage.module.get(ServerDirectory).contact(backend);
  const write = client.write.bind(client);
  let [inside, highest] = [0, 0];
  vi.spyOn(client, 'write').mockImplementation(async (...input) => {
    highest = Math.max(highest, (inside += 1));
    await write(...input).finally(() => (inside -= 1));
  });
  server.fault({ kind: { delayMs: 20 } });

  expect((await stage.export(backend, options)).counts).toMatchObject({ played: 6 });
  expect(highest).toBe(most);
  await server.stop();
});
