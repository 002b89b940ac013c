import { describe, expect, it } from 'vitest';
import {
  A0,
  A1,
  A2,
  iso,
  P1,
  SERVERS,
  type ServerType,
  type StoryBook,
  type Work,
} from '../harness/index.js';

const ORDERS: readonly (readonly ServerType[])[] = [
  ['plex', 'jellyfin', 'emby'],
  ['plex', 'emby', 'jellyfin'],
  ['jellyfin', 'plex', 'emby'],
  ['jellyfin', 'emby', 'plex'],
  ['emby', 'plex', 'jellyfin'],
  ['emby', 'jellyfin', 'plex'],
];

/** Scenarios 1 to 14: nothing was known of the titles. */
export function firstImports(book: StoryBook): void {
  describe('A. first import and inserts', () => {
    const played = book.movie(async (movie) => {
      await movie.on('plex');
      await movie.playedOn('plex', P1);
    });
    it('1. New played movie: one row with the date of the viewing and what Plex shows', () => {
      expect(played.row(1)).toMatchObject({
        type: 'movie',
        watched: true,
        updated: P1,
        via: 'plex',
        guids: { guid_imdb: played.work.facts.guids?.['imdb'], guid_tmdb: played.work.facts.guids?.['tmdb'] },
        metadata: { plex: { watched: true, added_at: iso(A0), played_at: iso(P1), progress: null } },
      });
      expect(played.rules(1)).toEqual(['first-seen-played']);
    });

    const unplayed = book.movie((movie) => movie.on('plex'));
    it('2. New unplayed movie: a default with the date when it was added, and nothing in the ledger', () => {
      expect(unplayed.row(1)).toMatchObject({
        watched: false,
        updated: A0,
        metadata: { plex: { played_at: null } },
      });
      expect(unplayed.rules(1)).toEqual([]);
    });

    const [started, tooShort, justLong] = [600_000, 60_000, 60_001].map((position) =>
      book.movie(async (movie) => {
        await movie.on('plex');
        await movie.pausedOn('plex', position, P1);
      }),
    );
    it('3. New movie with position: the position is ours', () => {
      expect(started?.row(1)).toMatchObject({ watched: false, progress: 600_000, via: 'plex' });
      expect(started?.rules(1)).toEqual(['progress']);
    });
    it('4. Position under the limit on insert: a minute is none, a millisecond more is one', () => {
      expect(tooShort?.row(1).progress).toBeNull();
      expect(justLong?.row(1).progress).toBe(60_001);
    });

    const nameless = book.movie((movie) => movie.on('plex', { guids: { foo: '1' } }));
    const zeroth = book.episode({ season: 1, episode: 0 }, (episode) => episode.on('plex'));
    it.each([
      ['5. No supported id', nameless],
      ['7. Episode number 0', zeroth],
    ] as const)('%s: no row, counted as skipped', (...[, tale]) => {
      expect(tale.work.in(book.round(1).rows)).toBeUndefined();
      expect(book.round(1).imports[0]?.counts.skipped).toBe(2);
    });

    const relative = book.episode({ season: 1, episode: 2 }, (episode) => episode.on('plex'));
    it('6. Episode without own ids but with show id: one row, known by show and numbers', () => {
      const tvdb = relative.work.facts.parentGuids?.['tvdb'];
      expect(relative.row(1)).toMatchObject({ type: 'episode', guids: {}, parent: { guid_tvdb: tvdb } });
      expect(relative.row(1)).toMatchObject({ season: 1, episode: 2 });
    });

    const special = book.episode({ season: 0, episode: 3 }, (episode) => episode.on('plex'));
    it('8. Special: season 0 is a season', () => {
      expect(special.row(1)).toMatchObject({ season: 0, episode: 3 });
    });

    const [everywhere, addedLater] = [A1, A2].map((addedAt) =>
      book.movie(async (movie) => {
        await movie.on('plex');
        await movie.on(['jellyfin', 'emby'], { addedAt });
        await movie.playedOn('plex', P1);
      }),
    );
    it('9. Same movie on three backends: one row, watched, with three observations', () => {
      const { metadata, watched, updated } = everywhere?.row(1) ?? {};
      expect([watched, updated]).toEqual([true, P1]);
      expect(SERVERS.map((type) => metadata?.[type]?.watched)).toEqual([true, false, false]);
    });
    it.each([10, 30, 31])(
      '%i. A copy added after the viewing, at its very first import, unmarks nothing',
      () => {
        expect(addedLater?.row(1)).toMatchObject({
          watched: true,
          updated: P1,
          metadata: { jellyfin: { watched: false, added_at: iso(A2), in_sync: false } },
        });
      },
    );

    const inOrder = ORDERS.map((order) =>
      book.movie(
        ...order.map((type) => async (movie: Work) => {
          await movie.on(type, { addedAt: type === 'jellyfin' ? A2 : A0 });
          if (type === 'plex') await movie.playedOn('plex', P1);
        }),
      ),
    );
    it('11. Order of backends is irrelevant: all six end alike', () => {
      for (const tale of inOrder) expect(tale.row(3)).toMatchObject({ watched: true, updated: P1 });
    });

    const undated = book.movie(async (movie) => {
      await movie.on(['plex', 'jellyfin']);
      await movie.playedOn(['plex', 'jellyfin'], 0);
    });
    it('13. No date: watched, decided when it was read', () => {
      const { startedAt, endedAt } = book.round(1);
      const { watched, updated, metadata } = undated.row(1);
      expect([watched, metadata['plex']?.played_at ?? null]).toEqual([true, null]);
      expect(updated).toBeGreaterThanOrEqual(startedAt);
      expect(updated).toBeLessThanOrEqual(endedAt);
    });

    it('14. Second run without change: nothing is added, updated or written', () => {
      const last = book.round(4);
      for (const { counts } of last.imports)
        expect(counts).toMatchObject({ added: 0, updated: 0, failed: 0 });
      expect(last.changes).toEqual([]);
      expect(last.rows).toEqual(book.round(3).rows);
      for (const type of SERVERS) expect(last.writes[type]).toEqual([]);
    });
  });
}
