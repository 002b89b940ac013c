import { afterEach, describe, expect, it } from 'vitest';
import { FakeEmby } from './fake-emby.js';
import { FakeJellyfin } from './fake-jellyfin.js';
import type { FakeMediaServer } from './fake-media-server.js';
import { FakePlex } from './fake-plex.js';
import { ask, bearer, rowsOf, textIn } from './mediabrowser/ask.js';

let server: FakeMediaServer | null = null;
afterEach(() => server?.stop());

async function started<Server extends FakeMediaServer>(fake: Server): Promise<Server> {
  server = fake;
  await fake.start();
  return fake;
}

const firstOf = ({ users }: FakeMediaServer) => users[0]?.id ?? '';

describe('playlists of the fakes', () => {
  it('Plex makes none without items from 1.43 on, and none of another server', async () => {
    const plex = await started(new FakePlex({ version: '1.43.0' }));
    const movie = plex.add({ type: 'movie', title: 'Night Ferry' });
    const headers = { 'X-Plex-Token': plex.adminToken, Accept: 'application/json' };
    const make = async (uri: string) => {
      const query = new URLSearchParams({ title: 'Friday', smart: '0', type: 'video', uri });
      return (await fetch(`${plex.url}/playlists?${query.toString()}`, { method: 'POST', headers })).status;
    };
    const place = 'com.plexapp.plugins.library/library/metadata';
    expect(await make('')).toBe(400);
    expect(await make(`server://elsewhere/${place}/${movie}`)).toBe(400);
    expect(await make(`server://${plex.uuid}/${place}/${movie}`)).toBe(200);
    expect(plex.playlists.of(firstOf(plex))).toMatchObject([{ title: 'Friday', itemIds: [movie] }]);
  });

  it('Jellyfin makes a list public unless it is told not to, from 10.9 on', async () => {
    for (const [version, seen] of [
      ['10.8', 0],
      ['10.9', 1],
    ] as const) {
      const jellyfin = await started(new FakeJellyfin({ version }));
      const [alex, sam] = jellyfin.users;
      const body = { Name: 'Friday', Ids: [], UserId: alex?.id };
      await ask(jellyfin, '/Playlists', { method: 'POST', body });
      const path = `/Users/${sam?.id ?? ''}/Items?recursive=true&includeItemTypes=Playlist`;
      expect(rowsOf(await ask(jellyfin, path))).toHaveLength(seen);
      await jellyfin.stop();
    }
  });

  it('a key is told nothing by GET /Playlists/{id}, which 10.9 does not have', async () => {
    const jellyfin = await started(new FakeJellyfin({ version: '10.10' }));
    const id = jellyfin.playlists.make(firstOf(jellyfin), { title: 'Friday' });
    const headers = bearer(jellyfin.users[0]?.token ?? '');
    expect((await ask(jellyfin, `/Playlists/${id}`)).status).toBe(400);
    expect((await ask(jellyfin, `/Playlists/${id}`, { headers })).body).toMatchObject({ OpenAccess: false });
  });

  it('Emby answers with other rows when a media type is asked for', async () => {
    const emby = await started(new FakeEmby());
    emby.add({ type: 'movie', title: 'Night Ferry' });
    emby.playlists.make(firstOf(emby), { title: 'Friday' });
    const path = `/Users/${firstOf(emby)}/Items?recursive=true&includeItemTypes=Playlist`;
    expect(rowsOf(await ask(emby, path)).map(({ Name }) => Name)).toEqual(['Friday']);
    expect(rowsOf(await ask(emby, `${path}&mediaTypes=Video`)).map(({ Name }) => Name)).not.toContain(
      'Friday',
    );
  });

  it('an item that leaves the library leaves the lists, and a pretended deletion deletes nothing', async () => {
    const emby = await started(new FakeEmby());
    const movie = emby.add({ type: 'movie', title: 'Night Ferry' });
    const id = emby.playlists.make(firstOf(emby), { title: 'Friday', itemIds: [movie] });
    emby.fault({ match: /DELETE/, kind: { pretend: true } });
    expect((await ask(emby, `/Items/${id}`, { method: 'DELETE' })).status).toBe(204);
    expect(textIn(await ask(emby, `/Users/${firstOf(emby)}/Items/${id}`), 'Name')).toBe('Friday');
    emby.remove(movie);
    expect(emby.playlists.get(id).itemIds).toEqual([]);
    expect(emby.deletions).toEqual([]);
  });
});
