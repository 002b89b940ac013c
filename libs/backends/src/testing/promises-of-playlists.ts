import { beforeEach, describe, expect, it } from 'vitest';
import { IDS_PER_CALL } from '../playlists.js';
import { failure, type Scene } from './stage.js';

export function promisesOfPlaylists(scene: () => Scene): void {
  describe('playlists', () => {
    let ids: readonly string[] = [];
    beforeEach(() => {
      const { server } = scene();
      const show = { type: 'episode', title: 'Harbor Street', season: 1 } as const;
      ids = [
        server.add({ type: 'movie', title: 'Night Ferry', year: 2021 }),
        server.add({ ...show, episode: 1, episodeTitle: 'The Pier' }),
        server.add({ type: 'movie', title: 'Glass Orchard' }),
      ];
    });
    const keeper = (as = scene().owner) => scene().client(as).playlists;
    const make = (title: string, itemIds = ids) =>
      scene().server.playlists.make(scene().owner.id, { title, itemIds, at: 1_700_000_000 });

    it('lists those of the person, with what may be done to them', async () => {
      const id = make('Rainy evening');
      scene().server.playlists.make(scene().guest.id, { title: 'Not yours', itemIds: ids });
      expect(await keeper().list()).toEqual([
        {
          id,
          title: 'Rainy evening',
          isVideo: true,
          isSmart: false,
          isEditable: true,
          count: 3,
          changedAt: 1_700_000_000,
          isDated: expect.any(Boolean),
        },
      ]);
    });

    it('reads the entries in their order, doubles as well', async () => {
      const [ferry = '', pier = '', orchard = ''] = ids;
      const id = make('Rainy evening', [orchard, ferry, pier, ferry]);
      const content = await keeper().read(id);
      expect(content?.playlist).toMatchObject({ id, title: 'Rainy evening' });
      expect(content?.entries).toEqual([
        { remoteId: orchard, type: 'movie', title: 'Glass Orchard' },
        { remoteId: ferry, type: 'movie', title: 'Night Ferry' },
        { remoteId: pier, type: 'episode', title: 'Harbor Street - The Pier' },
        { remoteId: ferry, type: 'movie', title: 'Night Ferry' },
      ]);
    });

    it('shows one that holds no music', async () => {
      scene().server.playlists.make(scene().owner.id, { title: 'Songs', holds: 'audio' });
      expect(await keeper().list()).toEqual([]);
    });

    it('tells that a list is read-only', async () => {
      scene().server.playlists.make(scene().owner.id, { title: 'Fixed', itemIds: ids, isReadOnly: true });
      expect(await keeper().list()).toMatchObject([{ title: 'Fixed', isEditable: false }]);
    });

    it('says null of a list that is not there, or is not of this person', async () => {
      const gone = make('Gone');
      scene().server.playlists.drop(gone);
      expect(await keeper().read(gone)).toBeNull();
      const theirs = scene().server.playlists.make(scene().guest.id, { title: 'Not yours', itemIds: ids });
      expect(await keeper().read(theirs)).toBeNull();
    });

    it('makes a private list with the items in order, and tells its id', async () => {
      const [first = '', ...rest] = ids;
      const id = await keeper().create({ title: 'Friday & more?', itemIds: [...rest, first, first] });
      expect(scene().server.playlists.get(id)).toMatchObject({
        ownerId: scene().owner.id,
        title: 'Friday & more?',
        itemIds: [...rest, first, first],
        isPublic: false,
      });
      expect(await keeper(scene().guest).list()).toEqual([]);
    });

    it('makes a list longer than an address can be', async () => {
      const [first = '', second = ''] = ids;
      const itemIds = Array.from({ length: 2 * IDS_PER_CALL + 5 }, (_, place) =>
        place % 2 ? first : second,
      );
      const id = await keeper().create({ title: 'Everything', itemIds });
      expect(scene().server.playlists.get(id).itemIds).toEqual(itemIds);
      expect((await keeper().read(id))?.entries.map(({ remoteId }) => remoteId)).toEqual(itemIds);
    });

    it('removes a list and none of the movies in it; again is fine', async () => {
      const id = make('Rainy evening');
      await keeper().remove(id);
      await keeper().remove(id);
      expect(scene().server.playlists.find(id)).toBeUndefined();
      for (const item of ids) expect(await scene().client().find(item)).not.toBeNull();
    });

    it('refuses to remove anything but a playlist', async () => {
      const [movie = ''] = ids;
      await keeper()
        .remove(movie)
        .catch(() => null);
      expect(await scene().client().find(movie)).not.toBeNull();
    });

    it('never takes half a reading for the lists, nor a failed one for none', async () => {
      const id = make('Rainy evening');
      for (const kind of [{ truncate: true }, { status: 500 }, { html: true }, { reset: true }] as const) {
        const { server } = scene();
        server.fault({ match: /GET .*(Items|[Pp]laylists)/, kind });
        await expect(keeper().list()).rejects.toMatchObject({ name: 'BackendError' });
        await expect(keeper().read(id)).rejects.toMatchObject({ name: 'BackendError' });
        server.clearFaults();
      }
    });

    it('takes no other server’s lists for those of this one', async () => {
      const elsewhere = scene().client(scene().owner, { uuid: 'f'.repeat(32) }).playlists;
      await failure(scene(), elsewhere.list(), { key: 'wrong-server' });
      await failure(scene(), elsewhere.create({ title: 'Friday', itemIds: ids }), { key: 'wrong-server' });
      expect(scene().server.writes()).toEqual([]);
    });

    it('asks once to make a list, whatever comes of it', async () => {
      const { server, owner } = scene();
      server.fault({ match: /POST .*[Pp]laylists/, kind: { status: 500 } });
      const patient = scene().client(owner, {}, { retries: 3 }).playlists;
      await failure(scene(), patient.create({ title: 'Friday', itemIds: ids }), { key: 'server-error' });
      expect(server.writes()).toHaveLength(1);
    });
  });
}
