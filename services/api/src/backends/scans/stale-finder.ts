import { Injectable } from '@nestjs/common';
import { BackendError, type Library, type MediaServerClient } from '#libs/backends';
import { mustAsk } from '#libs/core';
import { type IdentityRecord, MissingCopies, type MissingCopy, StaleCopies } from '#libs/database';
import { GuardConfig, guardLimits } from '#libs/directory';
import { Logger } from '#libs/runtime';
import { HistoryViewer } from '../../history/history-viewer.js';
import { LibraryFinder, type Shelves } from './library-finder.js';
import type { RemovedStaleDto, StaleReportDto } from './scans.dto.js';

const PAGE = 1_000;
const MOST_SHOWN = 1_000;

export interface StalePlace {
  readonly name: string;
  readonly libraryId: string;
  readonly timeout?: number | undefined;
}

interface SweepManner {
  readonly dryRun: boolean;
  readonly force: boolean;
}

/** Items of a library, by what became of their reference. */
export interface Swept {
  readonly local: number;
  readonly stale: number;
  readonly removed: number;
}

export interface StaleLook {
  readonly library: StaleReportDto['backend']['library'];
  readonly counts: StaleReportDto['counts'];
  readonly ids: readonly number[];
}

interface Stale {
  readonly listed: ReadonlySet<string>;
  readonly local: number;
  /** Native ids by our own id of the item. */
  readonly copies: ReadonlyMap<number, readonly string[]>;
}

/**
 * References to items that a server no longer has. Absence counts only after a complete reading, and before a
 * reference goes the server is asked for that very item: a half reading must never pass for a deletion.
 */
@Injectable()
export class StaleFinder {
  constructor(
    private readonly finder: LibraryFinder,
    private readonly copies: StaleCopies,
    private readonly missing: MissingCopies,
    private readonly viewer: HistoryViewer,
    private readonly guard: GuardConfig,
    private readonly logger: Logger,
  ) {}

  async report(identity: IdentityRecord, place: StalePlace): Promise<StaleReportDto> {
    const { library, counts, ids } = await this.look(identity, place);
    return {
      backend: { name: place.name, library },
      counts,
      items: await this.viewer.showAll(identity, ids),
    };
  }

  /** A complete reading of the library, and our own ids of the first items that it lacks. */
  async look(identity: IdentityRecord, place: StalePlace): Promise<StaleLook> {
    const shelves = await this.finder.one(identity, place);
    const library = onlyOne(shelves);
    const { listed, local, copies } = await this.find(shelves, library);
    return {
      library: { id: library.id, title: library.title },
      counts: { remote: listed.size, local, stale: copies.size },
      ids: [...copies.keys()].slice(0, MOST_SHOWN),
    };
  }

  /** Takes this backend's reference from those items; what is not provably stale stays. */
  async remove(
    identity: IdentityRecord,
    place: StalePlace,
    ids: readonly number[],
  ): Promise<RemovedStaleDto> {
    const shelves = await this.finder.one(identity, place);
    const { copies } = await this.find(shelves, onlyOne(shelves));
    const { gone, kept } = await this.ask(shelves, copies, ids);
    const remoteIds = gone.map(({ remoteId }) => remoteId);
    const { removed, deletedRecords } = await this.copies.forgetForGood(shelves.record, remoteIds);
    this.logger.info('stale references removed', { backend: place.name, removed, records: deletedRecords });
    return { removed, deleted_records: deletedRecords, kept: [...kept] };
  }

  /**
   * As `remove`, for what nobody watches over: a reference goes only when the server says twice, an hour apart, that its
   * item is gone, and no record goes with it.
   */
  async archive(
    identity: IdentityRecord,
    place: StalePlace,
    ids: readonly number[],
  ): Promise<RemovedStaleDto> {
    const shelves = await this.finder.one(identity, place);
    return this.archiveOf(shelves, await this.find(shelves, onlyOne(shelves)), ids);
  }

  /**
   * As `archive`, with all that a library misses. Where that is more than the guard lets pass it is left for a person,
   * who may `force` it: a disk that is not mounted looks like a library whose items are gone.
   */
  async sweep(identity: IdentityRecord, place: StalePlace, how: SweepManner): Promise<Swept> {
    const shelves = await this.finder.one(identity, place);
    const found = await this.find(shelves, onlyOne(shelves));
    const { local, copies } = found;
    const told = { local, stale: copies.size };
    if (how.dryRun || (!how.force && this.isTooMuch(told))) return { ...told, removed: 0 };
    const { removed } = await this.archiveOf(shelves, found, [...copies.keys()]);
    return { ...told, removed };
  }

  private isTooMuch({ local, stale }: Omit<Swept, 'removed'>): boolean {
    return mustAsk({ unmarks: stale, watched: local }, guardLimits(this.guard));
  }

  private async archiveOf(
    shelves: Shelves,
    { copies, listed }: Stale,
    ids: readonly number[],
  ): Promise<RemovedStaleDto> {
    await this.missing.found(shelves.record.id, [...listed]);
    const { gone, kept } = await this.ask(shelves, copies, ids);
    const confirmed = new Set(await this.missing.note(shelves.record.id, gone));
    for (const { remoteId, itemId } of gone) if (!confirmed.has(remoteId)) kept.add(itemId);
    const removed = await this.missing.archive(shelves.record, [...confirmed]);
    this.logger.info('stale references archived', {
      ...{ backend: shelves.record.name, removed, noted: gone.length },
    });
    return { removed, deleted_records: 0, kept: [...kept] };
  }

  /** The server's word on each: what it says is gone, and the items of which it has something, or of which it was not asked. */
  private async ask(
    { client }: Shelves,
    copies: Stale['copies'],
    ids: readonly number[],
  ): Promise<{ readonly gone: readonly MissingCopy[]; readonly kept: Set<number> }> {
    const gone: MissingCopy[] = [];
    const kept = new Set(ids.filter((id) => !copies.has(id)));
    for (const itemId of ids)
      for (const remoteId of copies.get(itemId) ?? []) {
        if ((await client.find(remoteId)) === null) gone.push({ remoteId, itemId });
        else kept.add(itemId);
      }
    return { gone, kept };
  }

  private async find({ client, record }: Shelves, library: Library): Promise<Stale> {
    const listed = await completeIds(client, library);
    const where = { backendId: record.id, libraryId: library.id };
    const copies = new Map<number, string[]>();
    let local = 0;
    for (let after = ''; ;) {
      const page = await this.copies.inLibrary(where, { after, limit: PAGE });
      local += page.length;
      for (const { remoteId, itemId } of page)
        if (!listed.has(remoteId)) copies.set(itemId, [...(copies.get(itemId) ?? []), remoteId]);
      const last = page.at(-1);
      if (page.length < PAGE || !last) return { listed, local, copies };
      after = last.remoteId;
    }
  }
}

function onlyOne({ libraries: [library] }: Shelves): Library {
  if (!library) throw new Error('a library was found and lost');
  return library;
}

/** Throws `bad-answer` unless the server showed as many different items as it says it has. */
async function completeIds(client: MediaServerClient, library: Library): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  let total = 0;
  for (let offset = 0; ;) {
    const page = await client.inspect.ids(library, { offset, limit: PAGE });
    for (const id of page.ids) ids.add(id);
    offset += page.received;
    total = page.total;
    if (page.received === 0 || offset >= page.total) break;
  }
  if (ids.size === total) return ids;
  throw new BackendError('bad-answer', `The library ${library.title} changed while it was read.`, {
    hint: 'Nothing can be said about what is missing; try again when the server has finished its scan.',
  });
}
