import { describe, expect, it } from 'vitest';
import { A2, now, P1, P2, SERVERS, type StoryBook } from '../harness/index.js';

/** Scenarios 26, 38 to 40 and 45 to 52: what goes out after each import. */
export function manyToMany(book: StoryBook): void {
  describe('D. many-to-many, three backends', () => {
    const spread = book.movie(
      (movie) => movie.on(SERVERS),
      (movie) => movie.playedOn('plex', P2),
      () => Promise.resolve(),
      (movie) => movie.unmarkedOn('jellyfin'),
    );
    it('45. Play spreads: Jellyfin and Emby are told with the date, each in its own form; Plex is not', () => {
      const [jellyfin] = spread.writes(2, 'jellyfin');
      const [emby] = spread.writes(2, 'emby');
      expect(decodeURIComponent(jellyfin ?? '')).toMatch(
        /^POST .*PlayedItems.*DatePlayed=2024-03-06T10:00:00/i,
      );
      expect(decodeURIComponent(emby ?? '')).toMatch(/^POST .*PlayedItems.*DatePlayed=20240306100000/i);
      expect(SERVERS.map((type) => spread.writes(2, type).length)).toEqual([0, 1, 1]);
    });
    it('46. Convergence: nothing is written to any server any more', () => {
      expect(spread.row(3)).toMatchObject({ watched: true });
      for (const type of SERVERS) expect(spread.writes(3, type)).toEqual([]);
    });
    it('47. Unmark spreads: Plex is unscrobbled, Emby unmarked, Jellyfin left alone', () => {
      expect(spread.writes(4, 'plex')).toEqual([expect.stringMatching(/^\w+ .*unscrobble/)]);
      expect(spread.writes(4, 'emby')).toEqual([expect.stringMatching(/^DELETE .*PlayedItems/)]);
      expect(spread.writes(4, 'jellyfin')).toEqual([]);
    });

    const one = book.movie(
      (movie) => movie.on(SERVERS),
      (movie) => movie.playedOn('plex', P2),
    );
    const other = book.movie(
      (movie) => movie.on(SERVERS),
      (movie) => movie.playedOn('jellyfin', P2),
    );
    it('48. Two changes on two servers in one run: all three have both', async () => {
      for (const { work } of [one, other])
        for (const type of SERVERS) expect(await work.stateOn(type)).toMatchObject({ watched: true });
    });

    const missing = book.movie(
      (movie) => movie.on(['plex', 'jellyfin']),
      (movie) => movie.playedOn('plex', P2),
    );
    it('51. Item missing on one: the others are told', () => {
      expect(missing.writes(2, 'jellyfin')).toHaveLength(1);
      expect(missing.row(2).metadata['emby']).toBeUndefined();
    });

    const appears = book.movie(
      async (movie) => {
        await movie.on(['plex', 'jellyfin']);
        await movie.playedOn('plex', P1);
      },
      (movie) => movie.on('emby', { addedAt: A2 }),
    );
    it('52. Item appears later: it is written there although it was added after the viewing', async () => {
      expect(appears.row(2).watched).toBe(true);
      expect(appears.writes(2, 'emby')).toEqual([expect.stringMatching(/^POST .*PlayedItems/)]);
      expect(await appears.work.stateOn('emby')).toMatchObject({ watched: true });
    });

    const lateCopy = book.movie(
      async (movie) => {
        await movie.on('plex');
        await movie.playedOn('plex', P1);
      },
      (movie) => movie.on('jellyfin', { addedAt: A2 }),
    );
    it('28. Never seen as played: stays watched, and Jellyfin is told', async () => {
      expect(lateCopy.row(2).watched).toBe(true);
      expect(await lateCopy.work.stateOn('jellyfin')).toMatchObject({ watched: true });
    });

    const position = book.movie(
      async (movie) => {
        await movie.on(SERVERS);
        await movie.pausedOn('plex', 600_000, P1);
      },
      (movie) => movie.playedOn('plex', P2),
    );
    it('26. Played clears position: on the targets, too', async () => {
      for (const type of ['jellyfin', 'emby'] as const) {
        expect(position.writes(1, type)).not.toEqual([]);
        expect(await position.work.stateOn(type)).toMatchObject({ watched: true, positionMs: 0 });
      }
    });

    const back = book.movie(
      async (movie) => {
        await movie.on(SERVERS);
        await movie.playedOn(SERVERS, P1);
      },
      (movie) => movie.unmarkedOn('jellyfin'),
      () => Promise.resolve(),
      (movie) => movie.playedOn('emby', now()),
    );
    it('38. Unmark on one, two others still played: it is written to both', () => {
      expect(SERVERS.map((type) => back.writes(2, type).length)).toEqual([1, 0, 1]);
      expect(back.rules(2)).toContain('unmarked');
    });
    it('40. Unmark, then watched again: Plex and Jellyfin hear of it', async () => {
      expect(back.row(3).watched).toBe(false);
      expect(back.row(4).watched).toBe(true);
      expect(SERVERS.map((type) => back.writes(4, type).length)).toEqual([1, 1, 0]);
      for (const type of SERVERS) expect(await back.work.stateOn(type)).toMatchObject({ watched: true });
    });

    it('14, 103. A round without news writes nothing, anywhere', () => {
      const { writes, changes } = book.round(5);
      expect(writes).toEqual({ plex: [], jellyfin: [], emby: [] });
      expect(changes).toEqual([]);
    });
  });
}
