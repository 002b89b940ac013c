import { Injectable } from '@nestjs/common';
import { itemKeys, type ListEntry } from '#libs/core';
import { PlaylistMemory } from '#libs/database';
import type { Party } from './playlist-work.js';

/** So many items that no import has shown are looked up by themselves; a list with more of them waits for the import. */
const MOST_LOOK_UPS = 50;
/** So many vanished entries are asked about; when more are gone at once nobody needs to ask. */
const MOST_QUESTIONS = 100;

/** Which items of ours the entries of lists are, and which are on their servers no more. */
@Injectable()
export class ItemResolver {
  constructor(private readonly memory: PlaylistMemory) {}

  /** Entries by what an import saw of them, else by the ids of the item itself (SR-25). */
  async resolved<List extends { readonly entries: readonly ListEntry[] }>(
    party: Party,
    lists: readonly List[],
  ): Promise<readonly List[]> {
    const ids = lists.flatMap(({ entries }) => entries.map(({ remoteId }) => remoteId));
    const known = new Map(await this.memory.itemsOf(party.backend.id, ids));
    const unknown = [...new Set(ids)].filter((id) => !known.has(id));
    for (const remoteId of unknown.slice(0, MOST_LOOK_UPS)) {
      const itemId = await this.lookedUp(party, remoteId);
      if (itemId !== null) known.set(remoteId, itemId);
    }
    return lists.map((list) => ({
      ...list,
      entries: list.entries.map((entry) => ({ ...entry, itemId: known.get(entry.remoteId) ?? null })),
    }));
  }

  /** Copies of before, with the items as they are now: two of them may have become one. */
  async renewed<List extends { readonly backendId: number; readonly entries: readonly ListEntry[] }>(
    copies: readonly List[],
  ): Promise<readonly List[]> {
    const renewed: List[] = [];
    for (const backendId of new Set(copies.map((copy) => copy.backendId))) {
      const own = copies.filter((copy) => copy.backendId === backendId);
      const ids = own.flatMap(({ entries }) => entries.map(({ remoteId }) => remoteId));
      const known = await this.memory.itemsOf(backendId, ids);
      const itemOf = ({ remoteId, itemId }: ListEntry): number | null => known.get(remoteId) ?? itemId;
      for (const copy of own)
        renewed.push({
          ...copy,
          entries: copy.entries.map((entry) => ({ ...entry, itemId: itemOf(entry) })),
        });
    }
    return renewed;
  }

  /** Those of them that the server says it does not have. */
  async goneOf({ contact }: Party, remoteIds: readonly string[]): Promise<readonly string[]> {
    const gone: string[] = [];
    for (const remoteId of remoteIds.slice(0, MOST_QUESTIONS))
      if ((await contact.client.find(remoteId)) === null) gone.push(remoteId);
    return gone;
  }

  private async lookedUp({ backend, contact }: Party, remoteId: string): Promise<number | null> {
    const item = await contact.client.find(remoteId);
    return item && this.memory.itemByKeys(backend.identityId, itemKeys(item));
  }
}
