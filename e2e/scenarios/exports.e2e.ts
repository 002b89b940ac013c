import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, nextSecond, P2, SERVERS, StoryBook, type Tale } from '../harness/index.js';
import { explanations } from './explanations.js';
import { manyToMany } from './many-to-many.js';

/** Section D of the scenarios. Every server was exported to while it was empty, so that each change is pushed at once. */
describe('imports and exports of three servers, by scenario', () => {
  const book = new StoryBook();
  const absent: Tale = book.movie((movie) => movie.on(SERVERS));
  const echoed: Tale = book.movie((movie) => movie.on(SERVERS));
  const probe: Tale = book.movie((movie) => movie.on(SERVERS));
  const unmoved: Tale = book.movie((movie) => movie.on(SERVERS));

  beforeAll(() =>
    book.play(async (stage) => {
      await stage.import();
      await stage.export();
    }),
  );
  afterAll(() => book.close());

  manyToMany(book);
  explanations(book);

  it('50. Third backend offline: the others are told; it is told once when it is back', async () => {
    const { stage } = book;
    for (const type of SERVERS) await stage.fakes.clearRequests(type);
    const before = (await stage.api.get('backend/emby')).body as { export: { last_sync: string } };
    await stage.fakes.fault('emby', { kind: { status: 503 } });
    await absent.work.playedOn('plex', P2);
    await stage.import(['plex']);
    await eventually('Jellyfin is told', async () => (await absent.work.stateOn('jellyfin')).watched);
    await eventually('Emby was tried', async () => (await stage.fakes.requests('emby')).length > 0);
    const during = (await stage.api.get('backend/emby')).body as { export: { last_sync: string } };
    expect(during.export.last_sync).toBe(before.export.last_sync);
    expect(await absent.work.stateOn('emby')).toMatchObject({ watched: false });

    await stage.fakes.clearFaults('emby');

    await eventually('Emby is told', async () => (await absent.work.stateOn('emby')).watched, 90_000);
    await stage.settled();
    expect((await stage.fakes.writes('emby')).filter(({ status }) => status < 300)).toHaveLength(1);
    expect((await stage.import(['emby']))[0]?.counts).toMatchObject({ updated: 0 });
  });

  it('53. Echo by webhook: no change and no push', async () => {
    const { stage } = book;
    await echoed.work.playedOn('plex', P2);
    await stage.import(['plex']);
    await eventually('Jellyfin is told', async () => (await echoed.work.stateOn('jellyfin')).watched);
    await stage.settled();
    for (const type of SERVERS) await stage.fakes.clearRequests(type);
    const url = `${stage.system.url}/v1/api/webhook?apikey=${stage.system.apiKey}`;
    const ring = ({ work }: Tale): Promise<void> =>
      stage.fakes.ring('jellyfin', {
        url,
        event: 'UserDataSaved',
        id: work.in(book.round(1).rows)?.metadata['jellyfin']?.id ?? '',
      });
    const before = work(echoed, await stage.rows());

    await ring(echoed);
    await eventually('the echo was heard', async () => {
      const text = await (await fetch(stage.system.management('importer', '/metrics'))).text();
      return /^sync_merges_total\{[^}]*verdict="echo"[^}]*\} [1-9]/m.test(text);
    });
    await probe.work.playedOn('jellyfin', P2);
    await ring(probe);
    await eventually('a later change arrives', async () => (await probe.work.stateOn('plex')).watched);

    expect(work(echoed, await stage.rows())).toMatchObject({ watched: true, updated: before?.updated });
    expect((await stage.fakes.writes('plex')).filter(({ path }) => path.includes(idOn(echoed)))).toEqual([]);
  });

  it('42. Expected is not observed: a server that says yes and does nothing unmarks nobody, is asked three times, and is named', async () => {
    const { stage } = book;
    await stage.fakes.clearRequests('jellyfin');
    await stage.fakes.fault('jellyfin', { match: 'PlayedItems', kind: { pretend: true }, times: 100 });
    await unmoved.work.playedOn('plex', P2);
    await stage.import(['plex']);
    await stage.settled();
    for (let look = 1; look <= 4; look += 1) {
      await nextSecond();
      await stage.import(['jellyfin']);
      await stage.settled();
    }

    expect(work(unmoved, await stage.rows())).toMatchObject({ watched: true });
    expect(await unmoved.work.stateOn('emby')).toMatchObject({ watched: true });
    const marks = await stage.fakes.writes('jellyfin');
    expect(marks.filter(({ path }) => path.includes('PlayedItems'))).toHaveLength(3);
    const { body } = await stage.api.get('exports/failed');
    expect((body as { items: unknown[] }).items).toMatchObject([
      { backend: 'jellyfin', reason: 'unconfirmed' },
    ]);
    await stage.fakes.clearFaults('jellyfin');
  });

  const work = (tale: Tale, rows: Parameters<Tale['work']['in']>[0]) => tale.work.in(rows);
  const idOn = ({ work: movie }: Tale): string => movie.in(book.round(1).rows)?.metadata['plex']?.id ?? '';
});
