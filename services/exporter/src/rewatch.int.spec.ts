import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Identities, type BackendRecord } from '#libs/database';
import { FakeEmby, FakeJellyfin, FakePlex, type FakeMediaServer } from '#libs/testing';
import { ExporterStage, fakeWith, LATER, userOf, WATCHED } from './testing/exporter-stage.js';

let stage: ExporterStage;

beforeAll(async () => {
  stage = await ExporterStage.open();
});
afterAll(() => stage.close());
beforeEach(() => stage.newPerson());

const DAY = 86_400;
const MAKES = [
  ['plex', () => new FakePlex()],
  ['jellyfin', () => new FakeJellyfin()],
  ['emby', () => new FakeEmby()],
] as const;

const stateOn = (server: FakeMediaServer) =>
  server.stateOf(userOf(server), server.idOf({ title: 'Title 1' }));

/** One film that is watched on the server, with the position that was left at a time. */
async function watchedFilm(make: () => FakeMediaServer, position: { ms: number; leftAt: number } | null) {
  const server = await fakeWith(make(), 1);
  const id = server.idOf({ title: 'Title 1' });
  server.play(userOf(server), id, LATER);
  if (position) server.pauseAt(userOf(server), id, position.ms, position.leftAt);
  const backend = await stage.backendOn(server);
  return { server, backend, id };
}

const syncRewatch = (word: boolean | null): Promise<void> =>
  stage.module.get(Identities).setRewatch({ id: stage.identityId }, word);

describe('a position from before it was watched to the end', () => {
  it.each(MAKES)('98. is reset on %s once, and nothing is marked', async (_, make) => {
    const { server, backend } = await watchedFilm(make, { ms: 900_000, leftAt: LATER });
    await stage.know(backend, () => WATCHED);
    server.clearRequests();

    expect(await stage.export(backend)).toMatchObject({
      status: 'succeeded',
      counts: { progress: 1, played: 0, unplayed: 0 },
    });
    expect(stateOn(server)).toMatchObject({ watched: true, positionMs: 0 });
    expect(server.writes()).toHaveLength(1);

    expect(await stage.export(await stage.reload(backend))).toMatchObject({ total: 0 });
    expect(server.writes()).toHaveLength(1);
    await server.stop();
  });

  it.each(MAKES)(
    '98. is reset on %s although its clock is an hour ahead (simulation, seed 103)',
    async (_, make) => {
      const now = Math.floor(Date.now() / 1_000);
      const { server, backend } = await watchedFilm(make, { ms: 900_000, leftAt: now + 3_600 });
      const endedElsewhere = now + 60;
      await stage.know(backend, () => ({ ...WATCHED, decidedAt: endedElsewhere, playedAt: endedElsewhere }));
      server.clearRequests();

      expect(await stage.export(backend)).toMatchObject({ counts: { progress: 1, played: 0 } });
      expect(stateOn(server)).toMatchObject({ watched: true, positionMs: 0 });
      await server.stop();
    },
  );

  it('98. waits while the person is playing it', async () => {
    const { server, backend, id } = await watchedFilm(() => new FakePlex(), { ms: 900_000, leftAt: LATER });
    await stage.know(backend, () => WATCHED);
    if (server instanceof FakePlex) server.startSession(userOf(server), id);
    server.clearRequests();
    expect(await stage.export(backend)).toMatchObject({ tally: { 'skipped.currently-playing': 1 } });
    expect(server.writes()).toEqual([]);
    await server.stop();
  });

  it.each(MAKES)('a second viewing on %s keeps its position', async (_, make) => {
    const { server, backend } = await watchedFilm(make, { ms: 900_000, leftAt: LATER + DAY });
    await stage.know(backend, () => WATCHED);
    server.clearRequests();
    expect(await stage.export(backend)).toMatchObject({ status: 'succeeded', total: 0 });
    expect(server.writes()).toEqual([]);
    await server.stop();
  });
});

describe('a second viewing that is carried on', () => {
  const again = { ...WATCHED, positionMs: 700_000, positionAt: LATER + 2 * DAY };

  it.each(MAKES)('113. Threshold: sets the position on %s, where it stays watched', async (_, make) => {
    await syncRewatch(true);
    const { server, backend } = await watchedFilm(make, null);
    await stage.know(backend, () => again);
    server.clearRequests();

    expect(await stage.export(backend)).toMatchObject({ counts: { progress: 1, played: 0 } });
    expect(stateOn(server)).toMatchObject({ watched: true, positionMs: 700_000 });
    expect(await stage.export(await stage.reload(backend))).toMatchObject({ total: 0 });
    expect(server.writes()).toHaveLength(1);
    await server.stop();
  });

  it.each([null, false])(
    '113. Threshold: is written nowhere when the person says %s and the setting 0',
    async (word) => {
      await syncRewatch(word);
      const { server, backend } = await watchedFilm(() => new FakeJellyfin(), null);
      await stage.know(backend, () => again);
      server.clearRequests();
      const run = await stage.export(backend);
      expect(run).toMatchObject({ total: 0, tally: { 'skipped.rewatch-not-synced': 1 } });
      expect(server.writes()).toEqual([]);
      await server.stop();
    },
  );

  it('gives a server that took the mark away both back', async () => {
    await syncRewatch(true);
    const server = await fakeWith(new FakeJellyfin(), 1);
    const id = server.idOf({ title: 'Title 1' });
    server.pauseAt(userOf(server), id, 700_000, LATER + 2 * DAY);
    const backend: BackendRecord = await stage.backendOn(server);
    await stage.know(backend, () => again);
    expect(await stage.export(backend)).toMatchObject({ counts: { played: 1 } });
    expect(stateOn(server)).toMatchObject({ watched: true, positionMs: 700_000 });
    await server.stop();
  });
});
