import { describe, expect, it } from 'vitest';
import { A2, iso, nextSecond, now, P1, P2, SERVERS, type StoryBook } from '../harness/index.js';

const LONG_AGO = 1_685_577_600; // 2023-06-01
const HOUR = 3_600;

/** Scenarios 15 to 26. */
export function viewings(book: StoryBook): void {
  describe('B. played wins where it should', () => {
    const newer = book.movie(
      (movie) => movie.on(SERVERS),
      (movie) => movie.playedOn('jellyfin', P2),
    );
    it('15. Newer play on another backend: watched with its date', () => {
      expect(newer.row(2)).toMatchObject({
        watched: true,
        updated: P2,
        metadata: { jellyfin: { watched: true } },
      });
      expect(newer.rules(2)).toEqual(['played']);
    });

    const earlier = book.movie(
      (movie) => movie.on('plex', { addedAt: A2 }),
      async (movie) => {
        await movie.on('jellyfin');
        await movie.playedOn('jellyfin', P1);
      },
    );
    it('16. Added later here, played earlier there: the viewing counts', () => {
      expect(earlier.row(2)).toMatchObject({ watched: true, updated: P1 });
    });

    const oldPlay = book.movie(
      async (movie) => {
        await movie.on(SERVERS);
        await movie.playedOn(['plex', 'jellyfin'], P1);
      },
      (movie) => movie.unmarkedHere(),
    );
    it('17. Old play after an unmark: no news, only drifted', () => {
      expect(oldPlay.row(2)).toMatchObject({
        watched: false,
        metadata: { jellyfin: { watched: true, in_sync: false } },
      });
    });

    const again = book.movie(
      async (movie) => {
        await movie.on(SERVERS);
        await movie.playedOn('plex', P1);
      },
      async (movie) => {
        await movie.unmarkedHere();
        await nextSecond();
        await movie.playedOn('jellyfin', now());
      },
    );
    it('18. New play after an unmark: watched with its date', () => {
      const { watched, updated, metadata } = again.row(2);
      expect([watched, iso(updated ?? 0)]).toEqual([true, metadata['jellyfin']?.played_at]);
    });

    const flagOnly = book.movie(
      (movie) => movie.on(SERVERS),
      (movie) => movie.playedOn('jellyfin', LONG_AGO),
    );
    it('19. Flag with an old date: watched with that date, once', () => {
      expect(flagOnly.row(2)).toMatchObject({ watched: true, updated: LONG_AGO });
      expect(flagOnly.rules(3)).toEqual([]);
    });

    const flagAfterUnmark = book.movie(
      async (movie) => {
        await movie.on(SERVERS);
        await movie.playedOn('plex', P1);
      },
      (movie) => movie.unmarkedHere(),
      (movie) => movie.playedOn('jellyfin', LONG_AGO),
    );
    it('20. Flag with an old date after an unmark: a wish of now', () => {
      expect(flagAfterUnmark.row(2).watched).toBe(false);
      expect(flagAfterUnmark.row(3).watched).toBe(true);
      expect(flagAfterUnmark.row(3).updated).toBeGreaterThanOrEqual(book.round(3).startedAt);
    });

    const beforeUnmark = book.movie(
      async (movie) => {
        await movie.on(SERVERS);
        await movie.playedOn('plex', P1);
      },
      async (movie) => {
        await movie.playedOn('jellyfin', now());
        await nextSecond();
        await movie.unmarkedHere();
      },
    );
    const atUnmark = book.movie(
      async (movie) => {
        await movie.on(SERVERS);
        await movie.playedOn('plex', P1);
      },
      async (movie) => movie.playedOn('jellyfin', (await movie.unmarkedHere()).updated ?? 0),
    );
    it.each([
      ['21. A play older than the unmark', beforeUnmark],
      ['23. Equality counts as not newer', atUnmark],
    ] as const)('%s: stays unplayed, Jellyfin is drifted', (...[, tale]) => {
      expect(tale.row(2)).toMatchObject({
        watched: false,
        metadata: { jellyfin: { watched: true, in_sync: false } },
      });
    });

    const second = book.movie(
      async (movie) => {
        await movie.on(['plex', 'jellyfin']);
        await movie.playedOn('plex', P1);
      },
      (movie) => movie.playedOn('jellyfin', P2),
    );
    it('22. Second, newer play: decided stays, the observation has the new date', () => {
      expect(second.row(2)).toMatchObject({
        watched: true,
        updated: P1,
        metadata: { jellyfin: { played_at: iso(P2) } },
      });
    });

    let lastSync = 0;
    const atLastImport = book.movie(
      (movie) => movie.on(SERVERS),
      async (movie) => {
        const { body } = await book.stage.api.get('backend/jellyfin');
        lastSync = Date.parse((body as { import: { last_sync: string } }).import.last_sync) / 1_000;
        await movie.playedOn('jellyfin', Math.floor(lastSync));
      },
    );
    it('24. Date equal to the last import: there is no cut-off date', () => {
      expect(atLastImport.row(2)).toMatchObject({ watched: true, updated: Math.floor(lastSync) });
    });

    const future = book.movie(
      (movie) => movie.on(SERVERS),
      (movie) => movie.playedOn('jellyfin', now() + HOUR),
    );
    it('25. Future date: watched, decided now', () => {
      expect(future.row(2).watched).toBe(true);
      expect(future.row(2).updated).toBeLessThanOrEqual(book.round(2).endedAt);
    });

    const finished = book.movie(
      async (movie) => {
        await movie.on(SERVERS);
        await movie.pausedOn('plex', 600_000, P1);
      },
      (movie) => movie.playedOn('jellyfin', P2),
    );
    it('26. Played clears position', () => {
      expect(finished.row(1).progress).toBe(600_000);
      expect(finished.row(2)).toMatchObject({ watched: true, progress: null });
    });
  });
}
