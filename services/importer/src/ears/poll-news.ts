import { SAYS_NOTHING, type Overheard, type RecentItem, type RecentList } from '#libs/backends';

/** What one look at the lists tells, against the look before; whose it is the caller knows. */
export interface PollNews extends Overheard {
  /** Everybody on the server is concerned, not only the person who asked. */
  readonly isForAll: boolean;
}

/** A server's clock and ours differ, and an import that ended at noon read its first page before. */
const OVERLAP_S = 600;

/**
 * What is new in the lists since the look before. Without one, what happened since the last import: that has read the
 * rest, and without an import there is one to come. Pure.
 */
export function pollNews(
  before: readonly RecentList[] | null,
  now: readonly RecentList[],
  importedAt: number | null,
): PollNews[] {
  return now.flatMap((list) => {
    if (before === null) return sinceImport(list, importedAt);
    const last = before.find(({ name, place }) => name === list.name && place === list.place);
    return list.name === 'viewed' ? viewed(last?.items ?? [], list.items) : added(last?.items ?? [], list);
  });
}

const sinceImport = ({ name, items }: RecentList, importedAt: number | null): PollNews[] =>
  importedAt === null
    ? []
    : items
        .filter(({ at }) => at >= importedAt - OVERLAP_S)
        .map((item) => (name === 'viewed' ? touched(item) : arrived(item)));

/** What looks otherwise than before, and what left the list though it was not pushed out: it was unmarked, or is gone. */
function viewed(before: readonly RecentItem[], now: readonly RecentItem[]): PollNews[] {
  const marks = new Map(before.map(({ remoteId, mark }) => [remoteId, mark]));
  const there = new Set(now.map(({ remoteId }) => remoteId));
  const changed = now.filter(({ remoteId, mark }) => marks.get(remoteId) !== mark).filter(isOnTop(before));
  const oldest = now.length < before.length ? -Infinity : (now.at(-1)?.at ?? -Infinity);
  const left = before.filter(({ remoteId, at }) => !there.has(remoteId) && at > oldest);
  return [...changed.map(touched), ...left.map(gone)];
}

/** What moves up from below, because something above it left, is old; it was never on the list and is no news. */
function isOnTop(before: readonly RecentItem[]): (item: RecentItem) => boolean {
  const known = new Set(before.map(({ remoteId }) => remoteId));
  const oldest = before.at(-1)?.at ?? -Infinity;
  return ({ remoteId, at }) => known.has(remoteId) || at >= oldest;
}

function added(before: readonly RecentItem[], { items }: RecentList): PollNews[] {
  const known = new Set(before.map(({ remoteId }) => remoteId));
  return items
    .filter(({ remoteId }) => !known.has(remoteId))
    .filter(isOnTop(before))
    .map(arrived);
}

/** A position may be moving still, so it is carried on once it is quiet. */
const touched = ({ remoteId, isUnderWay }: RecentItem): PollNews => ({
  event: 'poll.viewed',
  remoteId,
  phase: isUnderWay ? 'moving' : 'final',
  says: SAYS_NOTHING,
  isForAll: false,
});

const gone = ({ remoteId }: RecentItem): PollNews => ({
  event: 'poll.left',
  remoteId,
  phase: 'final',
  says: SAYS_NOTHING,
  isForAll: false,
});

const arrived = ({ remoteId }: RecentItem): PollNews => ({
  event: 'poll.added',
  remoteId,
  phase: 'moving',
  says: SAYS_NOTHING,
  isForAll: true,
});
