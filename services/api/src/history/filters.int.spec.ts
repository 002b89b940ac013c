import { Identities, Runs } from '#libs/database';
import { FakeJellyfin, queryRows } from '#libs/testing';
import type request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiStage } from '../testing/api-stage.js';
import { addBackend } from '../testing/stored-backend.js';
import { storeTitles } from '../testing/stored-titles.js';

let stage: ApiStage;
let attic: FakeJellyfin;
let ids: Record<string, number>;

beforeAll(async () => {
  attic = new FakeJellyfin();
  await attic.start();
  stage = await ApiStage.open();
  await addBackend(stage, attic, { name: 'attic' });
  await addBackend(stage, attic, { name: 'den' });
  await stage.app.get(Identities).add('sam');
  const real = attic.add({ type: 'movie', title: 'Glass Orchard', guids: { tmdb: '411' } });
  await storeTitles(stage, 'attic', [
    {
      id: real,
      title: 'Glass Orchard',
      year: 1999,
      guids: { tmdb: '411' },
      watched: true,
      path: '/films/orchard.mkv',
      genres: ['drama', 'sci-fi'],
      favourite: true,
      rating: 9,
    },
    { title: 'Silver Harbour', year: 2004, path: '/films/shared.mkv', genres: ['drama'] },
    { title: 'Other Harbour', year: 2005, path: '/films/shared.mkv', watched: true },
    {
      title: 'Night Ferry',
      episodeTitle: 'Crossing',
      season: 1,
      episode: 2,
      parentGuids: { tvdb: '71' },
      path: '/tv/ferry/s01e02.mkv',
    },
    {
      title: 'Night Ferry',
      episodeTitle: 'Landing',
      season: 1,
      episode: 3,
      parentGuids: { tvdb: '71' },
      guids: { tvdb: '555' },
    },
  ]);
  await storeTitles(stage, 'den', [{ id: 'den-1', title: 'Only Den', year: 2010 }]);
  const { body } = await stage.call('get', 'history').query({ perpage: 50 });
  ids = Object.fromEntries(
    (body.history as { title: string; episode: number | null; id: number }[]).map(
      ({ title, episode, id }) => [`${title}${episode ?? ''}`, id],
    ),
  );
});

afterAll(async () => {
  await stage.close();
  await attic.stop();
});

const list = (query: object): request.Test => stage.call('get', 'history').query(query);
const idOf = (title: string): number => ids[title] ?? 0;

describe('the history', () => {
  it.each<[object, string[]]>([
    [{ guids: 'tmdb://411' }, ['Glass Orchard']],
    [{ guids: 'guid_tvdb://555' }, ['Night Ferry3']],
    [{ genres: 'Drama' }, ['Glass Orchard', 'Silver Harbour']],
    [{ genres: 'drama, Sci-Fi' }, ['Glass Orchard']],
    [{ genres: 'dram' }, []],
    [{ parent: 'tvdb://71' }, ['Night Ferry2', 'Night Ferry3']],
    [{ rguid: 'guid_tvdb://71/1/3' }, ['Night Ferry3']],
    [{ rguid: 'tvdb://71/1' }, ['Night Ferry2', 'Night Ferry3']],
    [{ rguid: 'tvdb://71/2' }, []],
    [{ subtitle: 'cross' }, ['Night Ferry2']],
    [{ path: '/tv/' }, ['Night Ferry2']],
    [{ path: '/films/shared.mkv' }, ['Other Harbour', 'Silver Harbour']],
    [{ metadata: '1', key: 'path', value: '/films/orchard' }, ['Glass Orchard']],
    [{ metadata: '1', key: 'id', value: 'den-1' }, ['Only Den']],
    [{ title: 'harb', watched: '1' }, ['Other Harbour']],
    [{ title: 'ha' }, ['Other Harbour', 'Silver Harbour']],
    [{ title: 'rb' }, []],
    [{ title: '(', q: '' }, []],
  ])('is narrowed by %j', async (query, expected) => {
    const { body } = await list({ ...query, sort: 'title:asc', perpage: 50 }).expect(200);
    const found = (body.history as { title: string; episode: number | null }[]).map(
      ({ title, episode }) => `${title}${episode ?? ''}`,
    );
    expect(found).toEqual(expected);
    expect(body.paging).toMatchObject({ total: expected.length, is_estimate: false });
  });

  it.each([
    ['guids', { guids: '411' }],
    ['parent', { parent: 'tvdb:71' }],
    ['rguid', { rguid: 'tvdb://71' }],
    ['rguid', { rguid: 'tvdb://71/one' }],
    ['value', { metadata: '1', key: 'path' }],
    ['key', { metadata: '1', key: 'genre', value: 'x' }],
    ['metadata', { metadata: 'yes' }],
    ['watched', { watched: 'true' }],
    ['id', { id: '0' }],
    ['type', { type: 'show' }],
    ['sort', { sort: 'colour:asc' }],
    ['sort', { sort: 'title' }],
    ['season', { season: '-1' }],
    ['genres', { genres: ' , ' }],
    ['view', { view: 'id;drop' }],
    ['page', { page: '0' }],
    ['perpage', { perpage: '5000' }],
    ['with_duplicates', { with_duplicates: '2' }],
  ])('names a filter that is wrong: %s of %j', async (field, query) => {
    const { body } = await list(query).expect(400);
    expect(body.error.fields).toMatchObject([{ field }]);
  });

  it('tells what the backends say of an item besides', async () => {
    const { body } = await list({ genres: 'sci-fi' }).expect(200);
    expect(body.history).toMatchObject([
      {
        content_genres: ['drama', 'sci-fi'],
        metadata: { attic: { extra: { genres: ['drama', 'sci-fi'], favorite: true, rating: 9 } } },
      },
    ]);
    const { body: other } = await list({ title: 'Other Harbour' }).expect(200);
    expect(other.history).toMatchObject([
      { content_genres: [], metadata: { attic: { extra: { genres: [], favorite: null, rating: null } } } },
    ]);
  });

  it('says by what can be searched, and every one of these works', async () => {
    const { body } = await list({}).expect(200);
    const keys = (body.searchable as { key: string }[]).map(({ key }) => key);
    expect(keys).toContain('rguid');
    const values: Record<string, string> = {
      type: 'movie',
      watched: '1',
      parent: 'tvdb://1',
      guids: 'tvdb://1',
      rguid: 'tvdb://1/1/1',
      metadata: '0',
    };
    for (const key of keys) await list({ [key]: values[key] ?? '1' }).expect(200);
  });

  it('shows only the fields that are asked for', async () => {
    const { body } = await list({ view: 'title,watched', title: 'orchard' }).expect(200);
    expect(body.history).toEqual([{ id: idOf('Glass Orchard'), title: 'Glass Orchard', watched: true }]);
  });

  it('need not be sent again while nothing has changed', async () => {
    const { headers } = await list({}).expect(200);
    expect(headers['etag']).toBeDefined();
    await list({}).set('If-None-Match', String(headers['etag'])).expect(304);
  });

  it('169. Duplicate path: two records with one file name each other', async () => {
    const { body } = await stage.call('get', `history/${idOf('Silver Harbour')}/duplicates`).expect(200);
    expect(body).toEqual({ duplicate_reference_ids: [idOf('Other Harbour')] });
    const { body: none } = await stage.call('get', `history/${idOf('Glass Orchard')}/duplicates`).expect(200);
    expect(none).toEqual({ duplicate_reference_ids: [] });
    const { body: listed } = await list({
      title: 'harbour',
      with_duplicates: '1',
      view: 'duplicate_reference_ids',
      sort: 'title:asc',
    });
    expect(listed.history).toMatchObject([
      { duplicate_reference_ids: [idOf('Silver Harbour')] },
      { duplicate_reference_ids: [idOf('Other Harbour')] },
    ]);
  });

  it('asks every backend whether it still has an item, and remembers the answer', async () => {
    const path = `history/${idOf('Glass Orchard')}/validate`;
    const { body, headers } = await stage.call('get', path).expect(200);
    expect(headers['x-cache']).toBe('MISS');
    expect(body).toMatchObject({ attic: { status: true }, den: { id: null, status: false } });
    expect((await stage.call('get', path)).headers['x-cache']).toBe('HIT');
    const { body: gone } = await stage.call('get', `history/${idOf('Silver Harbour')}/validate`).expect(200);
    expect(gone.attic).toMatchObject({ status: false });
    await stage.call('get', `history/${idOf('Silver Harbour')}`).expect(200);
  });

  it('tells what changed since a place in the ledger', async () => {
    const { body: all } = await stage.call('get', 'history/changes').query({ limit: 1_000 }).expect(200);
    await stage.call('post', `history/${idOf('Silver Harbour')}/watch`).expect(200);
    const { body } = await stage.call('get', 'history/changes').query({ since: all.last_id }).expect(200);
    expect(body.items).toMatchObject([
      { item: { title: 'Silver Harbour' }, cause: 'user', rule: 'person', run_id: null },
    ]);
    const { body: none } = await stage.call('get', 'history/changes').query({ since: body.last_id });
    expect(none).toEqual({ last_id: body.last_id, items: [] });
    await stage.call('get', 'history/changes').query({ since: 'yesterday' }).expect(400);
  });
});

describe('a bulk action', () => {
  const act = (wanted: object): request.Test => stage.call('post', 'history/bulk').send(wanted);
  let films: number[];

  beforeAll(async () => {
    await storeTitles(
      stage,
      'attic',
      Array.from({ length: 40 }, (_, nth) => ({
        id: `bulk-${nth}`,
        title: `Bulk Title ${nth}`,
        watched: nth < 30,
      })),
    );
    const { body } = await list({ title: 'bulk title', perpage: 100 });
    films = (body.history as { id: number }[]).map(({ id }) => id);
  });

  it('is shown first and changes nothing then', async () => {
    const { body } = await act({ ids: films, action: 'watched', dry_run: true }).expect(200);
    expect(body).toEqual({
      dry_run: true,
      changed: 10,
      skipped: 30,
      failed: [],
      needs_confirmation: false,
      run_id: null,
      status: null,
    });
    expect((await list({ title: 'bulk title', watched: '1' })).body.paging.total).toBe(30);
  });

  it('names those that are not there, and does the others as one run', async () => {
    const { body } = await act({ ids: [...films, 999_999], action: 'watched' }).expect(200);
    expect(body).toMatchObject({ changed: 10, failed: [{ id: 999_999 }] });
    expect((await list({ title: 'bulk title', watched: '1' })).body.paging.total).toBe(40);
    expect(await stage.app.get(Runs).get(body.run_id)).toMatchObject({
      ...{ kind: 'bulk', status: 'succeeded', isApproved: false },
      counts: { updated: 10, played: 10 },
    });
    const { body: undo } = await stage.call('post', `runs/${body.run_id}/undo`).expect(202);
    expect(undo).toMatchObject({ kind: 'undo' });
    await stage.app.get(Runs).finish(undo.id, 'cancelled', null);
  });

  it('needs a word when many would become unwatched, or go', async () => {
    const filter = { title: 'bulk title' };
    const { body } = await act({ filter, action: 'unwatched' }).expect(409);
    expect(body.error.key).toBe('needs-confirmation');
    expect((await act({ filter, action: 'unwatched', dry_run: true })).body).toMatchObject({
      changed: 40,
      needs_confirmation: true,
    });
    const { body: said } = await act({ filter, action: 'unwatched', confirm: true }).expect(200);
    expect(said).toMatchObject({ changed: 40 });
    expect(await stage.app.get(Runs).get(said.run_id)).toMatchObject({ isApproved: true });
    await act({ filter, action: 'delete' }).expect(409);
    expect((await act({ filter, action: 'delete', confirm: true }).expect(200)).body).toMatchObject({
      changed: 40,
    });
    expect((await list(filter)).body.paging.total).toBe(0);
  });

  it('of any size is taken: a large one is a run that an importer carries out', async () => {
    await queryRows(
      stage.database.url,
      `INSERT INTO item (identity_id, type, title, guids, parent_guids, decision, decided_at, position_ms, via, event, changed_at)
       SELECT (SELECT id FROM identity WHERE name = 'main'), 'movie', 'Many ' || n, '{}', '{}', 'unplayed', to_timestamp(9), 0, 'attic', 'test', now()
         FROM generate_series(1, 12000) n`,
    );
    const filter = { title: 'many' };
    const seen = (await act({ filter, action: 'watched', dry_run: true }).expect(200)).body;
    expect(seen).toMatchObject({ changed: 12_000, status: null });
    const { body } = await act({ filter, action: 'watched' }).expect(202);
    expect(body).toMatchObject({ changed: 12_000, skipped: 0, status: 'queued' });
    const shown = (await stage.call('get', `runs/${body.run_id}`).expect(200)).body;
    expect(shown).toMatchObject({ kind: 'bulk', bulk: 'watched', backend: null, status: 'queued' });
    await stage.call('post', `runs/${body.run_id}/cancel`).expect(202);
    const ids = Array.from({ length: 10_000 }, (_, nth) => 1_000_000_000 + nth);
    const named = (await act({ ids, action: 'watched', dry_run: true }).expect(200)).body;
    expect(named.failed).toHaveLength(10_000);
    await act({ filter, action: 'delete', confirm: true }).expect(202);
  });

  it('touches nothing of another person', async () => {
    const { body } = await act({ ids: [idOf('Glass Orchard')], action: 'delete' })
      .set('X-User', 'sam')
      .expect(200);
    expect(body).toMatchObject({ changed: 0, failed: [{ id: idOf('Glass Orchard') }] });
    await stage.call('get', `history/${idOf('Glass Orchard')}`).expect(200);
  });

  it.each([
    ['ids', { action: 'watched' }],
    ['ids', { ids: [1], filter: {}, action: 'watched' }],
    ['ids', { ids: [], action: 'watched' }],
    ['ids', { ids: ['x'], action: 'watched' }],
    ['ids', { ids: [1, 1], action: 'watched' }],
    ['action', { ids: [1], action: 'explode' }],
    ['filter.colour', { filter: { colour: 'red' }, action: 'watched' }],
    ['confirm', { ids: [1], action: 'watched', confirm: 'yes' }],
  ])('refuses a wrong %s: %j', async (field, wanted) => {
    const { body } = await act(wanted).expect(400);
    expect(body.error.fields).toMatchObject([{ field }]);
  });
});

describe('a record', () => {
  it('loses the part of one backend, and goes with the last', async () => {
    const den = idOf('Only Den');
    await stage.call('delete', `history/${den}/metadata/attic`).expect(404);
    await stage.call('delete', `history/${den}/metadata/nowhere`).expect(404);
    const { body } = await stage.call('delete', `history/${den}/metadata/den`).expect(200);
    expect(body).toEqual({ record_deleted: true, item: null });
    await stage.call('get', `history/${den}`).expect(404);
  });

  it('can be forgotten', async () => {
    await stage.call('delete', `history/${idOf('Night Ferry2')}`).expect(204);
    await stage.call('delete', `history/${idOf('Night Ferry2')}`).expect(404);
    await stage.call('delete', 'history/abc').expect(404);
  });
});
