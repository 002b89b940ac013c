import {
  contentKey,
  planList,
  regroup,
  type ListBackend,
  type ListCopy,
  type ListEntry,
  type ListStep,
  type SeenList,
} from '../playlists/index.js';

/** A list on a server of the model; items are numbers of ours. */
export interface ModelList {
  readonly id: string;
  title: string;
  items: readonly number[];
  changedAt: number;
  hindrance: 'smart' | 'read-only' | null;
}

export interface ModelBackend extends Omit<ListBackend, 'isRead'> {
  readonly lists: ModelList[];
  /** Items that it has. */
  readonly has: Set<number>;
}

/** Servers, and a sync that is made of nothing but the pure decisions: what they come to when they are carried out. */
export class ListModel {
  known: readonly ListCopy[] = [];
  now = 1_000;
  private made = 0;

  constructor(readonly backends: readonly ModelBackend[]) {}

  backend(id: number): ModelBackend {
    const found = this.backends.find((backend) => backend.id === id);
    if (!found) throw new Error(`there is no backend ${id}`);
    return found;
  }

  make(backendId: number, title: string, items: readonly number[]): ModelList {
    this.made += 1;
    const list = { id: `${backendId}-${this.made}`, title, items, changedAt: this.now, hindrance: null };
    this.backend(backendId).lists.push(list);
    return list;
  }

  drop(backendId: number, id: string): void {
    const { lists } = this.backend(backendId);
    const place = lists.findIndex((list) => list.id === id);
    if (place >= 0) lists.splice(place, 1);
  }

  /** One run; nothing is read of `unread`. Tells the writes that it made. */
  sync(unread: readonly number[] = []): readonly (ListStep & { kind: 'write' } & { backendId: number })[] {
    this.now += 100;
    const read = this.backends.filter(({ id }) => !unread.includes(id));
    const readings = new Map(read.map((backend) => [backend.id, this.read(backend)]));
    const { copies } = regroup(this.known, readings, this.now);
    const backends = this.backends.map((backend) => ({ ...backend, isRead: !unread.includes(backend.id) }));
    const next: ListCopy[] = [...copies];
    const writes: (ListStep & { kind: 'write' } & { backendId: number })[] = [];
    for (const listId of new Set(copies.map((copy) => copy.listId))) {
      const own = copies.filter((copy) => copy.listId === listId);
      const { steps } = planList(own, { backends, remoteIdOf: this.remoteIdOf, force: false });
      for (const [backendId, step] of steps) {
        if (step.kind === 'settled') replace(next, step.copy);
        if (step.kind !== 'write') continue;
        writes.push({ ...step, backendId });
        this.carryOut(step, { backendId, listId, next });
      }
    }
    this.known = numbered(next);
    return writes;
  }

  private readonly remoteIdOf = (backendId: number, itemId: number): string | null =>
    this.backend(backendId).has.has(itemId) ? `${backendId}:${itemId}` : null;

  private read({ id, lists, has }: ModelBackend): readonly SeenList[] {
    return lists.map((list) => ({
      remoteId: list.id,
      title: list.title,
      changedAt: list.changedAt,
      hindrance: list.hindrance,
      entries: list.items.map((item): ListEntry => ({ remoteId: `${id}:${item}`, itemId: item, title: '' })),
      lost: (this.known.find((copy) => copy.remoteId === list.id)?.entries ?? [])
        .filter(({ itemId }) => itemId !== null && !has.has(itemId))
        .map(({ remoteId }) => remoteId),
    }));
  }

  private carryOut(
    step: ListStep & { kind: 'write' },
    { backendId, listId, next }: { backendId: number; listId: number; next: ListCopy[] },
  ): void {
    if (step.before) this.drop(backendId, step.before.remoteId);
    if (!step.after) {
      if (step.before)
        replace(next, { ...step.before, deletedAt: step.versionAt, versionAt: step.versionAt });
      return;
    }
    const { title, entries, partOf } = step.after;
    const list = this.make(
      backendId,
      title,
      entries.flatMap(({ itemId }) => itemId ?? []),
    );
    const shown = contentKey({ title, entries });
    const copy: ListCopy = {
      ...{ listId, backendId, title, entries, remoteId: list.id, versionAt: step.versionAt },
      ...{ hindrance: null, missingSince: null, deletedAt: null, unconfirmed: 0 },
      partOf: partOf === null ? null : { whole: partOf, shown },
    };
    replace(next, copy);
  }
}

function replace(copies: ListCopy[], copy: ListCopy): void {
  const place = copies.findIndex(
    ({ listId, backendId }) => listId === copy.listId && backendId === copy.backendId,
  );
  if (place < 0) copies.push(copy);
  else copies[place] = copy;
}

/** Stored lists have numbers of their own. */
function numbered(copies: readonly ListCopy[]): readonly ListCopy[] {
  const highest = Math.max(0, ...copies.map(({ listId }) => listId));
  return copies.map((copy) => (copy.listId > 0 ? copy : { ...copy, listId: highest - copy.listId }));
}
