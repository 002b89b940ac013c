import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { A0, A1, A2, eventually, iso, P1, P2, SERVERS, StoryBook, type Tale } from '../harness/index.js';

const METADATA_ONLY = { 'import.enabled': true, 'options.IMPORT_METADATA_ONLY': true };

/** Section E of the scenarios: Plex is the source, Jellyfin a pure target that gives titles and ids only, Emby off. */
describe('one-way and metadata-only, by scenario', () => {
  const book = new StoryBook();

  const oneWay = book.movie(
    (movie) => movie.on(SERVERS),
    (movie) => movie.playedOn('plex', P2),
  );
  const itsOwn = book.movie(
    (movie) => movie.on(['plex', 'jellyfin']),
    (movie) => movie.playedOn('jellyfin', P2),
  );
  const known = book.movie(
    (movie) => movie.on('plex', { guids: { imdb: movie.facts.guids?.['imdb'] ?? '' } }),
    (movie) => movie.on('jellyfin'),
  );
  const resumed = book.movie(
    (movie) => movie.on(['plex', 'jellyfin']),
    (movie) => movie.pausedOn('jellyfin', 700_000, P2),
  );
  const unknown = book.movie(async (movie) => {
    await movie.on('jellyfin');
    await movie.playedOn('jellyfin', P2);
  });
  const both = book.movie((movie) => movie.on(['plex', 'jellyfin']));
  const taken: Tale = book.movie(async (movie) => {
    await movie.on('emby');
    await movie.playedOn('emby', P1);
  });

  beforeAll(() =>
    book.play(async (stage) => {
      await stage.import();
      await stage.export(['jellyfin']);
      await stage.configure('plex', { 'export.enabled': false });
      await stage.configure('jellyfin', METADATA_ONLY);
      await stage.configure('emby', METADATA_ONLY);
    }),
  );
  afterAll(() => book.close());

  it('12. Metadata-only backend finds no row: none is made, counted as skipped', () => {
    expect(unknown.work.in(book.round(1).rows)).toBeUndefined();
    expect(book.round(1).imports[1]?.counts).toMatchObject({ skipped: 1, failed: 0 });
  });

  it('55. One way: the target is told, the source never written', async () => {
    expect(oneWay.writes(2, 'jellyfin')).toHaveLength(1);
    expect(await oneWay.work.stateOn('jellyfin')).toMatchObject({ watched: true });
    for (const { writes } of [book.round(1), book.round(2)]) expect(writes.plex).toEqual([]);
    const answer = await book.stage.api.post('backend/plex/export', { force: true });
    const refused = answer.status === 202 ? await finished(answer.body) : answer;
    expect(refused.status).not.toBe('succeeded');
    expect(await book.stage.fakes.writes('plex')).toEqual([]);
  });

  it("56. Target's own play is ignored: it is noted as drifted, and a normal export leaves it alone", async () => {
    expect(itsOwn.row(2)).toMatchObject({
      watched: false,
      metadata: { jellyfin: { watched: true, in_sync: false } },
    });
    expect((await book.stage.export(['jellyfin']))[0]?.counts).toMatchObject({ unplayed: 0 });
    expect(await itsOwn.work.stateOn('jellyfin')).toMatchObject({ watched: true });
  });

  it('58. Metadata-only adds ids: the row gains what only the target knows', () => {
    const { imdb, tmdb } = known.work.facts.guids ?? {};
    expect(known.row(1).guids).toEqual({ guid_imdb: imdb });
    expect(known.row(2).metadata['jellyfin']?.guids).toEqual({ guid_imdb: imdb, guid_tmdb: tmdb });
    expect(known.row(2)).toMatchObject({ watched: false, guids: { guid_imdb: imdb, guid_tmdb: tmdb } });
  });

  it('59. Metadata-only position: kept in the observation, nowhere else', () => {
    expect(resumed.row(2)).toMatchObject({
      progress: null,
      via: 'plex',
      updated: A0,
      metadata: { jellyfin: { progress: 700_000 } },
    });
  });

  it('60. Source order: with the source read first, the item has both observations', () => {
    expect(Object.keys(both.row(1).metadata).toSorted()).toEqual(['jellyfin', 'plex']);
  });

  describe('with one more word of a person', () => {
    beforeEach(async () => {
      for (const type of SERVERS) await book.stage.fakes.clearRequests(type);
    });

    it('61, 175. A metadata-only pass changes no state and keeps the date; the next import takes the viewing', async () => {
      const { stage } = book;
      const before = await lastSync('plex');
      await both.work.playedOn('plex', P2);
      await stage.import(['plex'], { metadata_only: true });
      expect(both.work.in(await stage.rows())).toMatchObject({ watched: false });
      expect(await lastSync('plex')).toBe(before);

      await stage.import(['plex']);
      expect(both.work.in(await stage.rows())).toMatchObject({ watched: true, updated: P2 });
      // It is pushed at once; the next test counts writes.
      await eventually('it is pushed', async () => (await both.work.stateOn('jellyfin')).watched);
      await eventually('the push has ended', async () => {
        const { body } = await stage.api.get('runs?kind=export&status=running');
        return (body as { items: readonly unknown[] }).items.length === 0;
      });
    });

    it('85. Dry export: each write is listed, the server sees none, and the date stays', async () => {
      const { stage } = book;
      const before = await exported('jellyfin');
      const [run] = await stage.export(['jellyfin'], { dry_run: true, ignore_date: true });
      const { items } = await stage.api.changes(run?.id ?? '');
      expect(items.map(({ item, after }) => [item.title, after.watched])).toContainEqual([
        itsOwn.work.facts.title,
        false,
      ]);
      expect(await stage.fakes.writes('jellyfin')).toEqual([]);
      expect(await exported('jellyfin')).toBe(before);
    });

    it('57. Forced one way: our truth wins over the viewing there', async () => {
      await book.stage.export(['jellyfin'], { force: true, ignore_date: true });
      expect(await itsOwn.work.stateOn('jellyfin')).toMatchObject({ watched: false });
      expect(await oneWay.work.stateOn('jellyfin')).toMatchObject({ watched: true });
    });

    it('84. Dry import: the report says what would change, and nothing does', async () => {
      const { stage } = book;
      await resumed.work.playedOn('plex', P2);
      const before = [await stage.rows(), await lastSync('plex')];
      const [run] = await stage.import(['plex'], { dry_run: true });
      expect(run?.counts).toMatchObject({ updated: 1, played: 1 });
      expect([await stage.rows(), await lastSync('plex')]).toEqual(before);
    });

    it('87. Forced export: compares what a normal one takes for granted', async () => {
      const { stage } = book;
      await oneWay.work.unmarkedOn('jellyfin');
      await stage.export(['jellyfin']);
      expect(await oneWay.work.stateOn('jellyfin')).toMatchObject({ watched: false });

      await stage.export(['jellyfin'], { force: true });
      expect(await oneWay.work.stateOn('jellyfin')).toMatchObject({ watched: true });
    });

    it('89. Export before any import: it is read first, told what was watched, and what it knows counts', async () => {
      const { api, fakes } = book.stage;
      await fakes.play('jellyfin', { ...itsOwn.work.name, at: P1 }, 'sam');
      await api.addBackend({ ...fakes.backend('jellyfin', 'sam'), name: 'second' });

      expect(await api.carryOut('export', 'second')).toMatchObject({ status: 'succeeded', mode: 'full' });

      expect(itsOwn.work.in(await book.stage.rows())).toMatchObject({ watched: true, updated: P1 });
      expect(await fakes.state('jellyfin', oneWay.work.name, 'sam')).toMatchObject({ watched: true });
      expect(await fakes.state('jellyfin', itsOwn.work.name, 'sam')).toMatchObject({ watched: true });
    });

    it('178. Source switched on: what the metadata-only time showed counts as never said', async () => {
      const { stage } = book;
      await taken.work.on('plex', { addedAt: A2 });
      await stage.import(['plex', 'emby']);
      expect(taken.work.in(await stage.rows())).toMatchObject({
        watched: false,
        metadata: { emby: { watched: true } },
      });

      await stage.configure('emby', { 'options.IMPORT_METADATA_ONLY': false });
      await stage.import(['emby']);
      expect(taken.work.in(await stage.rows())).toMatchObject({ watched: true, updated: P1 });
      expect(iso(A1)).toBe(taken.work.in(await stage.rows())?.metadata['emby']?.added_at);
    });
  });

  const finished = (body: unknown) => book.stage.api.finished((body as { run_id: string }).run_id);
  const dates = async (type: string) =>
    (await book.stage.api.get(`backend/${type}`)).body as Record<
      'import' | 'export',
      { last_sync: string | null }
    >;
  const lastSync = async (type: string): Promise<string | null> => (await dates(type)).import.last_sync;
  const exported = async (type: string): Promise<string | null> => (await dates(type)).export.last_sync;
});
