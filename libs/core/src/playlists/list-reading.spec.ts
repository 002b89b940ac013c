import { describe, expect, it } from 'vitest';
import type { ListCopy, SeenList } from './list-copy.js';
import { regroup } from './list-reading.js';

const [PLEX, JF] = [1, 2];
const [P1, P2, NOW] = [1_000, 2_000, 9_000];

const seen = (
  remoteId: string,
  ids: readonly (number | null)[],
  changes: Partial<SeenList> = {},
): SeenList => ({
  ...{ remoteId, title: 'Friday', changedAt: P1, hindrance: null, lost: [] },
  entries: ids.map((itemId) => ({ remoteId: `r${itemId ?? 'x'}`, itemId, title: '' })),
  ...changes,
});

const known = (changes: Partial<ListCopy> = {}): ListCopy => ({
  ...{ listId: 7, backendId: PLEX, remoteId: 'a', title: 'Friday', hindrance: null, versionAt: P1 },
  ...{
    missingSince: null,
    deletedAt: null,
    partOf: null,
    unconfirmed: 0,
    entries: seen('a', [1, 2]).entries,
  },
  ...changes,
});

const read = (copies: readonly ListCopy[], lists: Readonly<Record<number, readonly SeenList[]>>, now = NOW) =>
  regroup(copies, new Map(Object.entries(lists).map(([id, list]) => [Number(id), list])), now);
const one = (copies: readonly ListCopy[], lists: readonly SeenList[]) =>
  read(copies, { [PLEX]: lists }).copies[0];

describe('which lists belong together (PL-3)', () => {
  it('puts new ones of one title together, whatever its letters', () => {
    const { copies } = read([], { [PLEX]: [seen('a', [1])], [JF]: [seen('b', [2], { title: ' FRIDAY ' })] });
    expect(copies.map(({ listId }) => listId)).toEqual([-1, -1]);
  });

  it('gives a new one to the list of its title that is not on its backend yet', () => {
    const { copies } = read([known()], { [PLEX]: [seen('a', [1, 2])], [JF]: [seen('b', [2])] });
    expect(copies).toMatchObject([{ listId: 7 }, { listId: 7, backendId: JF, versionAt: P1 }]);
  });

  it('follows a renamed list by its id, and takes a new one of the old title for another list', () => {
    const { copies } = read([known()], {
      [PLEX]: [seen('a', [1, 2], { title: 'Weekend', changedAt: P2 }), seen('c', [3])],
    });
    expect(copies).toMatchObject([
      { listId: 7, title: 'Weekend', versionAt: P2 },
      { listId: -1, title: 'Friday' },
    ]);
  });

  it('knows a list again that was made anew under another id', () => {
    const { copies } = read([known()], { [PLEX]: [seen('z', [1, 2])] });
    expect(copies).toMatchObject([{ listId: 7, remoteId: 'z', versionAt: P1, missingSince: null }]);
    expect(copies).toHaveLength(1);
  });

  it('leaves further lists of one title on one backend alone; the newest counts, then the highest id', () => {
    const lists = [seen('9', [1]), seen('10', [2]), seen('8', [3], { changedAt: P2 })];
    const { copies, doubles } = read([], { [PLEX]: lists });
    expect(copies.map(({ remoteId }) => remoteId)).toEqual(['8']);
    expect(doubles.map(({ remoteId }) => remoteId)).toEqual(['10', '9']);
  });

  it('does not give a new list to one that is gone everywhere', () => {
    const gone = known({ deletedAt: P2, versionAt: P2 });
    const { copies } = read([gone], { [PLEX]: [seen('n', [1])] });
    expect(copies).toMatchObject([{ listId: 7 }, { listId: -1, remoteId: 'n', deletedAt: null }]);
  });
});

describe('when a version is of (PL-5, contract 5.3)', () => {
  it('is what the server says at first, and never later than now', () => {
    expect(one([], [seen('a', [1], { changedAt: P2 })])?.versionAt).toBe(P2);
    expect(one([], [seen('a', [1], { changedAt: NOW + 500 })])?.versionAt).toBe(NOW);
    expect(one([], [seen('a', [1], { changedAt: null })])?.versionAt).toBe(NOW);
  });

  it('stays, when the content does, whatever the dates say', () => {
    expect(one([known()], [seen('a', [1, 2], { changedAt: P2 })])?.versionAt).toBe(P1);
    const otherIds = seen('a', [1, 2]).entries.map((entry) => ({
      ...entry,
      remoteId: `new-${entry.remoteId}`,
    }));
    expect(one([known()], [seen('a', [], { entries: otherIds, changedAt: P2 })])?.versionAt).toBe(P1);
    const merged = seen('a', [1, 2]).entries.map((entry) => ({ ...entry, itemId: 99 }));
    expect(one([known()], [seen('a', [], { entries: merged, changedAt: P2 })])?.versionAt).toBe(P1);
  });

  it('is the server’s date of the change, or when it was noticed where that date stands still or lies ahead', () => {
    expect(one([known()], [seen('a', [2, 1], { changedAt: P2 })])?.versionAt).toBe(P2);
    expect(one([known()], [seen('a', [2, 1], { changedAt: P1 })])?.versionAt).toBe(NOW);
    expect(one([known()], [seen('a', [2, 1], { changedAt: NOW + 1 })])?.versionAt).toBe(NOW);
    // Within the second of the version that it changes.
    expect(one([known({ versionAt: NOW })], [seen('a', [2, 1], { changedAt: NOW })])?.versionAt).toBe(
      NOW + 1,
    );
  });

  it('does not move when items left the server and took their entries along: that is a part', () => {
    const copy = one([known()], [seen('a', [1], { lost: ['r2'], changedAt: P2 })]);
    expect(copy).toMatchObject({ versionAt: P1, partOf: { whole: expect.any(String) } });
    const edited = one([known()], [seen('a', [1, 3], { lost: ['r2'], changedAt: P2 })]);
    expect(edited).toMatchObject({ versionAt: P2, partOf: null });
  });
});

describe('a list that is not there (PL-6, PL-10)', () => {
  it('is missing the first time, and deleted since then the second', () => {
    const missing = one([known()], []);
    expect(missing).toMatchObject({ missingSince: NOW, deletedAt: null, versionAt: P1 });
    const gone = read(missing ? [missing] : [], { [PLEX]: [] }, NOW + 60).copies[0];
    expect(gone).toMatchObject({ deletedAt: NOW, versionAt: NOW });
  });

  it('says nothing where its backend was not read', () => {
    expect(read([known()], {}).copies).toEqual([known()]);
  });

  it('is forgotten when it took part in nothing', () => {
    expect(one([known({ hindrance: 'smart' })], [])).toBeUndefined();
  });

  it('is the newest version when it is there again', () => {
    expect(one([known({ missingSince: P2 })], [seen('a', [1, 2])])).toMatchObject({
      missingSince: null,
      versionAt: P1,
    });
    const gone = known({ missingSince: P2, deletedAt: P2, versionAt: P2 });
    expect(one([gone], [seen('a', [1, 2])])).toMatchObject({ deletedAt: null, versionAt: NOW });
  });
});

it('a list with an item that nobody knows takes part in nothing (PL-2)', () => {
  expect(one([], [seen('a', [1, null])])?.hindrance).toBe('unresolved');
  expect(one([], [seen('a', [1], { hindrance: 'read-only' })])?.hindrance).toBe('read-only');
});
