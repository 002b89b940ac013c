import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakePlex, type PlexTitle } from '#libs/testing';
import type { Connection, Library } from '../media-server.js';
import { plex } from './index.js';

const SHOWS: Library = { id: '2', title: 'TV Shows', type: 'show', supported: true };

const EPISODE: PlexTitle = {
  type: 'episode',
  title: 'Tide Tables',
  season: 1,
  guids: { tvdb: '7700221' },
  parentGuids: { tvdb: '370201' },
};

let server: FakePlex;

beforeEach(async () => {
  server = new FakePlex();
  await server.start();
});

afterEach(() => server.stop());

function connect(retries = 0) {
  const to: Connection = {
    type: 'plex',
    url: server.url,
    token: server.adminToken,
    user: null,
    uuid: server.uuid,
    deviceId: 'device',
    version: '1.0.0',
  };
  return plex.connect(to, { retries });
}

const asked = (pattern: RegExp) =>
  server.requests.filter(({ method, path }) => pattern.test(`${method} ${path}`));

describe('reading a show library of Plex', () => {
  beforeEach(() => {
    for (let episode = 1; episode <= 6; episode += 1) server.add({ ...EPISODE, episode });
  });

  it('asks for the shows once per pass', async () => {
    const client = connect();
    for (const offset of [0, 2, 4]) await client.page(SHOWS, { offset, limit: 2 });
    expect(asked(/type=2/)).toHaveLength(1);
    await client.page(SHOWS, { offset: 0, limit: 2 });
    expect(asked(/type=2/)).toHaveLength(2);
  });

  it('reads all shows, also when they fill more than one page', async () => {
    const parents = new Map<string, string>();
    for (let number = 0; number < 1_001; number += 1) {
      const tvdb = String(500_000 + number);
      parents.set(
        server.add({ ...EPISODE, title: `Show ${number}`, parentGuids: { tvdb }, episode: 1 }),
        tvdb,
      );
    }
    const client = connect();
    const pages = [
      await client.page(SHOWS, { offset: 0, limit: 1_000 }),
      await client.page(SHOWS, { offset: 1_000, limit: 1_000 }),
    ];
    const read = pages.flatMap(({ items }) => items).filter(({ id }) => parents.has(id));
    expect(read.map(({ id, parentGuids }) => [id, parentGuids.tvdb])).toEqual([...parents]);
    expect(asked(/type=2/)).toHaveLength(2);
    expect(asked(/metadata/)).toEqual([]);
  });

  it('asks for the shows again after that failed', async () => {
    const client = connect();
    server.fault({ match: /type=2/, kind: { status: 500 }, times: 1 });
    await expect(client.page(SHOWS, { offset: 2, limit: 2 })).rejects.toMatchObject({ key: 'server-error' });
    expect((await client.page(SHOWS, { offset: 2, limit: 2 })).items[0]?.parentGuids).toEqual(
      EPISODE.parentGuids,
    );
  });

  it('asks for a show that came while the pass was under way', async () => {
    const client = connect();
    await client.page(SHOWS, { offset: 0, limit: 6 });
    server.add({ ...EPISODE, title: 'Late Arrival', parentGuids: { tvdb: '380001' }, episode: 1 });
    const { items } = await client.page(SHOWS, { offset: 6, limit: 6 });
    expect(items).toMatchObject([{ title: 'Late Arrival', parentGuids: { tvdb: '380001' } }]);
  });

  it('asks for one show once for a burst of its episodes', async () => {
    const client = connect();
    const ids = [1, 2, 3].map((episode) => server.idOf({ title: EPISODE.title, season: 1, episode }));
    const items = await Promise.all(ids.map((id) => client.find(id)));
    expect(items.map((item) => item?.parentGuids)).toEqual(Array(3).fill(EPISODE.parentGuids));
    expect(asked(/metadata/)).toHaveLength(4);
  });

  it('never asks for more at once than Plex allows', async () => {
    expect((await connect().page(SHOWS, { offset: 0, limit: 5_000 })).received).toBe(6);
  });

  it('reads the ids of legacy agents', async () => {
    const id = server.add({
      ...EPISODE,
      title: 'Legacy Lane',
      episode: 1,
      agentGuid: 'com.plexapp.agents.thetvdb://370202/1/1?lang=en',
      showAgentGuid: 'com.plexapp.agents.thetvdb://370202?lang=en',
    });
    expect(await connect().find(id)).toMatchObject({ guids: {}, parentGuids: { tvdb: '370202' } });
  });

  it('leaves the episodes of a shared file to their own entries, in a page and alone', async () => {
    const path = '/media/tv/Tide Tables/Tide Tables - S02E01-E02.mkv';
    const shared = [1, 2].map((episode) => server.add({ ...EPISODE, season: 2, episode, path }));
    const client = connect();
    const { items } = await client.page(SHOWS, { offset: 6, limit: 10 });
    expect(items.map(({ id, lastEpisode }) => [id, lastEpisode])).toEqual(shared.map((id) => [id, null]));
    expect(await client.find(String(shared[0]))).toMatchObject({ episode: 1, lastEpisode: null });
  });
});

describe('writing to Plex', () => {
  it.each([{ status: 503 }, { reset: true }] as const)(
    'never repeats by itself that an item was watched: %j',
    async (kind) => {
      const id = server.add({ type: 'movie', title: 'Harbour Lights' });
      const client = connect(3);
      const current = await client.find(id);
      server.clearRequests();
      server.fault({ match: /scrobble/, kind });
      const write = current && client.write(current, { watched: true, positionMs: 0, playedAt: null });
      await expect(write).rejects.toThrow();
      expect(server.writes()).toHaveLength(1);
    },
  );

  it('names every time the same device, and never the token in an address', async () => {
    const id = server.add({ type: 'movie', title: 'Harbour Lights' });
    const current = await connect().find(id);
    await (current && connect().write(current, { watched: true, positionMs: 700_000, playedAt: null }));
    expect(server.writes().map(({ path }) => path)).toEqual([
      `/:/scrobble?identifier=com.plexapp.plugins.library&key=${id}`,
      expect.stringMatching(
        /^\/:\/timeline\?.*state=stopped&time=700000&duration=\d+&X-Plex-Client-Identifier=device$/,
      ),
    ]);
    expect(JSON.stringify(server.requests)).not.toMatch(/X-Plex-Token/i);
  });
});
