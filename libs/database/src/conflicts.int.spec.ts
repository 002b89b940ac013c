import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { itemKeys, UNDECIDED, type RemoteItem, type Truth } from '#libs/core';
import { Backends, type BackendRecord } from './backends.js';
import type { FoundConflict } from './conflict-notes.js';
import { Conflicts, type ConflictFilter } from './conflicts.js';
import { ExportPlans } from './export-plans.js';
import { ImportPages } from './import-pages.js';
import type { PageDecisions } from './import-page.js';
import { PersonMarks } from './person-marks.js';
import { aReport, contextOf, EARLIER, LATER, NO_DECISIONS, played } from './testing/pages.js';
import { Stage } from './testing/stage.js';

let stage: Stage;
let conflicts: Conflicts;
let plex: BackendRecord;
let jf: BackendRecord;
let identityId: number;

beforeAll(async () => {
  stage = await Stage.open();
  conflicts = new Conflicts(stage.database);
});
afterAll(() => stage.close());
beforeEach(async () => {
  identityId = await stage.person();
  plex = await stage.toldBackend(identityId);
  jf = await stage.toldBackend(identityId);
});

const apply = (backend: BackendRecord, decisions: Partial<PageDecisions>) =>
  new ImportPages(stage.database).apply(
    contextOf(backend),
    { remoteIds: [], keys: [] },
    { cursor: null, decide: () => ({ ...NO_DECISIONS, ...decisions }) },
  );

const seen = (report: RemoteItem, item: { readonly id: number } | { readonly isNew: number }) => ({
  remoteId: report.id,
  part: 0,
  report,
  fingerprint: 'f',
  isEcho: false,
  item,
});

/** A title that Plex shows as watched and Jellyfin as not; returns its id. */
async function lantern(truth: Truth = played(EARLIER), changes: Partial<RemoteItem> = {}): Promise<number> {
  const shown = aReport({
    title: 'The Lantern',
    watched: truth.kind === 'played',
    playedAt: EARLIER,
    ...changes,
  });
  const newItem = { report: shown, truth, keys: itemKeys(shown), rule: 'first' };
  await apply(plex, { newItems: [newItem], seen: [seen(shown, { isNew: 0 })] });
  const id = Number(await stage.value('SELECT max(id) FROM item WHERE identity_id = $1', [identityId]));
  await apply(jf, { seen: [seen({ ...shown, id: 'a101', watched: false }, { id })] });
  return id;
}

const wishes = (itemId: number, cause = 'one'): FoundConflict => ({
  kind: 'opposite-wishes',
  itemId,
  backendId: jf.id,
  remoteId: 'a101',
  part: 0,
  cause,
  evidence: { viewedAt: EARLIER, since: EARLIER - 60, until: LATER },
});

const ALL: ConflictFilter = { status: null, kind: null, limit: 10, offset: 0 };
const list = async (filter: Partial<ConflictFilter> = {}) =>
  (await conflicts.list(identityId, { ...ALL, ...filter })).conflicts;
const only = async () => {
  const [found] = await list();
  if (!found) throw new Error('there is no conflict');
  return found;
};
const decision = (itemId: number) => stage.value('SELECT decision FROM item WHERE id = $1', [itemId]);
const choose = async (side: string) => conflicts.resolve(identityId, (await only()).id, { side, at: LATER });

describe('a conflict', () => {
  it('is told with its item, its backend, and where it was watched', async () => {
    const id = await lantern();
    await apply(jf, { conflicts: [wishes(id)] });
    expect(await only()).toMatchObject({
      kind: 'opposite-wishes',
      status: 'open',
      item: { id, title: 'The Lantern', type: 'movie' },
      backend: jf.name,
      remoteId: 'a101',
      viewedOn: plex.name,
      evidence: { since: EARLIER - 60 },
    });
  });

  it('is opened once for one cause, and is listed by status, kind and page', async () => {
    const id = await lantern();
    for (let time = 0; time < 2; time += 1) await apply(jf, { conflicts: [wishes(id)] });
    expect(await list({ status: 'open', kind: 'opposite-wishes' })).toHaveLength(1);
    expect(await list({ status: 'resolved' })).toEqual([]);
    expect(await list({ kind: 'quarantined' })).toEqual([]);
    expect(await conflicts.list(identityId, { ...ALL, offset: 1 })).toEqual({ total: 1, conflicts: [] });
    expect((await conflicts.list(await stage.person(), ALL)).total).toBe(0);
  });

  it('closes by itself once the copy shows what we hold', async () => {
    const id = await lantern();
    await apply(jf, { conflicts: [wishes(id)] });
    const unmarked = aReport({ title: 'The Lantern', id: 'a101' });
    await apply(jf, { seen: [seen(unmarked, { id })] });
    expect(await only()).toMatchObject({ status: 'open' });
    await apply(jf, { seen: [seen({ ...unmarked, watched: true }, { id })] });
    expect(await only()).toMatchObject({ status: 'resolved', resolution: 'vanished' });
    await apply(jf, { conflicts: [wishes(id)] });
    expect(await only()).toMatchObject({ status: 'open', resolution: null });
  });

  it('closes by itself once a person unmarks the item anyway', async () => {
    const id = await lantern();
    await apply(jf, { conflicts: [wishes(id)] });
    await new PersonMarks(stage.database).mark({ identityId, itemId: id, watched: false, at: LATER });
    expect(await only()).toMatchObject({ status: 'resolved', resolution: 'vanished' });
  });

  it('goes with the account that it was about', async () => {
    await apply(jf, { conflicts: [wishes(await lantern())] });
    await new Backends(stage.database).changeAccount(jf, { userId: 'somebody else' });
    expect(await list()).toEqual([]);
  });

  it('that is ignored stays so until there is a new cause', async () => {
    const id = await lantern();
    await apply(jf, { conflicts: [wishes(id)] });
    expect(await choose('ignore')).toEqual({ kind: 'settled', backendIds: [] });
    await apply(jf, { conflicts: [wishes(id)] });
    expect(await only()).toMatchObject({ status: 'ignored' });
    await apply(jf, { conflicts: [wishes(id, 'two')] });
    expect(await only()).toMatchObject({ status: 'open' });
  });
});

describe('an export', () => {
  const open = (backend: BackendRecord) =>
    stage.value(`SELECT count(*) FROM export_intent WHERE backend_id = $1 AND status = 'open'`, [backend.id]);
  const candidates = (backend: BackendRecord) =>
    new ExportPlans(stage.database).candidates(
      { backendId: backend.id, lastCompleteRead: null },
      { after: { remoteId: '', part: 0 }, limit: 10, all: true },
    );

  it('leaves a copy alone that a person has to decide about, and only that one', async () => {
    const id = await lantern();
    const emby = await stage.toldBackend(identityId);
    await apply(emby, { seen: [seen(aReport({ title: 'The Lantern', id: 'e101' }), { id })] });
    expect(await candidates(jf)).toHaveLength(1);
    await apply(jf, { conflicts: [wishes(id)], restless: [id] });
    expect([await candidates(jf), await open(jf)]).toEqual([[], 0]);
    expect([(await candidates(emby)).length, await open(emby)]).toEqual([1, 1]);
  });

  it('skips what was planned before the conflict came up', async () => {
    const id = await lantern();
    const run = await stage.run(jf, { kind: 'export' });
    const plans = new ExportPlans(stage.database);
    const [before, after] = [
      { watched: false, positionMs: 0 },
      { watched: true, positionMs: 0 },
    ];
    const write = { remoteId: 'a101', part: 0, itemId: id, rule: 'write-played', before, after } as const;
    await plans.add(run.id, jf.id, { writes: [write], step: NO_DECISIONS.step, cursor: null });
    await apply(jf, { conflicts: [wishes(id)] });
    expect(await plans.due(run.id, { backendId: jf.id, lastCompleteRead: null }, 10)).toEqual([]);
    expect(await plans.skipGone(run.id)).toBe(1);
    expect(await stage.value('SELECT reason FROM export_intent WHERE run_id = $1', [run.id])).toBe(
      'person-must-decide',
    );
  });
});

describe('a person who chooses', () => {
  it('49. the unmark unmarks it everywhere', async () => {
    const id = await lantern();
    await apply(jf, { conflicts: [wishes(id)] });
    expect(await choose('unplayed')).toEqual({ kind: 'settled', backendIds: [plex.id] });
    expect(await decision(id)).toBe('unplayed');
    expect(await only()).toMatchObject({ status: 'resolved', resolution: 'unplayed' });
    const [entry] = await stage.rows(
      'SELECT cause, rule, evidence FROM state_change WHERE item_id = $1 ORDER BY id DESC',
      [id],
    );
    expect(entry).toMatchObject({ cause: 'user', rule: 'person', evidence: { side: 'unplayed' } });
  });

  it('the viewing tells the backend that was unmarked', async () => {
    const id = await lantern();
    await apply(jf, { conflicts: [wishes(id)] });
    expect(await choose('played')).toEqual({ kind: 'settled', backendIds: [jf.id] });
    expect(await decision(id)).toBe('played');
  });

  it.each([
    { what: 'a side that there is not', act: () => choose('upside-down'), is: 'no-such-side' },
    {
      what: 'for another person',
      act: async () => conflicts.resolve(identityId + 1, (await only()).id, { side: 'played', at: 1 }),
      is: 'not-found',
    },
  ])('$what changes nothing', async ({ act, is }) => {
    const id = await lantern();
    await apply(jf, { conflicts: [wishes(id)] });
    expect((await act()).kind).toBe(is);
    expect([await decision(id), (await only()).status]).toEqual(['played', 'open']);
  });

  it('twice is told that it was settled before', async () => {
    await apply(jf, { conflicts: [wishes(await lantern())] });
    await choose('played');
    expect(await choose('unplayed')).toEqual({ kind: 'settled-before' });
  });
});

describe('contradicting ids', () => {
  const contradiction = (itemId: number, theirs: string): FoundConflict => ({
    kind: 'contradicting-ids',
    itemId,
    backendId: jf.id,
    remoteId: 'a101',
    part: 0,
    cause: theirs,
    evidence: { differences: [{ of: 'item', source: 'tmdb', ours: '1', theirs }], others: [] },
  });
  const stored = () => lantern(UNDECIDED, { guids: { tmdb: '1', imdb: 'tt1' } });
  const keys = async (id: number) =>
    (await stage.rows<{ key: string }>('SELECT key FROM item_key WHERE item_id = $1 ORDER BY key', [id])).map(
      ({ key }) => key,
    );

  it('stay settled once a person says that ours are right', async () => {
    const id = await stored();
    await apply(jf, { conflicts: [contradiction(id, '2')] });
    expect((await choose('item')).kind).toBe('settled');
    await apply(jf, { conflicts: [contradiction(id, '2')] });
    expect(await only()).toMatchObject({ status: 'resolved', resolution: 'item' });
    expect(await keys(id)).toEqual(['movie://imdb/tt1', 'movie://tmdb/1']);
  });

  it('are taken over once a person says that theirs are right', async () => {
    const id = await stored();
    await apply(jf, { conflicts: [contradiction(id, '2')] });
    expect((await choose('backend')).kind).toBe('settled');
    expect(await keys(id)).toEqual(['movie://imdb/tt1', 'movie://tmdb/2']);
    expect(await stage.value('SELECT guids FROM item WHERE id = $1', [id])).toEqual({
      imdb: 'tt1',
      tmdb: '2',
    });
  });

  it('are not taken over from another item', async () => {
    const id = await stored();
    const other = aReport({ title: 'The Lamp', guids: { tmdb: '2' } });
    await apply(plex, {
      newItems: [{ report: other, truth: UNDECIDED, keys: itemKeys(other), rule: 'first' }],
      seen: [],
    });
    await apply(jf, { conflicts: [contradiction(id, '2')] });
    expect(await choose('backend')).toEqual({ kind: 'id-taken' });
    expect(await keys(id)).toContain('movie://tmdb/1');
  });
});

describe('a copy in quarantine', () => {
  it('is tied to the item that a person chooses, and its state is still to be heard', async () => {
    const id = await lantern(UNDECIDED);
    const report = aReport({ title: 'The Lantern', id: 'a500', watched: true });
    const { type, season, episode, guids, parentGuids } = report;
    const candidate = { id, type, season, episode, guids, parentGuids };
    await apply(jf, {
      conflicts: [
        {
          kind: 'quarantined',
          itemId: null,
          backendId: jf.id,
          remoteId: 'a500',
          part: 0,
          cause: 'c',
          evidence: { by: 'own', candidates: [candidate], report },
        },
      ],
    });
    expect(await only()).toMatchObject({ item: null, mentioned: [{ id, title: 'The Lantern' }] });
    expect(await choose('999999')).toEqual({ kind: 'no-such-side' });
    expect((await choose(String(id))).kind).toBe('settled');
    const [copy] = await stage.rows(
      'SELECT item_id, as_source, fingerprint FROM observation WHERE remote_id = $1 AND backend_id = $2',
      ['a500', jf.id],
    );
    expect(copy).toEqual({ item_id: id, as_source: false, fingerprint: '' });
    expect(await decision(id)).toBe('default');
  });
});
