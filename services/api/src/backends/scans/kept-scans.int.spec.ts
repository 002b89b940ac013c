import { BackendScans } from '#libs/database';
import { FakeJellyfin, queryRows } from '#libs/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { ApiStage } from '../../testing/api-stage.js';
import { addBackend } from '../../testing/stored-backend.js';
import { backendOf, storeTitles } from '../../testing/stored-titles.js';

describe('scans of a server', () => {
  let stage: ApiStage;
  const jellyfin = new FakeJellyfin();
  const path = (kind: string): string => `backend/attic/scans/${kind}`;
  const show = async (kind: string, query = '') =>
    (await stage.call('get', `${path(kind)}${query}`).expect(200)).body;
  const start = async (kind: string, body: object = {}) =>
    (await stage.call('post', path(kind)).send(body).expect(202)).body;
  const ended = (kind: string, query = '') =>
    vi.waitFor(async () => {
      const scan = await show(kind, query);
      if (scan.running_since !== null) throw new Error('still under way');
      return scan;
    });

  beforeAll(async () => {
    await jellyfin.start();
    stage = await ApiStage.open();
    jellyfin.add({ type: 'movie', title: 'The Paper Lighthouse', guids: { tmdb: '900101' } });
    jellyfin.add({
      type: 'movie',
      title: 'Night Ferry',
      path: '/mnt/movies/Glass Orchard/Glass Orchard.mkv',
    });
    await addBackend(stage, jellyfin, { name: 'attic' });
  });
  afterAll(async () => {
    await stage.close();
    await jellyfin.stop();
  });
  afterEach(() => jellyfin.clearFaults());

  it('were none before the first', async () => {
    const nothing = {
      running_since: null,
      completed_at: null,
      found: null,
      failure: null,
      titles: [],
      stale: null,
    };
    expect(await show('mismatched')).toEqual({ kind: 'mismatched', library: null, ...nothing });
    await stage.call('get', 'backend/attic/scans').expect(200, []);
  });

  it('go on without anybody, and keep what they found', async () => {
    expect(await start('unmatched')).toMatchObject({ kind: 'unmatched', failure: null });
    expect(await ended('unmatched')).toMatchObject({ found: 1, titles: [{ title: 'Night Ferry' }] });
    await start('mismatched');
    const { titles, completed_at: at } = await ended('mismatched');
    expect(titles).toMatchObject([{ title: 'Night Ferry', percent: expect.any(Number) }]);
    expect(Date.parse(at)).toBeGreaterThan(0);
    const { body } = await stage.call('get', 'backend/attic/scans').expect(200);
    expect(body).toMatchObject([
      { kind: 'mismatched', found: 1 },
      { kind: 'unmatched', found: 1 },
    ]);
  });

  it('say why one came to nothing, beside what the one before it found', async () => {
    await start('unmatched');
    await ended('unmatched');
    jellyfin.fault({ match: /./, kind: { status: 500 } });
    await start('unmatched');
    const scan = await vi.waitFor(async () => {
      const now = await show('unmatched');
      expect(now.failure).not.toBeNull();
      return now;
    });
    expect(scan).toMatchObject({ running_since: null, found: 1, titles: [{ title: 'Night Ferry' }] });
  });

  it('find the references of a library that its server no longer has, until they are removed', async () => {
    const library = jellyfin.libraries.find(({ name }) => name === 'Movies')?.id ?? '';
    await storeTitles(stage, 'attic', [{ title: 'Gone Harbour', id: 'gone-1', libraryId: library }]);
    await start('stale', { library });
    const found = await ended('stale', `?library=${library}`);
    expect(found).toMatchObject({
      found: 1,
      stale: {
        counts: { stale: 1 },
        items: [{ title: 'Gone Harbour' }],
        backend: { library: { title: 'Movies' } },
      },
    });
    await stage
      .call('delete', `backend/attic/stale/${library}`)
      .send({ ids: [found.stale.items[0].id] })
      .expect(200);
    expect((await show('stale', `?library=${library}`)).stale.items).toEqual([]);
  });

  it('run once at a time, and one whose process died counts as failed', async () => {
    const scans = stage.app.get(BackendScans);
    const { id: backendId } = await backendOf(stage, 'attic');
    const place = { backendId, kind: 'unmatched', libraryId: 'elsewhere' } as const;
    expect(await scans.begin(place)).toBe(true);
    expect(await scans.begin(place)).toBe(false);
    expect(await start('unmatched', { library: 'elsewhere' })).toMatchObject({ failure: null });
    await queryRows(
      stage.database.url,
      `UPDATE backend_scan SET heartbeat_at = now() - interval '1 minute' WHERE library_id = 'elsewhere'`,
    );
    expect(await show('unmatched', '?library=elsewhere')).toMatchObject({
      running_since: null,
      failure: expect.stringContaining('Scan again'),
    });
    expect(await scans.begin(place)).toBe(true);
  });

  it.each([
    ['stale', {}, 400],
    ['unmatched', { library: 7 }, 400],
    ['nonsense', {}, 404],
  ])('refuse %s with %j', async (kind, body, status) => {
    await stage.call('post', path(kind)).send(body).expect(status);
  });
});
