import { describe, expect, it } from 'vitest';
import { A1, A2, iso, P1, SERVERS, type StoryBook } from '../harness/index.js';

/** Scenarios 27 to 43 but those of replaced files, which `services/importer/src/identity.int.spec.ts` has. */
export function unmarks(book: StoryBook): void {
  describe('C. unplayed: real, fake and healed', () => {
    const real = book.movie(
      async (movie) => {
        await movie.on('plex');
        await movie.playedOn('plex', P1);
      },
      (movie) => movie.unmarkedOn('plex'),
    );
    it('27. Real unmark: unplayed, decided now, by Plex', () => {
      expect(real.row(2)).toMatchObject({
        watched: false,
        via: 'plex',
        metadata: { plex: { watched: false } },
      });
      expect(real.row(2).updated).toBeGreaterThanOrEqual(book.round(2).startedAt);
      expect(real.rules(2)).toEqual(['unmarked']);
    });

    const neverSeen = book.movie(
      async (movie) => {
        await movie.on('plex');
        await movie.playedOn('plex', P1);
      },
      (movie) => movie.on('jellyfin', { addedAt: A2 }),
    );
    it('28. Never seen as played: stays watched, Jellyfin is drifted', () => {
      expect(neverSeen.row(2)).toMatchObject({
        watched: true,
        updated: P1,
        metadata: { jellyfin: { in_sync: false } },
      });
    });
    it('29. The same again: stays watched, nothing is noted', () => {
      expect(neverSeen.row(3)).toEqual(neverSeen.row(2));
      expect(neverSeen.rules(3)).toEqual([]);
    });

    const oneOfThree = book.movie(
      async (movie) => {
        await movie.on(SERVERS, { addedAt: A1 });
        await movie.playedOn(SERVERS, P1);
      },
      (movie) => movie.unmarkedOn('jellyfin'),
    );
    it('38. Unmark on one, two others still played: unplayed, by Jellyfin, whoever is read after it', () => {
      expect(oneOfThree.row(2)).toMatchObject({ watched: false, via: 'jellyfin' });
      expect(oneOfThree.rules(2)).toEqual(['unmarked']);
    });
    it('39. Unmark, others re-report played before export: stays unplayed, nothing is noted', () => {
      expect(oneOfThree.row(3)).toEqual(oneOfThree.row(2));
      expect(oneOfThree.rules(3)).toEqual([]);
    });
    it('41. Memory survives: what Emby said is still known, and that it disagrees', () => {
      expect(oneOfThree.row(3).metadata['emby']).toMatchObject({
        watched: true,
        played_at: iso(P1),
        in_sync: false,
      });
    });

    const vanished = book.movie(
      async (movie) => {
        await movie.on(SERVERS);
        await movie.playedOn(SERVERS, P1);
      },
      (movie) => movie.removedFrom('jellyfin'),
    );
    it('43. Vanished item: neither state nor observation changes', () => {
      expect(vanished.row(2)).toEqual(vanished.row(1));
    });
  });
}
