import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Fakes, RunningSystem } from '../harness/index.js';

const SERVERS = ['plex', 'jellyfin', 'emby'] as const;
type ServerType = (typeof SERVERS)[number];

const FILMS = ['Paper Planets', 'Quiet Harbour', 'The Tin Orchard'];
const P1 = 1_700_000_000;
const P2 = 1_710_000_000;

/** Section M of the scenarios over the built system: real processes, real queues, the API alone. */
describe('playlists, by scenario', () => {
  let fakes: Fakes;
  let system: RunningSystem;
  const ids = new Map<string, string>();

  beforeAll(async () => {
    fakes = await Fakes.start('none');
    system = await RunningSystem.start({ env: fakes.env });
    for (const type of SERVERS) {
      for (const title of FILMS) await addFilm(type, title);
      await system.api().addBackend(fakes.backend(type));
    }
    await importAll();
  });
  afterAll(async () => {
    await system.dispose();
    await fakes.stop();
  });

  async function addFilm(type: ServerType, title: string): Promise<void> {
    const tmdb = String(600_000 + FILMS.indexOf(title));
    const { id } = await fakes.add(type, { type: 'movie', title, year: 2020, guids: { tmdb } });
    ids.set(`${type} ${title}`, id);
  }

  async function importAll(): Promise<void> {
    for (const type of SERVERS) {
      const { body } = await system.api().post(`backend/${type}/import`);
      await ended(runIdIn(body));
    }
  }

  const runIdIn = (body: unknown): string =>
    typeof body === 'object' && body !== null && 'run_id' in body ? String(body.run_id) : '';

  async function ended(id: string) {
    return system.api().finished(id);
  }

  const sync = async () => ended(runIdIn((await system.api().post('playlists/sync')).body));
  const items = (type: ServerType, films: readonly string[]): readonly string[] =>
    films.map((title) => ids.get(`${type} ${title}`) ?? title);
  // eslint-disable-next-line no-restricted-syntax -- a test reads best as one line: where, what, of which, when
  const make = (type: ServerType, title: string, films: readonly string[], at: number) =>
    fakes.playlist(type, { title, items: items(type, films), at });

  async function shown(type: ServerType, title: string): Promise<readonly string[] | null> {
    const found = (await fakes.playlists(type)).find((list) => list.title === title);
    const names = new Map(
      [...ids].map(([key, id]) => [`${key.split(' ')[0] ?? ''} ${id}`, key.slice(key.indexOf(' ') + 1)]),
    );
    return found?.itemIds.map((id) => names.get(`${type} ${id}`) ?? id) ?? null;
  }

  it('170. Playlist winner: the newest version is on all backends, in its order, and is there to stay', async () => {
    const [first = '', second = '', third = ''] = FILMS;
    await make('plex', 'Friday', [first, second], P1);
    await make('jellyfin', 'Friday', [third, first], P2);
    expect(await sync()).toMatchObject({ status: 'succeeded', kind: 'playlist' });
    for (const type of SERVERS) expect(await shown(type, 'Friday')).toEqual([third, first]);
    for (const type of SERVERS) await fakes.clearRequests(type);
    expect(await sync()).toMatchObject({ status: 'succeeded', counts: { added: 0, updated: 0 } });
    for (const type of SERVERS) expect(await fakes.writes(type)).toEqual([]);
  });

  it('171. Playlist replace fails: the old list is still there while the server says no', async () => {
    const [first = '', second = ''] = FILMS;
    const friday = (await fakes.playlists('plex')).find(({ title }) => title === 'Friday');
    await fakes.fault('emby', { match: 'POST .*Playlists', kind: { status: 403 } });
    await fakes.playlist('plex', { id: friday?.id ?? '', items: items('plex', [second, first]) });
    const run = await sync();
    expect(run).toMatchObject({ status: 'failed', error: { key: 'writes-refused' } });
    expect(await shown('emby', 'Friday')).toEqual([FILMS[2], first]);
    expect(await shown('jellyfin', 'Friday')).toEqual([second, first]);
    const { body } = await system.api().get(`playlists/changes?run_id=${run.id}&perpage=50`);
    expect(body).toMatchObject({
      items: expect.arrayContaining([
        expect.objectContaining({ backend: 'emby', status: 'failed', reason: 'forbidden' }),
      ]),
    });
    await fakes.clearFaults('emby');
    expect((await sync()).status).toBe('succeeded');
    expect(await shown('emby', 'Friday')).toEqual([second, first]);
  });

  it('172. Playlist with a missing item: a part of it, which becomes the whole when the item appears', async () => {
    FILMS.push('Late Arrival');
    const late = 'Late Arrival';
    await addFilm('plex', late);
    await addFilm('jellyfin', late);
    await importAll();
    const [first = '', second = ''] = FILMS;
    await make('plex', 'Rainy evening', [first, late, second], P1);
    await sync();
    expect(await shown('jellyfin', 'Rainy evening')).toEqual([first, late, second]);
    expect(await shown('emby', 'Rainy evening')).toEqual([first, second]);
    await sync();
    expect(await shown('plex', 'Rainy evening')).toEqual([first, late, second]);
    await addFilm('emby', late);
    await importAll();
    await sync();
    expect(await shown('emby', 'Rainy evening')).toEqual([first, late, second]);
  });

  it('a deleted playlist is gone everywhere after two whole readings, and the API tells of it', async () => {
    const rainy = (await fakes.playlists('plex')).find(({ title }) => title === 'Rainy evening');
    await fakes.dropPlaylist('plex', rainy?.id ?? '');
    await sync();
    expect(await shown('emby', 'Rainy evening')).not.toBeNull();
    await sync();
    for (const type of SERVERS) expect(await shown(type, 'Rainy evening')).toBeNull();
    const { body } = await system.api().get('playlists?perpage=50');
    expect(body).toMatchObject({
      items: expect.arrayContaining([
        expect.objectContaining({ title: 'Rainy evening', deleted_at: expect.any(String) }),
        expect.objectContaining({ title: 'Friday', deleted_at: null }),
      ]),
    });
  });
});
