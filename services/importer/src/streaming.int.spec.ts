import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { ServerDirectory } from '#libs/directory';
import { FakeJellyfin } from '#libs/testing';
import { ImporterStage } from './testing/importer-stage.js';

let stage: ImporterStage;
let server: FakeJellyfin;
let film: string;

beforeAll(async () => {
  stage = await ImporterStage.open();
});
afterAll(() => stage.close());
beforeEach(async () => {
  await stage.newPerson();
  server = await stage.start(new FakeJellyfin());
  film = server.add({ type: 'movie', title: 'Night Ferry', guids: { tmdb: '1' } });
  server.startPlaying(server.users[1]?.id ?? '', film, 1_700_000_000);
});
afterEach(() => vi.useRealTimers());

const pages = (): number => server.requests.filter(({ path }) => /startIndex/i.test(path)).length;

it('a server on which somebody watches is left alone where that was asked for, but for news, and read when it is over', async () => {
  const backend = await stage.backendOn(server, { options: { PAUSE_WHILE_STREAMING: true } });

  expect(await stage.import(backend)).toMatchObject({
    status: 'failed',
    error: { key: 'rate-limited', message: expect.stringMatching(/watching/) },
  });
  expect(pages()).toBe(0);
  const { client } = stage.module.get(ServerDirectory).contact(backend);
  expect(await client.find(film)).toMatchObject({ title: 'Night Ferry' });

  server.stopPlaying(server.users[1]?.id ?? '', film, 0);
  vi.useFakeTimers({ now: Date.now() + 60_000, toFake: ['Date'] });
  expect(await stage.import(backend)).toMatchObject({ status: 'succeeded', counts: { added: 1 } });
});

it('is read at any time otherwise', async () => {
  expect(await stage.import(await stage.backendOn(server))).toMatchObject({ status: 'succeeded' });
});
