import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MediaServerClient } from '#libs/backends';
import type { BackendRecord } from '#libs/database';
import { ServerDirectory } from '#libs/directory';
import { FakeEmby, FakeJellyfin } from '#libs/testing';
import { ImporterStage } from './testing/importer-stage.js';

const WATCHED_AT = 1_710_000_000;

let stage: ImporterStage;
let server: FakeJellyfin;
let backend: BackendRecord;
let readAt: Date | null;

beforeAll(async () => {
  stage = await ImporterStage.open();
});
afterAll(() => stage.close());

/** Three films, all watched, all read once. */
beforeEach(async () => {
  await stage.newPerson();
  server = await stage.start(new FakeJellyfin());
  for (const tmdb of ['1', '2', '3']) {
    server.add({ type: 'movie', title: `Title ${tmdb}`, guids: { tmdb }, addedAt: 1_700_000_000 });
    server.play(user(), server.idOf({ title: `Title ${tmdb}` }), WATCHED_AT);
  }
  backend = await stage.backendOn(server);
  expect(await stage.import(backend)).toMatchObject({ status: 'succeeded' });
  backend = await stage.reload(backend);
  readAt = backend.importLastSync;
  return () => vi.restoreAllMocks();
});

const user = (): string => server.users[0]?.id ?? '';
const client = (): MediaServerClient => stage.module.get(ServerDirectory).contact(backend).client;
const watched = async (): Promise<boolean[]> =>
  (await stage.items()).map(({ decision }) => decision === 'played');

describe('a read that is not whole', () => {
  it('150. Short page: a server that declares more than it sends proves no unmark, and the date stays', async () => {
    server.unplay(user(), server.idOf({ title: 'Title 2' }));
    const { pageUnless } = client();
    const short = pageUnless.bind(client());
    vi.spyOn(client(), 'pageUnless').mockImplementation(async (...asked) => {
      const sent = await short(...asked);
      return sent && { ...sent, total: sent.total + 50 };
    });

    const run = await stage.import(backend);

    expect(run).toMatchObject({ status: 'failed', error: { key: 'incomplete-read' } });
    expect(await watched()).toEqual([true, true, true]);
    expect((await stage.reload(backend)).importLastSync).toEqual(readAt);

    vi.restoreAllMocks();
    expect(await stage.import(backend)).toMatchObject({ status: 'succeeded', counts: { unplayed: 1 } });
    expect(await watched()).toEqual([true, false, true]);
  });

  it('151. Library list empty: is a failure, removes nothing, and the date stays', async () => {
    vi.spyOn(client(), 'libraries').mockResolvedValue([]);
    const looks = vi.spyOn(client(), 'find');

    const run = await stage.import(backend);

    expect(run).toMatchObject({ status: 'failed', error: { key: 'incomplete-read' } });
    expect(looks).not.toHaveBeenCalled();
    expect(await watched()).toEqual([true, true, true]);
    expect((await stage.reload(backend)).importLastSync).toEqual(readAt);
  });

  it('is no matter of a server that never had any', async () => {
    const empty = await stage.start(new FakeEmby());
    expect(await stage.import(await stage.backendOn(empty))).toMatchObject({ status: 'succeeded' });
  });
});
