/** One entry of a list, as one backend shows it. */
export interface ListEntry {
  readonly remoteId: string;
  /** Our item; null when it is none that we know. */
  readonly itemId: number | null;
  /** For a person. */
  readonly title: string;
}

/** Why a list is left alone: it takes part in nothing, and nothing else is made in its place (PL-2). */
export type ListHindrance = 'smart' | 'read-only' | 'unresolved';

/** A list as a whole reading of its backend shows it. */
export interface SeenList {
  readonly remoteId: string;
  readonly title: string;
  readonly entries: readonly ListEntry[];
  /** When the server says that it was changed, or made; unix seconds. */
  readonly changedAt: number | null;
  readonly hindrance: 'smart' | 'read-only' | null;
  /** Entries of before whose items the server has no more: it took them out, and no person did. */
  readonly lost: readonly string[];
}

/** A part of a list: what it stands for, and what our write of it came to. Keys of `contentKey`. */
export interface PartOf {
  readonly whole: string;
  readonly shown: string;
}

/** One copy of a list: what is known of it. Times are unix seconds. */
export interface ListCopy {
  /** Copies of one list have the same; negative until the list is stored. */
  readonly listId: number;
  readonly backendId: number;
  readonly remoteId: string;
  readonly title: string;
  readonly entries: readonly ListEntry[];
  readonly hindrance: ListHindrance | null;
  /** When a person gave it this content, as far as anybody can tell. */
  readonly versionAt: number;
  /** Since when whole readings do not show it. */
  readonly missingSince: number | null;
  /** Set when two whole readings did not show it, or when we removed it. */
  readonly deletedAt: number | null;
  /** Set while it lacks entries that this backend has no item for: such a copy speaks for nobody (PL-5, PL-8). */
  readonly partOf: PartOf | null;
  /** Writes that were answered with yes and did not come to what they should. */
  readonly unconfirmed: number;
}

type Content = Pick<ListCopy, 'title' | 'entries'>;

/** Equal for lists of one title with the same items in the same order. */
export const contentKey = ({ title, entries }: Content): string =>
  JSON.stringify([title, ...entries.map(({ itemId, remoteId }) => itemId ?? remoteId)]);

/** Whether one backend shows the same as before; items that became one, or came back under another id, change nothing. */
export function isUnchanged(before: Content, now: Content): boolean {
  if (before.title !== now.title || before.entries.length !== now.entries.length) return false;
  const isEach = (same: (a: ListEntry, b: ListEntry) => boolean): boolean =>
    before.entries.every((entry, place) => {
      const other = now.entries[place];
      return other !== undefined && same(entry, other);
    });
  return (
    isEach((a, b) => a.remoteId === b.remoteId) ||
    isEach((a, b) => a.itemId !== null && a.itemId === b.itemId)
  );
}

/** Whether two backends show the same items in the same order under the same title. */
export const isSameContent = (one: Content, other: Content): boolean =>
  contentKey(one) === contentKey(other) && one.entries.every(({ itemId }) => itemId !== null);

/** Titles that mean the same list (PL-3). */
export const titleKey = (title: string): string => title.trim().toLowerCase();

export const isLive = ({ deletedAt }: ListCopy): boolean => deletedAt === null;

/** In the last whole reading of its backend. */
export const isPresent = ({ deletedAt, missingSince }: ListCopy): boolean =>
  deletedAt === null && missingSince === null;

/** Somebody has changed a part of a list since we wrote it. */
export const isEditedPart = (copy: ListCopy): boolean =>
  copy.partOf !== null && copy.partOf.shown !== contentKey(copy);
