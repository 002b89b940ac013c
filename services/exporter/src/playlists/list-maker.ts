import { Injectable } from '@nestjs/common';
import { BackendError, type PlaylistContent, type PlaylistKeeper } from '#libs/backends';
import { contentKey, type ListCopy, type ListWrite } from '#libs/core';
import { PlaylistWrites, type LeftCopy, type OpenListWrite, type WriteEnd } from '#libs/database';
import { ItemResolver } from './item-resolver.js';
import type { Party } from './playlist-work.js';

type End = WriteEnd & { readonly left: LeftCopy | null };

const ended = (status: WriteEnd['status'], reason: string | null, left: LeftCopy | null = null): End => ({
  status,
  reason,
  left,
});

/**
 * Makes and removes single lists so that at no moment, whatever dies, a person has less than before: the new list is
 * made and read back before the old one goes, and the old one goes only while it is what was planned for (PL-10).
 */
@Injectable()
export class ListMaker {
  constructor(
    private readonly writes: PlaylistWrites,
    private readonly items: ItemResolver,
  ) {}

  async make(write: OpenListWrite, wanted: ListWrite, party: Party): Promise<End> {
    const { playlists } = party.contact.client;
    const found = await this.found(write, wanted, playlists);
    if (found === null && !(await isAsPlanned(write.before, playlists)))
      return ended('skipped', 'changed-since');
    const madeId = found ?? (await this.create(write, wanted, playlists));
    const left = await this.confirmed(madeId, { write, wanted, party });
    if (!left) {
      await playlists.remove(madeId);
      return ended('failed', 'unconfirmed');
    }
    return this.replace(write, left, playlists);
  }

  async remove({ before }: OpenListWrite, { contact: { client } }: Party): Promise<End> {
    if (before === null || (await client.playlists.read(before.remoteId)) === null)
      return ended('written', null);
    if (!(await isAsPlanned(before, client.playlists))) return ended('skipped', 'changed-since');
    await client.playlists.remove(before.remoteId);
    return (await client.playlists.read(before.remoteId)) === null
      ? ended('written', null)
      : ended('failed', 'unconfirmed');
  }

  /** The old list goes; where it cannot, or was changed meanwhile, the new one does. */
  private async replace({ before }: OpenListWrite, left: LeftCopy, playlists: PlaylistKeeper): Promise<End> {
    const old = before && (await playlists.read(before.remoteId));
    if (!before || !old) return ended('written', null, left);
    if (!isSame(before, old)) {
      await playlists.remove(left.remoteId);
      return ended('skipped', 'changed-since');
    }
    try {
      await playlists.remove(before.remoteId);
    } catch (error) {
      if (error instanceof BackendError && error.remedy.retry === 'never')
        await playlists.remove(left.remoteId);
      throw error;
    }
    if ((await playlists.read(before.remoteId)) === null) return ended('written', null, left);
    await playlists.remove(left.remoteId);
    return ended('failed', 'unconfirmed');
  }

  private async create(write: OpenListWrite, wanted: ListWrite, playlists: PlaylistKeeper): Promise<string> {
    const known = (await playlists.list()).map(({ id }) => id);
    await this.writes.making(write.id, known);
    const madeId = await playlists.create({
      title: wanted.title,
      itemIds: wanted.entries.map(({ remoteId }) => remoteId),
    });
    await this.writes.made(write.id, madeId);
    return madeId;
  }

  /** The list that an attempt before this one made, if it came so far. One that it left half filled is removed. */
  private async found(
    write: OpenListWrite,
    wanted: ListWrite,
    playlists: PlaylistKeeper,
  ): Promise<string | null> {
    if (write.status === 'planned') return null;
    if (write.madeId !== null && (await playlists.read(write.madeId))) return write.madeId;
    const id = await this.lookFor(write, wanted, playlists);
    if (id === null) await this.writes.planAgain(write.id);
    else await this.writes.made(write.id, id);
    return id;
  }

  private async lookFor(
    { knownIds }: OpenListWrite,
    wanted: ListWrite,
    playlists: PlaylistKeeper,
  ): Promise<string | null> {
    const known = new Set(knownIds);
    const made = (await playlists.list()).filter(({ id, title }) => !known.has(id) && title === wanted.title);
    for (const { id } of made) {
      const content = await playlists.read(id);
      if (content && isSame(wanted, content)) return id;
      if (content && isBeginning(content, wanted)) await playlists.remove(id);
    }
    return null;
  }

  /** What the server made of it; null when that is not what was asked for. Items that it has no more may be missing. */
  private async confirmed(
    madeId: string,
    {
      write,
      wanted,
      party,
    }: { readonly write: OpenListWrite; readonly wanted: ListWrite; readonly party: Party },
  ): Promise<LeftCopy | null> {
    const content = await party.contact.client.playlists.read(madeId);
    if (!content || content.entries.length === 0) return null;
    const isWhole = isSame(wanted, content);
    if (!isWhole && !(await this.isAllThatIsLeft(wanted, content, party))) return null;
    const unconfirmed = isWhole ? 0 : (write.before?.unconfirmed ?? 0) + 1;
    return { ...leftOf(content, wanted, isWhole), remoteId: madeId, unconfirmed };
  }

  private async isAllThatIsLeft(
    wanted: ListWrite,
    { entries }: PlaylistContent,
    party: Party,
  ): Promise<boolean> {
    const shown = entries.map(({ remoteId }) => remoteId);
    const missing = wanted.entries.map(({ remoteId }) => remoteId).filter((id) => !shown.includes(id));
    const gone = new Set(await this.items.goneOf(party, [...new Set(missing)]));
    const left = wanted.entries.map(({ remoteId }) => remoteId).filter((id) => !gone.has(id));
    return left.join('\n') === shown.join('\n');
  }
}

type Content = Pick<ListCopy, 'title' | 'entries'>;

/** What a server shows, with the items that we had asked for. */
function leftOf(
  { playlist: { title }, entries: shown }: PlaylistContent,
  wanted: ListWrite,
  isWhole: boolean,
): Omit<LeftCopy, 'remoteId' | 'unconfirmed'> {
  const itemIds = new Map(wanted.entries.map(({ remoteId, itemId }) => [remoteId, itemId]));
  const entries = shown.map(({ remoteId, title: name }) => {
    const itemId = itemIds.get(remoteId) ?? null;
    return { remoteId, itemId, title: name };
  });
  const whole = wanted.partOf ?? (isWhole ? null : contentKey(wanted));
  const partOf = whole === null ? null : { whole, shown: contentKey({ title, entries }) };
  return { title, entries, partOf };
}

/** Compare and swap: nobody's change of the last moment is lost. */
async function isAsPlanned(before: ListCopy | null, playlists: PlaylistKeeper): Promise<boolean> {
  if (before === null) return true;
  const now = await playlists.read(before.remoteId);
  return now !== null && isSame(before, now);
}

function isSame(wanted: Content, { playlist, entries }: PlaylistContent): boolean {
  if (wanted.title !== playlist.title || wanted.entries.length !== entries.length) return false;
  return wanted.entries.every(({ remoteId }, place) => entries[place]?.remoteId === remoteId);
}

/** A list that was cut off while it was filled. */
const isBeginning = ({ entries }: PlaylistContent, wanted: Content): boolean =>
  entries.length > 0 &&
  entries.length < wanted.entries.length &&
  entries.every(({ remoteId }, place) => wanted.entries[place]?.remoteId === remoteId);
