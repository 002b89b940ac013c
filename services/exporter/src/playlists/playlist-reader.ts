import { Injectable } from '@nestjs/common';
import { BackendError, type PlaylistKeeper, type RemotePlaylist } from '#libs/backends';
import { isPresent, type ListEntry, type SeenList } from '#libs/core';
import type { RememberedCopy } from '#libs/database';
import { severalAtOnce } from '../exports/several-at-once.js';
import { ItemResolver } from './item-resolver.js';
import type { Party } from './playlist-work.js';

export type ReadList = SeenList & { readonly mark: string | null };

/** Lists of one server that are read at the same time. */
const AT_ONCE = 3;

interface Wish {
  /** What is remembered of this backend. */
  readonly known: readonly RememberedCopy[];
  /** Reads the entries of every list, whatever the server says of when it was changed. */
  readonly force: boolean;
}

/** Reads all lists of one backend, or throws: half a reading would look like lists that were deleted or cut short. */
@Injectable()
export class PlaylistReader {
  constructor(private readonly items: ItemResolver) {}

  async read(party: Party, wish: Wish): Promise<readonly ReadList[]> {
    const { playlists } = party.contact.client;
    const lists = await playlists.list();
    const byId = new Map(wish.known.map((copy) => [copy.remoteId, copy]));
    const read: (ReadList | null)[] = lists.map(() => null);
    await severalAtOnce([...lists.entries()], AT_ONCE, async ([place, list]) => {
      read[place] = await this.readOne(party, list, { known: byId.get(list.id), force: wish.force });
    });
    await this.proveMissing(playlists, lists, wish.known);
    return this.items.resolved(
      party,
      read.filter((list) => list !== null),
    );
  }

  private async readOne(
    party: Party,
    list: RemotePlaylist,
    { known, force }: { readonly known: RememberedCopy | undefined; readonly force: boolean },
  ): Promise<ReadList | null> {
    const { id: remoteId, title, changedAt } = list;
    const about = { remoteId, title, changedAt, mark: markOf(list), lost: [] };
    if (list.isSmart) return { ...about, hindrance: 'smart', entries: [] };
    if (!list.isEditable) return { ...about, hindrance: 'read-only', entries: [] };
    if (!force && known && isSettled(known) && known.mark !== null && known.mark === about.mark)
      return { ...about, hindrance: null, entries: known.entries };
    const content = await party.contact.client.playlists.read(remoteId);
    // Gone between the two calls: it is missing, for the first time.
    if (!content) return null;
    const entries = content.entries.map((entry): ListEntry => ({ ...pick(entry), itemId: null }));
    const lost = known ? await this.items.goneOf(party, vanished(known.entries, entries)) : [];
    return { ...about, title: content.playlist.title, hindrance: null, entries, lost };
  }

  /** A list that its server still knows by its id is not missing: the list of lists was not whole. */
  private async proveMissing(
    playlists: PlaylistKeeper,
    lists: readonly RemotePlaylist[],
    known: readonly RememberedCopy[],
  ): Promise<void> {
    const shown = new Set(lists.map(({ id }) => id));
    const missing = known.filter((copy) => copy.deletedAt === null && !shown.has(copy.remoteId));
    for (const { remoteId } of missing) if (await playlists.read(remoteId)) throw notWhole();
  }
}

/** A second change within the second of the first one moves no date, and clocks differ. */
const SURE_AFTER_S = 120;

/** Unchanged as long as the server's own list says the same of it; null where no date tells, or the change is too fresh. */
function markOf({ title, count, changedAt, isDated }: RemotePlaylist): string | null {
  const isSure = isDated && changedAt !== null && changedAt < Date.now() / 1_000 - SURE_AFTER_S;
  return isSure ? JSON.stringify([title, count, changedAt]) : null;
}

const isSettled = (copy: RememberedCopy): boolean => isPresent(copy) && copy.hindrance === null;

const pick = ({ remoteId, title }: { readonly remoteId: string; readonly title: string }) => ({
  remoteId,
  title,
});

function vanished(before: readonly ListEntry[], now: readonly ListEntry[]): readonly string[] {
  const shown = new Set(now.map(({ remoteId }) => remoteId));
  return [...new Set(before.map(({ remoteId }) => remoteId).filter((id) => !shown.has(id)))];
}

const notWhole = (): BackendError =>
  new BackendError('bad-answer', 'The server left out a playlist that it still has.', {
    hint: 'Nothing was concluded from it; the next sync reads the playlists again.',
  });
