import { describe, expect, it } from 'vitest';
import { contentKey, type ListCopy, type ListEntry } from './list-copy.js';
import { planList, winnerOf, type ListBackend, type ListStep } from './list-plan.js';

const [PLEX, JF, EMBY] = [1, 2, 3];
const [P1, P2, P3] = [1_000, 2_000, 3_000];
const NAMES = ['', 'plex', 'jf', 'emby'];

const backend = (id: number, changes: Partial<ListBackend> = {}): ListBackend => ({
  ...{ id, name: NAMES[id] ?? '', isSource: true, isTarget: true, isRead: true },
  ...changes,
});
const ALL = [backend(PLEX), backend(JF), backend(EMBY)];

const entriesOf = (backendId: number, ids: readonly number[]): readonly ListEntry[] =>
  ids.map((itemId) => ({ remoteId: `${backendId}:${itemId}`, itemId, title: `Title ${itemId}` }));

function copyOn(backendId: number, ids: readonly number[], changes: Partial<ListCopy> = {}): ListCopy {
  return {
    ...{ listId: 1, backendId, remoteId: `list-${backendId}`, title: 'Friday', hindrance: null },
    ...{ versionAt: P1, missingSince: null, deletedAt: null, partOf: null, unconfirmed: 0 },
    entries: entriesOf(backendId, ids),
    ...changes,
  };
}

/** What each target has; everything unless it is named. */
const planOf = (
  copies: readonly ListCopy[],
  {
    backends = ALL,
    lacks = {},
    force = false,
  }: {
    backends?: readonly ListBackend[];
    lacks?: Readonly<Record<number, readonly number[]>>;
    force?: boolean;
  } = {},
) =>
  planList(copies, {
    backends,
    force,
    remoteIdOf: (backendId, itemId) => (lacks[backendId]?.includes(itemId) ? null : `${backendId}:${itemId}`),
  });

const stepOn = (plan: ReturnType<typeof planOf>, id: number): ListStep =>
  plan.steps.get(id) ?? { kind: 'nothing' };
const written = (step: ListStep) =>
  step.kind === 'write'
    ? [step.action, step.rule, step.after?.entries.map(({ itemId }) => itemId) ?? null]
    : step;

describe('the winner of a list (PL-5)', () => {
  it('170. Playlist winner: the newest version goes to all, and a smart list is not touched', () => {
    const smart = copyOn(EMBY, [9], { hindrance: 'smart', versionAt: P3 });
    const plan = planOf([copyOn(PLEX, [1, 2]), copyOn(JF, [3], { versionAt: P2 }), smart]);
    expect(plan.winner?.backendId).toBe(JF);
    expect(written(stepOn(plan, PLEX))).toEqual(['replace', 'newer-elsewhere', [3]]);
    expect(stepOn(plan, JF)).toMatchObject({ kind: 'settled' });
    expect(stepOn(plan, EMBY)).toEqual({ kind: 'skip', because: 'smart' });
  });

  it('is a deletion, when two are of the same moment; then the lower key, then the name', () => {
    const gone = copyOn(JF, [1], { deletedAt: P1 });
    expect(winnerOf([copyOn(PLEX, [1]), gone], ALL)).toBe(gone);
    expect(winnerOf([copyOn(PLEX, [2]), copyOn(JF, [1])], ALL)?.backendId).toBe(JF);
    expect(winnerOf([copyOn(PLEX, [1]), copyOn(EMBY, [1])], ALL)?.backendId).toBe(EMBY);
  });

  it('is never a backend that nothing is imported from, a part, or one with an unknown item', () => {
    const target = [backend(PLEX), backend(JF, { isSource: false })];
    expect(winnerOf([copyOn(PLEX, [1]), copyOn(JF, [2], { versionAt: P3 })], target)?.backendId).toBe(PLEX);
    const part = copyOn(JF, [1], { versionAt: P3, partOf: { whole: 'w', shown: 's' } });
    const unknown = copyOn(EMBY, [1], { versionAt: P3, hindrance: 'unresolved' });
    expect(winnerOf([copyOn(PLEX, [1]), part, unknown], ALL)?.backendId).toBe(PLEX);
    expect(winnerOf([part, unknown], ALL)).toBeNull();
  });
});

describe('what a target needs (PL-7, PL-8)', () => {
  it('makes the list where it is missing, in its order', () => {
    const plan = planOf([copyOn(PLEX, [3, 1, 3])]);
    expect(written(stepOn(plan, JF))).toEqual(['create', 'missing-there', [3, 1, 3]]);
  });

  it('writes nothing where export is off, and nothing where nothing was read', () => {
    const backends = [backend(PLEX), backend(JF, { isTarget: false }), backend(EMBY, { isRead: false })];
    const plan = planOf([copyOn(PLEX, [1])], { backends });
    expect(plan.steps.has(JF)).toBe(false);
    expect(stepOn(plan, EMBY)).toEqual({ kind: 'skip', because: 'not-read' });
  });

  it('deletes what was deleted, but no list that is smart, read-only or unknown in part', () => {
    const gone = copyOn(PLEX, [1], { deletedAt: P2, versionAt: P2 });
    const plan = planOf([gone, copyOn(JF, [1]), copyOn(EMBY, [1], { hindrance: 'read-only' })]);
    expect(written(stepOn(plan, JF))).toEqual(['delete', 'deleted-elsewhere', null]);
    expect(stepOn(plan, EMBY)).toEqual({ kind: 'skip', because: 'read-only' });
  });

  it('takes a list that was changed after the deletion for the newer wish', () => {
    const gone = copyOn(PLEX, [1], { deletedAt: P2, versionAt: P2 });
    const plan = planOf([gone, copyOn(JF, [1, 2], { versionAt: P3 })]);
    expect(written(stepOn(plan, PLEX))).toEqual(['create', 'missing-there', [1, 2]]);
  });

  it('waits with a list that is missing for the first time, and makes it anew on a pure target', () => {
    const missing = copyOn(JF, [1], { missingSince: P2 });
    expect(stepOn(planOf([copyOn(PLEX, [1]), missing]), JF)).toEqual({
      kind: 'skip',
      because: 'missing-once',
    });
    const backends = [backend(PLEX), backend(JF, { isSource: false })];
    expect(written(stepOn(planOf([copyOn(PLEX, [1]), missing], { backends }), JF))).toEqual([
      'create',
      'missing-there',
      [1],
    ]);
  });

  it('172. Playlist with a missing item: a part of it is made, speaks for nobody, and is completed later', () => {
    const source = copyOn(PLEX, [1, 2, 3]);
    const partly = planOf([source], { lacks: { [JF]: [2] } });
    const step = stepOn(partly, JF);
    expect(written(step)).toEqual(['create', 'missing-there', [1, 3]]);
    expect(step).toMatchObject({ after: { partOf: contentKey(source) } });

    const shown = contentKey(copyOn(JF, [1, 3]));
    const part = copyOn(JF, [1, 3], { partOf: { whole: contentKey(source), shown }, versionAt: P3 });
    const again = planOf([source, part], { lacks: { [JF]: [2] } });
    expect(again.winner?.backendId).toBe(PLEX);
    expect(stepOn(again, JF)).toMatchObject({ kind: 'settled', because: 'partial' });
    expect(written(stepOn(planOf([source, part]), JF))).toEqual(['replace', 'more-items-there', [1, 2, 3]]);
  });

  it('leaves a part alone that somebody changed, until the list itself is changed or a person asks for it', () => {
    const source = copyOn(PLEX, [1, 2, 3]);
    const part = copyOn(JF, [1, 3, 4], {
      versionAt: P2,
      partOf: { whole: contentKey(source), shown: contentKey(copyOn(JF, [1, 3])) },
    });
    const plan = (copies: readonly ListCopy[], force = false) =>
      planOf(copies, { lacks: { [JF]: [2] }, force });
    expect(stepOn(plan([source, part]), JF)).toEqual({ kind: 'skip', because: 'partial-edited' });
    expect(written(stepOn(plan([source, part], true), JF))).toMatchObject(['replace', {}, [1, 3]]);
    const newer = copyOn(PLEX, [1, 2], { versionAt: P3 });
    expect(written(stepOn(plan([newer, part]), JF))).toEqual(['replace', 'newer-elsewhere', [1]]);
    const gone = copyOn(PLEX, [1], { versionAt: P1, deletedAt: P1 });
    expect(stepOn(plan([gone, part]), JF)).toEqual({ kind: 'skip', because: 'partial-edited' });
  });

  it('makes nothing while no item is there, and spreads no empty list', () => {
    expect(stepOn(planOf([copyOn(PLEX, [1])], { lacks: { [JF]: [1] } }), JF)).toEqual({
      kind: 'skip',
      because: 'nothing-there',
    });
    const emptied = planOf([copyOn(PLEX, [], { versionAt: P2 }), copyOn(JF, [1])]);
    expect(stepOn(emptied, JF)).toEqual({ kind: 'skip', because: 'empty' });
    expect(stepOn(emptied, EMBY)).toEqual({ kind: 'skip', because: 'empty' });
  });

  it('takes another file of the same item for as good, and several episodes in one file for one entry', () => {
    const other = copyOn(JF, [1, 2], {
      entries: [
        { remoteId: 'in-4k', itemId: 1, title: '' },
        { remoteId: '2:2', itemId: 2, title: '' },
      ],
    });
    expect(stepOn(planOf([copyOn(PLEX, [1, 2], { versionAt: P2 }), other]), JF)).toMatchObject({
      kind: 'settled',
    });
    const plan = planList([copyOn(PLEX, [1, 2, 3])], {
      backends: ALL,
      force: false,
      remoteIdOf: (_, itemId) => (itemId < 3 ? 'double-episode' : 'third'),
    });
    const step = stepOn(plan, JF);
    expect(step).toMatchObject({
      after: { entries: [{ remoteId: 'double-episode' }, { remoteId: 'third' }] },
    });
    expect(step).toMatchObject({ after: { partOf: expect.any(String) } });
  });

  it('renames a list everywhere', () => {
    const renamed = copyOn(PLEX, [1], { title: 'Weekend', versionAt: P2 });
    expect(stepOn(planOf([renamed, copyOn(JF, [1])]), JF)).toMatchObject({
      action: 'replace',
      after: { title: 'Weekend' },
    });
  });

  it('gives up after three writes that came to nothing, until the list changes or a person asks', () => {
    const stubborn = copyOn(JF, [1], { unconfirmed: 3 });
    const source = copyOn(PLEX, [2], { versionAt: P2 });
    expect(stepOn(planOf([source, stubborn]), JF)).toEqual({ kind: 'skip', because: 'unconfirmed' });
    expect(written(stepOn(planOf([source, stubborn], { force: true }), JF))).toMatchObject([
      'replace',
      {},
      [2],
    ]);
  });
});
