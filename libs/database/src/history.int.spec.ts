import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { HISTORY_SORTS, type HistorySort } from './history-filter.js';
import { History, type HistoryQuery } from './history.js';
import { planOf } from './testing/plans.js';
import { aReport, contextOf, EARLIER, importPage, LATER } from './testing/pages.js';
import { Stage } from './testing/stage.js';

let stage: Stage;
let history: History;

beforeAll(async () => {
  stage = await Stage.open();
  history = new History(stage.database);
});

afterAll(() => stage.close());

const query = (changes: Partial<HistoryQuery> = {}): HistoryQuery => ({
  filter: {},
  sort: [{ by: 'title', direction: 'asc' }],
  limit: 50,
  offset: 0,
  ...changes,
});

describe('the history of a person', () => {
  let identityId: number;

  beforeEach(async () => {
    identityId = await stage.person();
    const attic = await stage.backend(identityId, { name: 'attic' });
    const cellar = await stage.backend(identityId, { name: 'cellar' });
    await importPage(stage, contextOf(attic), [
      aReport({ title: 'The Lantern', year: 2019, watched: true, playedAt: LATER }),
      aReport({ title: '100% Harbour', year: 2021 }),
      aReport({ title: 'Half_way', year: 2020, positionMs: 90_000, playedAt: EARLIER }),
    ]);
    await importPage(stage, contextOf(cellar), [
      aReport({
        title: 'Tide Tables',
        type: 'episode',
        year: 2018,
        season: 2,
        episode: 3,
        watched: true,
        playedAt: EARLIER,
      }),
    ]);
  });

  const titles = async (changes: Partial<HistoryQuery> = {}) =>
    (await history.list(identityId, query(changes))).items.map(({ title }) => title);

  it.each<[string, HistoryQuery['filter'], string[]]>([
    ['watched', { watched: true }, ['The Lantern', 'Tide Tables']],
    ['unwatched, those in progress included', { watched: false }, ['100% Harbour', 'Half_way']],
    ['type', { type: 'episode' }, ['Tide Tables']],
    ['a part of the title in any letter case', { title: 'LANT' }, ['The Lantern']],
    ['a percent sign, which stands for itself', { title: '0%' }, ['100% Harbour']],
    ['a percent sign alone', { title: '%' }, ['100% Harbour']],
    ['an underscore, which stands for itself', { title: '_' }, ['Half_way']],
    ['a backslash, which stands for itself', { title: '\\' }, []],
    ['a quote, which ends nothing', { title: "'" }, []],
    ['who changed it', { via: 'cellar' }, ['Tide Tables']],
    ['year', { year: 2019 }, ['The Lantern']],
    ['two letters, at the beginning of a word', { title: 'ta' }, ['Tide Tables']],
    ['a bracket, which is no pattern', { title: '[a-z]' }, []],
    ['season and episode', { season: 2, episode: 3 }, ['Tide Tables']],
    ['several at once', { watched: true, type: 'movie' }, ['The Lantern']],
    ['nothing that there is', { year: 1900 }, []],
  ])('can be narrowed by %s', async (_, filter, expected) => {
    expect(await titles({ filter })).toEqual(expected);
    expect((await history.list(identityId, query({ filter }))).total).toBe(expected.length);
  });

  it.each<[HistorySort, string[]]>([
    ['title', ['100% Harbour', 'Half_way', 'The Lantern', 'Tide Tables']],
    ['year', ['Tide Tables', 'The Lantern', 'Half_way', '100% Harbour']],
    ['id', ['The Lantern', '100% Harbour', 'Half_way', 'Tide Tables']],
  ])('can be sorted by %s, either way', async (by, expected) => {
    expect(await titles({ sort: [{ by, direction: 'asc' }] })).toEqual(expected);
    expect(await titles({ sort: [{ by, direction: 'desc' }] })).toEqual(expected.toReversed());
  });

  it('takes every sort that is offered', async () => {
    for (const by of Object.keys(HISTORY_SORTS) as HistorySort[]) {
      expect(await titles({ sort: [{ by, direction: 'desc' }] })).toHaveLength(4);
    }
  });

  it('comes in pages that hold each item once, equal ones by their change, and counts all', async () => {
    const sort = [{ by: 'type', direction: 'asc' }] as const;
    const seen = [...(await titles({ sort, limit: 3 })), ...(await titles({ sort, limit: 3, offset: 3 }))];

    expect(seen).toHaveLength(4);
    expect(seen[0]).toBe('Tide Tables');
    expect(new Set(seen).size).toBe(4);
    expect(await history.list(identityId, query({ limit: 1, offset: 9 }))).toEqual({
      total: 4,
      isCounted: true,
      items: [],
    });
  });

  it('shows nothing of another person', async () => {
    const other = await stage.person();
    const [mine] = (await history.list(identityId, query())).items;

    expect(await history.list(other, query())).toEqual({ total: 0, isCounted: true, items: [] });
    expect(await history.find(other, mine!.id)).toBeNull();
    expect(await history.find(identityId, mine!.id)).toEqual(mine);
  });

  it('is counted', async () => {
    expect(await history.counts(identityId)).toEqual({ movies: 3, episodes: 1, watched: 2, inProgress: 1 });
    expect(await history.counts(await stage.person())).toEqual({
      movies: 0,
      episodes: 0,
      watched: 0,
      inProgress: 0,
    });
  });

  it('tells what each backend shows of an item, ours and the ids', async () => {
    const [harbour] = (await history.list(identityId, query())).items;
    const twin = await stage.backend(identityId, { name: 'twin' });
    await importPage(stage, contextOf(twin), [
      aReport({ title: '100% Harbour', path: '/films/harbour.mkv' }),
    ]);

    const copies = await history.copies([harbour!.id]);

    expect(copies).toMatchObject([
      { itemId: harbour!.id, backend: 'attic', path: null },
      { itemId: harbour!.id, backend: 'twin', path: '/films/harbour.mkv', detail: { title: '100% Harbour' } },
    ]);
  });

  it('says how much has changed since a look before', async () => {
    const { lastId } = await history.changesSince(identityId, 0);
    expect(await history.changesSince(identityId, lastId)).toEqual({ changed: 0, lastId });
    const backend = await stage.backend(identityId);

    await importPage(stage, contextOf(backend), [aReport({ title: 'New', watched: true, playedAt: LATER })]);

    expect(await history.changesSince(identityId, lastId)).toEqual({
      changed: 1,
      lastId: expect.any(Number),
    });
    expect(await history.changesSince(await stage.person(), 0)).toEqual({ changed: 0, lastId: 0 });
  });
});

describe('a large history', () => {
  const NEWEST_FIRST = [{ by: 'updated', direction: 'desc' }] as const;
  let identityId: number;

  beforeAll(async () => {
    identityId = await stage.person();
    await stage.rows(
      `INSERT INTO item (identity_id, type, title, season, episode, guids, parent_guids, decision, via, event, changed_at)
       SELECT $1, CASE WHEN n % 10 = 0 THEN 'movie' ELSE 'episode' END, 'Title ' || n % 500, n % 9, 1 + n % 24, '{}', '{}',
              CASE WHEN n % 20 = 0 THEN 'played' ELSE 'default' END, 'attic', 'task.import', now() - make_interval(secs => n)
         FROM generate_series(1, 20000) AS n`,
      [identityId],
    );
    await stage.rows('ANALYZE item');
  });

  it.each<[string, Partial<HistoryQuery>, string]>([
    ['the newest', { sort: NEWEST_FIRST }, 'item_by_change'],
    ['the newest watched', { sort: NEWEST_FIRST, filter: { watched: true } }, 'item_by_watched'],
    ['the newest movies', { sort: NEWEST_FIRST, filter: { type: 'movie' } }, 'item_by_type'],
    ['the first titles', { sort: [{ by: 'title', direction: 'asc' }] }, 'item_by_title'],
  ])('finds %s by an index, without reading the rest', async (_, changes, index) => {
    // Once it is counted, nothing is read behind the scenes.
    await vi.waitFor(async () =>
      expect((await history.list(identityId, query(changes))).isCounted).toBe(true),
    );
    const plan = await planOf(stage.database, () => history.list(identityId, query(changes)));

    expect(plan.indexes).toContain(index);
    expect(plan.tablesReadInFull).toEqual([]);
    expect(plan.rowsRead).toBeLessThan(100);
  });

  it('gives any page of it, each item once, and counts all', async () => {
    const sort = [{ by: 'year', direction: 'desc' }] as const;
    const seen = new Set<number>();
    for (let offset = 0; offset < 20_000; offset += 1_000) {
      const { total, items } = await history.list(identityId, query({ sort, limit: 1_000, offset }));
      expect(total >= 1).toBe(true);
      for (const { id } of items) seen.add(id);
    }
    expect(seen.size).toBe(20_000);
    const beyond = await history.list(identityId, query({ sort, limit: 10, offset: 50_000 }));
    expect(beyond).toEqual({ total: 20_000, isCounted: true, items: [] });
  });
});
