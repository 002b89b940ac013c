import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BackendRecord } from './backends.js';
import type { PageDecisions } from './import-page.js';
import { ImportPages } from './import-pages.js';
import { Ledger } from './ledger.js';
import { Runs } from './runs.js';
import {
  aMoviePage,
  aReport,
  contextOf,
  decideSimply,
  EARLIER,
  importPage,
  knowledgeOfCopy,
  knowledgeOfPage,
  LATER,
  NO_DECISIONS,
  pageOf,
  played,
} from './testing/pages.js';
import { planOf } from './testing/plans.js';
import { Stage } from './testing/stage.js';

let stage: Stage;
let pages: ImportPages;
let identityId: number;
let backend: BackendRecord;

beforeAll(async () => {
  stage = await Stage.open();
  pages = new ImportPages(stage.database);
});

afterAll(() => stage.close());

beforeEach(async () => {
  identityId = await stage.person();
  backend = await stage.backend(identityId);
});

const count = (table: 'item' | 'item_key' | 'state_change') =>
  stage.value(`SELECT count(*) FROM ${table} WHERE identity_id = $1`, [identityId]);
const copies = () =>
  stage.value(
    'SELECT count(*) FROM observation o JOIN backend b ON b.id = o.backend_id WHERE b.identity_id = $1',
    [identityId],
  );

describe('new items', () => {
  it('are stored with their titles, ids, state and the copy that showed them', async () => {
    const report = aReport({
      title: 'Harbour Tales',
      type: 'episode',
      episodeTitle: 'Low Tide',
      season: 2,
      episode: 7,
      guids: { tvdb: '8800207' },
      parentGuids: { tvdb: '880010' },
      watched: true,
      playedAt: EARLIER,
    });

    await importPage(stage, contextOf(backend), [report]);

    expect(await stage.rows('SELECT * FROM item WHERE identity_id = $1', [identityId])).toEqual([
      expect.objectContaining({
        type: 'episode',
        title: 'Harbour Tales',
        episode_title: 'Low Tide',
        season: 2,
        episode: 7,
        guids: { tvdb: '8800207' },
        parent_guids: { tvdb: '880010' },
        decision: 'played',
        via: backend.name,
        event: 'task.import',
        changed_at: new Date(EARLIER * 1_000),
      }),
    ]);
    const known = await knowledgeOfPage(stage, contextOf(backend), [report]);
    expect([...known.keys.keys()].sort()).toEqual(['episode://tvdb/8800207', 'show://tvdb/880010/2/7']);
    expect(knowledgeOfCopy(known, report.id).observed).toMatchObject({
      watched: true,
      at: LATER,
      asSource: true,
    });
  });

  it('keep each its own copy, however many come at once', async () => {
    const reports = aMoviePage(1_000);

    await importPage(stage, contextOf(backend), reports);

    const wrong = await stage.rows(
      `SELECT i.title, o.remote_id FROM observation o JOIN item i ON i.id = o.item_id
        WHERE o.backend_id = $1 AND i.title <> o.remote_id`,
      [backend.id],
    );
    expect(wrong).toEqual([]);
    expect(await count('item')).toBe(1_000);
  });

  it('that were watched are changes of the truth; those that nobody touched are none', async () => {
    await importPage(stage, contextOf(backend), [
      aReport({ title: 'Seen', watched: true, playedAt: EARLIER }),
      aReport({ title: 'Begun', positionMs: 90_000, playedAt: EARLIER }),
      aReport({ title: 'Untouched' }),
    ]);

    const titles = await stage.rows<{ title: string }>(
      'SELECT i.title FROM state_change c JOIN item i ON i.id = c.item_id WHERE c.identity_id = $1 ORDER BY c.id',
      [identityId],
    );
    expect(titles.map(({ title }) => title)).toEqual(['Seen', 'Begun']);
  });

  it('belong to one person: another one with the same title has an item of their own', async () => {
    const other = await stage.backend(await stage.person());
    const reports = [aReport({ title: 'The Lantern' })];
    await importPage(stage, contextOf(backend), reports);

    const known = await knowledgeOfPage(stage, contextOf(other), reports);

    expect([...known.items]).toEqual([]);
  });
});

describe('a second value of an id source', () => {
  it('does not take a key from the item that has it', async () => {
    const lantern = aReport({ title: 'The Lantern', guids: { tmdb: '7' } });
    await importPage(stage, contextOf(backend), [lantern]);
    const [owner] = await stage.rows<{ id: number }>('SELECT id FROM item WHERE identity_id = $1', [
      identityId,
    ]);
    const impostor = aReport({ title: 'Not the Lantern', guids: { tmdb: '8' } });

    await pages.apply(contextOf(backend), pageOf([impostor]), {
      cursor: null,
      decide: () => ({
        ...NO_DECISIONS,
        newItems: [
          {
            report: impostor,
            truth: played(EARLIER),
            keys: ['movie://tmdb/7', 'movie://tmdb/8'],
            rule: 'first',
          },
        ],
      }),
    });

    const { keys } = await knowledgeOfPage(stage, contextOf(backend), [lantern, impostor]);
    expect(keys.get('movie://tmdb/7')).toBe(owner?.id);
    expect(keys.get('movie://tmdb/8')).not.toBe(owner?.id);
  });

  it('of a growing item adds what is free and leaves what is taken', async () => {
    await importPage(stage, contextOf(backend), [
      aReport({ title: 'First', guids: { tmdb: '1' } }),
      aReport({ title: 'Second', guids: { tmdb: '2' } }),
    ]);
    const before = await knowledgeOfPage(stage, contextOf(backend), [
      aReport({ title: '', guids: { tmdb: '1' } }),
    ]);
    const first = before.keys.get('movie://tmdb/1') ?? 0;

    await pages.apply(
      contextOf(backend),
      { remoteIds: [], keys: [] },
      {
        cursor: null,
        decide: () => ({
          ...NO_DECISIONS,
          grown: [
            {
              itemId: first,
              guids: { tmdb: '1', imdb: 'tt9' },
              parentGuids: {},
              keys: ['movie://imdb/tt9', 'movie://tmdb/2'],
            },
          ],
        }),
      },
    );

    const asked = aReport({ title: '', guids: { imdb: 'tt9', tmdb: '2' } });
    const { keys, items } = await knowledgeOfPage(stage, contextOf(backend), [asked]);
    expect(keys.get('movie://imdb/tt9')).toBe(first);
    expect(keys.get('movie://tmdb/2')).not.toBe(first);
    expect(items.get(first)?.guids).toEqual({ tmdb: '1', imdb: 'tt9' });
  });
});

describe('what a page is told', () => {
  it('is what is known of its copies, its keys and their items, and of nothing else', async () => {
    const [lantern, harbour] = [aReport({ title: 'The Lantern' }), aReport({ title: 'Harbour' })];
    await importPage(stage, contextOf(backend), [lantern, harbour]);

    const known = await knowledgeOfPage(stage, contextOf(backend), [lantern]);

    expect([...known.copies.keys()]).toEqual(['The Lantern\n0']);
    expect([...known.keys.keys()]).toEqual(['movie://youtube/The Lantern']);
    expect(known.items.size).toBe(1);
  });

  it('counts a complete read as the last time that an unchanged copy was seen', async () => {
    const reports = [aReport({ title: 'The Lantern' })];
    await importPage(stage, contextOf(backend, { now: EARLIER }), reports);
    const observedAt = async (lastCompleteRead: number | null) =>
      knowledgeOfCopy(
        await knowledgeOfPage(stage, contextOf(backend, { lastCompleteRead }), reports),
        'The Lantern',
      ).observed?.at;

    expect(await observedAt(null)).toBe(EARLIER);
    expect(await observedAt(EARLIER - 5)).toBe(EARLIER);
    expect(await observedAt(LATER)).toBe(LATER);
  });

  it('names the latest viewing on other backends, but not on its own, of no source, or by our own write', async () => {
    const reports = [aReport({ title: 'The Lantern', watched: true, playedAt: EARLIER })];
    const viewedElsewhere = async () => {
      const { items } = await knowledgeOfPage(stage, contextOf(backend), reports);
      return [...items.values()].map(({ viewedElsewhereAt }) => viewedElsewhereAt);
    };
    await importPage(stage, contextOf(backend), reports);
    expect(await viewedElsewhere()).toEqual([null]);

    const [metadata, echo, source] = [
      await stage.backend(identityId),
      await stage.backend(identityId),
      await stage.backend(identityId),
    ];
    await importPage(stage, contextOf(metadata, { asSource: false }), reports);
    await importPage(stage, contextOf(echo), reports);
    await stage.rows('UPDATE observation SET is_echo = true WHERE backend_id = $1', [echo.id]);
    expect(await viewedElsewhere()).toEqual([null]);

    await importPage(stage, contextOf(source), reports);
    expect(await viewedElsewhere()).toEqual([EARLIER]);
  });
});

const seen = (remoteId: string, fingerprint: string, part = 0) => ({ remoteId, part, fingerprint });

describe('what changed on a page', () => {
  beforeEach(() =>
    importPage(stage, contextOf(backend), [
      aReport({ title: 'One' }),
      aReport({ title: 'Two', watched: true }),
    ]),
  );

  it('is nothing, when every copy is as it was, in whatever order they come', async () => {
    const [one, two] = [seen('One', 'false/0'), seen('Two', 'true/0')];
    expect(await pages.changed(backend.id, [two, one])).toEqual([]);
    expect(await pages.changed(backend.id, [one])).toEqual([]);
    expect(await pages.changed(backend.id, [])).toEqual([]);
  });

  it('is each copy that is new or other than it was, and no other', async () => {
    const [one, two, three] = [seen('One', 'false/0'), seen('Two', 'false/0'), seen('Three', 'false/0')];
    expect(await pages.changed(backend.id, [one, two])).toEqual([two]);
    expect(await pages.changed(backend.id, [one, three])).toEqual([three]);
    expect(await pages.changed(backend.id, [three])).toEqual([three]);
  });

  it('is told by copy: two that changed places have both changed, and a second part of a file is a copy of its own', async () => {
    const swapped = [seen('One', 'true/0'), seen('Two', 'false/0')];
    expect(await pages.changed(backend.id, swapped)).toEqual(swapped);
    expect(await pages.changed(backend.id, [seen('One', 'false/0'), seen('One', 'false/0', 1)])).toEqual([
      seen('One', 'false/0', 1),
    ]);
  });

  it('is held against this backend alone', async () => {
    const twin = await stage.backend(identityId);
    await importPage(stage, contextOf(twin), [aReport({ title: 'One', watched: true })]);
    const both = [seen('One', 'true/0'), seen('Two', 'true/0')];
    expect(await pages.changed(twin.id, both)).toEqual([both[1]]);
  });
});

describe('a page of a large library', () => {
  it('is compared by its ids alone, also before the tables have statistics', async () => {
    await stage.rows(
      `INSERT INTO item (identity_id, type, title, guids, parent_guids, via, event, changed_at)
       SELECT $1, 'movie', 'Title ' || n, '{}', '{}', 'attic', 'test', now() FROM generate_series(1, 10000) AS n`,
      [identityId],
    );
    await stage.rows(
      `INSERT INTO observation (backend_id, remote_id, part, item_id, fingerprint, watched, position_ms, observed_at, as_source, library_id, detail)
       SELECT $1, title, 0, id, 'f', false, 0, now(), true, '1', '{}' FROM item WHERE identity_id = $2`,
      [backend.id, identityId],
    );
    const copies = Array.from({ length: 100 }, (_, number) => seen(`Title ${number + 1}`, 'f'));

    const plan = await planOf(stage.database, () => pages.changed(backend.id, copies));

    expect(plan.rowsRead).toBe(100);
  });
});

describe('a page of a run', () => {
  it('is saved together with the step and the cursor of the run', async () => {
    const run = await stage.run(backend);
    const reports = aMoviePage(3);

    await pages.apply(contextOf(backend, { runId: run.id }), pageOf(reports), {
      cursor: { phase: 'read', offset: 3 },
      decide: (known): PageDecisions => ({
        ...decideSimply(reports, known),
        step: { done: 3, counts: { added: 3 }, requests: 1 },
      }),
    });

    expect(await new Runs(stage.database).get(run.id)).toMatchObject({
      done: 3,
      requests: 1,
      counts: { added: 3 },
      cursor: { phase: 'read', offset: 3 },
    });
  });

  it('says that a person asked to stop', async () => {
    const run = await stage.run(backend);
    await new Runs(stage.database).start(run.id);
    await new Runs(stage.database).cancel(run.id);

    const outcome = await importPage(stage, contextOf(backend, { runId: run.id }), aMoviePage(1));

    expect(outcome.isCancelAsked).toBe(true);
  });

  it('that is a rehearsal records what would change, and changes nothing', async () => {
    await importPage(stage, contextOf(backend), [aReport({ title: 'The Lantern' })]);
    const run = await stage.run(backend, { dryRun: true });
    const now = [
      aReport({ title: 'The Lantern', watched: true, playedAt: EARLIER }),
      aReport({ title: 'A new one', watched: true, playedAt: EARLIER }),
    ];

    await importPage(stage, contextOf(backend, { runId: run.id, dryRun: true }), now);

    expect(await count('item')).toBe(1);
    expect(await copies()).toBe(1);
    expect(await stage.value('SELECT decision FROM item WHERE identity_id = $1', [identityId])).toBe(
      'default',
    );
    const { changes } = await new Ledger(stage.database).changes(run.id, {
      status: null,
      limit: 9,
      offset: 0,
    });
    expect(changes).toMatchObject([
      { status: 'planned', item: { title: 'The Lantern' }, after: { watched: true } },
    ]);
  });
});

describe('a page that is killed', () => {
  it('between loading and writing leaves nothing', async () => {
    const killed = pages.apply(contextOf(backend), pageOf(aMoviePage(2)), {
      cursor: null,
      decide: () => {
        throw new Error('killed');
      },
    });

    await expect(killed).rejects.toThrow('killed');
    expect([await count('item'), await count('item_key'), await copies()]).toEqual([0, 0, 0]);
  });

  it('in the middle of its writes leaves nothing, and the next try finds a free way', async () => {
    const run = await stage.run(backend);
    const context = contextOf(backend, { runId: run.id });
    const reports = aMoviePage(5, { watched: true, playedAt: EARLIER });
    await stage.rows(`CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$`);
    await stage.rows('CREATE TRIGGER death BEFORE INSERT ON observation FOR EACH ROW EXECUTE FUNCTION die()');

    await expect(importPage(stage, context, reports)).rejects.toThrow();

    expect([await count('item'), await count('item_key'), await count('state_change')]).toEqual([0, 0, 0]);
    expect(await new Runs(stage.database).get(run.id)).toMatchObject({ done: 0, cursor: null });

    await stage.rows('DROP TRIGGER death ON observation');
    await importPage(stage, context, reports);
    expect([await count('item'), await count('state_change'), await copies()]).toEqual([5, 5, 5]);
  });
});

describe('pages of two backends that bring the same new titles at the same time', () => {
  const ROUNDS = 50;
  const TITLES = 30;

  /** Everybody watched every other title here, and the others there. */
  const half = (round: number, parity: number) =>
    Array.from({ length: TITLES }, (_, number) =>
      aReport({
        title: `Round ${round}, title ${number}`,
        ...(number % 2 === parity ? { watched: true, playedAt: EARLIER + number } : {}),
      }),
    );

  it('wait for one another: no title is doubled and no state is lost', async () => {
    const other = await stage.backend(identityId);
    for (let round = 0; round < ROUNDS; round += 1) {
      await Promise.all([
        importPage(stage, contextOf(backend), half(round, 0)),
        // Backwards, so that the rows are touched in the opposite order.
        importPage(stage, contextOf(other), half(round, 1).reverse()),
      ]);
    }

    const all = ROUNDS * TITLES;
    expect([await count('item'), await count('item_key'), await copies()]).toEqual([all, all, 2 * all]);
    expect(
      await stage.rows(
        `SELECT decision, count(*), count(DISTINCT title) AS titles FROM item WHERE identity_id = $1 GROUP BY 1`,
        [identityId],
      ),
    ).toEqual([{ decision: 'played', count: all, titles: all }]);
    expect(await count('state_change')).toBe(all);
  });

  it('of two people do not wait for one another', async () => {
    const other = await stage.backend(await stage.person());

    const outcome = await stage.database.transaction(async (manager) => {
      await manager.query('SELECT pg_advisory_xact_lock($1)', [identityId]);
      return importPage(stage, contextOf(other), aMoviePage(3));
    });

    expect(outcome).toEqual({ backendIds: [], isCancelAsked: false });
  });
});
