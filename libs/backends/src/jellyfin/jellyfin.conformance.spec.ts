import { beforeEach, describe, expect, it } from 'vitest';
import type { PlayState } from '#libs/core';
import { FakeJellyfin } from '#libs/testing';
import { behavesLikeAMediaServer, type Stage } from '../testing/media-server-suite.js';
import { promisesOfFailing } from '../testing/promises-of-failing.js';
import { promisesOfPlaylists } from '../testing/promises-of-playlists.js';
import { promisesOfReading } from '../testing/promises-of-reading.js';
import { promisesOfValidating } from '../testing/promises-of-validating.js';
import { failure, found, sceneOf } from '../testing/stage.js';
import { jellyfin } from './index.js';

const jellyfinOf = (version: string): Stage => ({
  backend: jellyfin,
  server: () => new FakeJellyfin({ version }),
  keepsDates: true,
  adminActsFor: 'any-user',
});

for (const version of ['10.9', '10.11', '12']) {
  behavesLikeAMediaServer(`Jellyfin ${version}`, jellyfinOf(version));
}

/** The one version without an endpoint for positions: all else is promised as for any server. */
describe('Jellyfin 10.8 as a media server', () => {
  const stage = jellyfinOf('10.8');
  const scene = sceneOf(stage);
  promisesOfValidating(stage, scene);
  promisesOfReading(scene);
  promisesOfPlaylists(scene);
  promisesOfFailing(scene);

  describe('writing', () => {
    const write = (watched: boolean, positionMs: number) => ({
      watched,
      positionMs,
      playedAt: 1_700_000_500,
    });
    let id = '';
    beforeEach(() => {
      id = scene().server.add({ type: 'movie', title: 'Paper Planets', guids: { tmdb: '700102' } });
    });
    const state = (): PlayState => scene().server.stateOf(scene().owner.id, id);

    it('marks as played, with the date, and as unplayed', async () => {
      const { client, server, owner } = scene();
      await client().write(await found(client(), id), write(true, 0));
      expect(server.stateOf(owner.id, id)).toMatchObject({ watched: true, playedAt: 1_700_000_500 });
      await client().write(await found(client(), id), write(false, 0));
      expect(state()).toMatchObject({ watched: false, positionMs: 0 });
    });

    it('clears a position by marking as unplayed', async () => {
      const { client, server, owner } = scene();
      server.pauseAt(owner.id, id, 1_200_000, 1_690_000_000);
      await client().write(await found(client(), id), write(false, 0));
      expect(state()).toMatchObject({ watched: false, positionMs: 0 });
    });

    it('marks as played even when the position that goes with it is lost', async () => {
      const { client, server, owner } = scene();
      server.pauseAt(owner.id, id, 1_200_000, 1_690_000_000);
      await client().write(await found(client(), id), write(true, 1_200_000));
      expect(state()).toMatchObject({ watched: true, positionMs: 0 });
    });

    it('says that the version cannot store a position, and calls nothing', async () => {
      const { client, server } = scene();
      const written = client().write(await found(client(), id), write(false, 700_000));
      const error = await failure(scene(), written, { key: 'unsupported-version' });
      expect(error.remedy).toEqual({ retry: 'never' });
      expect(server.writes()).toEqual([]);
    });
  });
});
