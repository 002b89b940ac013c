import {
  contentKey,
  isLive,
  isPresent,
  isUnchanged,
  titleKey,
  type ListCopy,
  type SeenList,
} from './list-copy.js';

/** Whole readings, by backend. A backend without one keeps what is known of it: half a reading says nothing. */
export type Readings = ReadonlyMap<number, readonly SeenList[]>;

export interface Regrouped {
  readonly copies: readonly ListCopy[];
  /** Further lists of one title on one backend: nobody can tell which is meant (PL-3). */
  readonly doubles: readonly (SeenList & { readonly backendId: number })[];
}

type Found = SeenList & { readonly backendId: number };

/**
 * Brings what is known up to date with what was read: which copies belong together, which are new, changed, missing or
 * gone. A copy is known by its id on its backend, a new one by its title (PL-3, PL-6, PL-10). `now`: unix seconds.
 */
export function regroup(known: readonly ListCopy[], readings: Readings, now: number): Regrouped {
  const byId = new Map(known.map((copy) => [idOf(copy), copy]));
  const all: readonly Found[] = [...readings]
    .sort(([a], [b]) => a - b)
    .flatMap(([backendId, lists]) => lists.map((list) => ({ ...list, backendId })));
  const seenIds = new Set(all.map(idOf));
  const kept = known
    .filter((copy) => !seenIds.has(idOf(copy)))
    .flatMap((copy) => (readings.has(copy.backendId) ? (withoutSight(copy, now) ?? []) : copy));
  const again = all.flatMap((seen) => {
    const copy = byId.get(idOf(seen));
    return copy ? lookedAgain(copy, seen, now) : [];
  });
  const { chosen, doubles } = oneOfEachTitle(
    all.filter((seen) => !byId.has(idOf(seen))),
    again,
  );
  let copies: readonly ListCopy[] = [...kept, ...again];
  for (const seen of chosen) copies = joined(copies, seen, now);
  return { copies, doubles };
}

const idOf = ({ backendId, remoteId }: { readonly backendId: number; readonly remoteId: string }): string =>
  `${backendId}\n${remoteId}`;

/** Missing once proves nothing yet; the second time it is gone since the first. A list that took part in nothing is forgotten. */
function withoutSight(copy: ListCopy, now: number): ListCopy | null {
  if (!isLive(copy)) return copy;
  if (copy.hindrance !== null) return null;
  if (copy.missingSince === null) return { ...copy, missingSince: now };
  return { ...copy, deletedAt: copy.missingSince, versionAt: copy.missingSince };
}

const hindranceOf = ({ hindrance, entries }: SeenList): ListCopy['hindrance'] =>
  hindrance ?? (entries.some(({ itemId }) => itemId === null) ? 'unresolved' : null);

function lookedAgain(before: ListCopy, seen: SeenList, now: number): ListCopy {
  const { remoteId, title, entries } = seen;
  const found = {
    remoteId,
    title,
    entries,
    hindrance: hindranceOf(seen),
    missingSince: null,
    deletedAt: null,
  };
  const copy: ListCopy = { ...before, ...found };
  // It was believed to be gone, so that it is there again is the newest there is.
  if (!isLive(before)) return { ...copy, versionAt: after(before, now), partOf: null };
  if (isUnchanged(before, seen)) return copy;
  if (isOnlyLoss(before, seen)) {
    const whole = before.partOf?.whole ?? contentKey(before);
    return { ...copy, partOf: { whole, shown: contentKey(copy) } };
  }
  return { ...copy, versionAt: changeDate(before, seen, now), unconfirmed: 0 };
}

/** Of a known list: a date that the server did not move, or that lies ahead, is when it was noticed (contract 5.3). */
const changeDate = (before: ListCopy, { changedAt }: SeenList, now: number): number =>
  changedAt !== null && changedAt > before.versionAt && changedAt <= now ? changedAt : after(before, now);

/** What changes a version is later than it, even within one second. */
const after = ({ versionAt }: ListCopy, now: number): number => Math.max(now, versionAt + 1);

/** Items that left a server leave its lists, which is no wish of anybody. */
function isOnlyLoss(before: ListCopy, seen: SeenList): boolean {
  const lost = new Set(seen.lost);
  if (lost.size === 0) return false;
  return isUnchanged(
    { title: before.title, entries: before.entries.filter(({ remoteId }) => !lost.has(remoteId)) },
    seen,
  );
}

/** Of several new lists of one title on one backend the newest counts, then the highest id. */
function oneOfEachTitle(
  lists: readonly Found[],
  linked: readonly ListCopy[],
): { readonly chosen: readonly Found[]; readonly doubles: readonly Found[] } {
  const chosen = new Map<string, Found>();
  const doubles: Found[] = [];
  const taken = new Set(linked.map((copy) => placeOf(copy)));
  for (const list of lists.toSorted(newestFirst)) {
    const place = placeOf(list);
    if (chosen.has(place) || taken.has(place)) doubles.push(list);
    else chosen.set(place, list);
  }
  return { chosen: [...chosen.values()], doubles };
}

const placeOf = ({ backendId, title }: { readonly backendId: number; readonly title: string }): string =>
  `${backendId}\n${titleKey(title)}`;

const newestFirst = (a: Found, b: Found): number =>
  (b.changedAt ?? 0) - (a.changedAt ?? 0) ||
  b.remoteId.length - a.remoteId.length ||
  (b.remoteId > a.remoteId ? 1 : -1);

/**
 * A new list joins the live one of its title that has no copy on its backend, or takes the place of one that is missing
 * there: it was made anew under another id. One that is gone everywhere is not joined: the new one would be deleted for it.
 */
function joined(copies: readonly ListCopy[], seen: Found, now: number): readonly ListCopy[] {
  const key = titleKey(seen.title);
  const isTaken = (listId: number): boolean =>
    copies.some((copy) => copy.listId === listId && copy.backendId === seen.backendId && isPresent(copy));
  const same = copies
    .filter((copy) => isLive(copy) && titleKey(copy.title) === key && !isTaken(copy.listId))
    .map(({ listId }) => listId);
  if (same.length === 0) return [...copies, fresh(seen, nextId(copies), now)];
  const listId = Math.min(...same.filter((id) => id > 0), ...(same.some((id) => id > 0) ? [] : same));
  const place = (copy: ListCopy): boolean => copy.listId === listId && copy.backendId === seen.backendId;
  const before = copies.find(place);
  const copy = before ? lookedAgain(before, seen, now) : fresh(seen, listId, now);
  return [...copies.filter((each) => !place(each)), copy];
}

const nextId = (copies: readonly ListCopy[]): number =>
  Math.min(0, ...copies.map(({ listId }) => listId)) - 1;

const fresh = (seen: Found, listId: number, now: number): ListCopy => ({
  listId,
  backendId: seen.backendId,
  remoteId: seen.remoteId,
  title: seen.title,
  entries: seen.entries,
  hindrance: hindranceOf(seen),
  versionAt: Math.min(seen.changedAt ?? now, now),
  missingSince: null,
  deletedAt: null,
  partOf: null,
  unconfirmed: 0,
});
