import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Truth } from '#libs/core';
import { ImportPages } from './import-pages.js';
import {
  aMoviePage,
  aReport,
  contextOf,
  EARLIER,
  importPage,
  NO_DECISIONS,
  NO_STEP,
  played,
  unplayed,
} from './testing/pages.js';
import { all, FROM_THE_START, PlanStage } from './testing/plan-stage.js';

let on: PlanStage;

beforeAll(async () => {
  on = await PlanStage.open();
});
afterAll(() => on.stage.close());
beforeEach(() => on.begin());

describe('candidates', () => {
  it('are the copies that show something else than the truth', async () => {
    await importPage(on.stage, contextOf(on.backend, { now: EARLIER }), [
      aReport({ title: 'A in step', watched: true, playedAt: EARLIER }),
      aReport({ title: 'B out of step' }),
      aReport({ title: 'C undecided' }),
    ]);
    const [, second = 0] = await on.ids();
    await on.mark(second, true);

    const found = await on.plans.candidates(on.target, FROM_THE_START);

    expect(found).toMatchObject([{ remoteId: 'B out of step', itemId: second, truth: { kind: 'played' } }]);
    expect(found[0]?.knowledge.observed).toMatchObject({ watched: false, at: EARLIER });
  });

  it('come in pages, each once', async () => {
    await on.marked(7);

    const seen: string[] = [];
    let after = { remoteId: '', part: 0 };
    for (let page = 0; page < 4; page += 1) {
      const copies = await on.plans.candidates(on.target, { after, limit: 3, all: false });
      seen.push(...copies.map(({ remoteId }) => remoteId));
      after = copies.at(-1) ?? after;
    }

    expect(seen).toEqual(aMoviePage(7).map(({ title }) => title));
  });

  it('take in what nobody decided on when all are asked for', async () => {
    await importPage(on.stage, contextOf(on.backend), [aReport({ title: 'The Lantern' })]);
    await on.stage.rows('UPDATE observation SET watched = true WHERE backend_id = $1', [on.backend.id]);

    expect(await on.plans.candidates(on.target, FROM_THE_START)).toEqual([]);
    expect(await on.plans.candidates(on.target, { ...FROM_THE_START, all: true })).toHaveLength(1);
  });

  it('are those of this on.backend only', async () => {
    await on.marked(1);
    const other = await on.stage.toldBackend(on.identityId);

    expect(
      await on.plans.candidates({ backendId: other.id, lastCompleteRead: null }, FROM_THE_START),
    ).toEqual([]);
  });
});

describe('a file of two episodes', () => {
  /** One file whose episodes have these truths. */
  async function file(first: Truth, second: Truth): Promise<number[]> {
    const parts = [first, second].map((truth, part) => ({
      truth,
      report: aReport({
        id: 'file',
        title: 'Harbour Tales',
        type: 'episode',
        season: 1,
        episode: part + 1,
        guids: {},
        parentGuids: { tvdb: '88' },
      }),
    }));
    await new ImportPages(on.stage.database).apply(
      contextOf(on.backend, { now: EARLIER }),
      { remoteIds: [], keys: [] },
      {
        cursor: null,
        decide: () => ({
          ...NO_DECISIONS,
          newItems: parts.map((part) => ({ ...part, keys: [], rule: 'test' })),
          seen: parts.map(({ report }, part) => ({
            remoteId: 'file',
            part,
            report,
            fingerprint: 'f',
            isEcho: false,
            item: { isNew: part },
          })),
        }),
      },
    );
    return on.ids();
  }

  it('is planned when the episodes agree', async () => {
    await file(played(EARLIER), played(EARLIER));

    expect(await on.plans.candidates(on.target, FROM_THE_START)).toMatchObject([{ part: 0 }]);
  });

  it('is not planned when only one was watched: one file cannot say both', async () => {
    await file(played(EARLIER), unplayed(EARLIER));

    expect(await on.plans.candidates(on.target, FROM_THE_START)).toEqual([]);
  });

  it('is not pushed either when only one was watched, and is not asked about again', async () => {
    const [first = 0] = await file(unplayed(EARLIER), unplayed(EARLIER));
    await on.mark(first, true);
    expect(await on.count('open')).toBe(1);

    expect(await on.take()).toBeNull();
    expect(await on.count('open')).toBe(0);
  });
});

describe('a plan', () => {
  it('that is stored twice is there once', async () => {
    await on.marked(2);
    const run = await on.stage.run(on.backend, { kind: 'export' });
    const writes = all(await on.plans.candidates(on.target, FROM_THE_START));

    for (const cursor of [1, 2]) await on.plans.add(run.id, on.backend.id, { writes, step: NO_STEP, cursor });

    expect(await on.plans.weigh(run.id, on.identityId)).toMatchObject({
      writes: 2,
      played: 2,
      unplayed: 0,
      watched: 2,
    });
  });

  it('is weighed by what it would unmark, against what its person has watched', async () => {
    await on.marked(3, true);
    const other = await on.stage.backend(on.identityId);
    await importPage(on.stage, contextOf(other), [
      aReport({ title: 'Another', watched: true, playedAt: EARLIER }),
    ]);
    const [first = 0] = await on.ids();
    await on.stage.rows('UPDATE observation SET watched = true WHERE backend_id = $1', [on.backend.id]);
    await on.mark(first, false);
    const run = await on.stage.run(on.backend, { kind: 'export' });
    const writes = all(await on.plans.candidates(on.target, FROM_THE_START));

    await on.plans.add(run.id, on.backend.id, { writes, step: NO_STEP, cursor: null });

    expect(await on.plans.weigh(run.id, on.identityId)).toMatchObject({
      writes: 1,
      played: 0,
      unplayed: 1,
      watched: 3,
    });
  });
});
