import { Injectable } from '@nestjs/common';
import type { Library, Page } from '#libs/backends';
import { itemKeys, itemsInFile, planRestore, sharedState, type ItemKey, type RemoteItem } from '#libs/core';
import { Restores, Runs, type FoundEntry, type RestoreWrite } from '#libs/database';
import { isWantedLibrary } from '#libs/directory';
import { RunCancelled } from '../exports/export-failure.js';
import { ExporterConfig } from '../exporter.config.js';
import type { PlanCursor } from './restore-cursor.js';
import { targetOf, wishOf, type RestoreWork } from './restore-work.js';

const PAGE = 1_000;
const LONGEST_EPISODE_RANGE = 5;

interface PlannedPage {
  readonly writes: readonly RestoreWrite[];
  /** Lines of the file that were found on this page. */
  readonly found: readonly number[];
}

/** Reads the target as it is now and compares it with the backup, page by page. Writes nothing outside. */
@Injectable()
export class RestorePlanner {
  constructor(
    private readonly restores: Restores,
    private readonly runs: Runs,
    private readonly config: ExporterConfig,
  ) {}

  async plan(work: RestoreWork, start: PlanCursor): Promise<void> {
    const { client } = work.contact;
    await client.validate();
    const libraries = (await client.libraries()).filter(
      ({ id, supported }) => supported && isWantedLibrary(work.backend.options, id),
    );
    let cursor = start;
    for (const library of libraries) {
      if (cursor.finished.includes(library.id)) continue;
      cursor = await this.planLibrary(work, library, cursor);
    }
    const { entries, invalid } = cursor;
    await this.restores.endPlan(work.run.id, (found) => ({ phase: 'write', entries, invalid, ...found }));
  }

  private async planLibrary(work: RestoreWork, library: Library, start: PlanCursor): Promise<PlanCursor> {
    const { client } = work.contact;
    let offset = start.libraryId === library.id ? start.offset : 0;
    for (;;) {
      work.signal.throwIfAborted();
      const requestsBefore = work.contact.requests();
      const page = await client.page(library, { offset, limit: PAGE });
      offset += page.received;
      const isLast = page.received === 0 || offset >= page.total;
      const cursor = advance(start, library, { offset, isLast });
      const planned = await this.planPage(work, page);
      const step = {
        done: 0,
        requests: work.contact.requests() - requestsBefore,
        counts: { unchanged: planned.found.length - planned.writes.length },
      };
      if (await this.restores.add(targetOf(work), { ...planned, step, cursor })) throw new RunCancelled();
      if (isLast) return cursor;
    }
  }

  private async planPage(work: RestoreWork, { items }: Page): Promise<PlannedPage> {
    const range = work.backend.options.MAX_EPISODE_RANGE ?? LONGEST_EPISODE_RANGE;
    const files = items.map((item) => ({
      item,
      parts: itemsInFile(item, range).map((part) => itemKeys(part)),
    }));
    const keys = [...new Set(files.flatMap(({ parts }) => parts.flat()))];
    const known = new Map((await this.restores.match(work.run.id, keys)).map((entry) => [entry.key, entry]));
    const wish = wishOf(work, this.config.WS_PROGRESS_MINIMUM * 1_000);
    const found = new Set<number>();
    const writes = files.flatMap(({ item, parts }) => {
      const entries = parts.map((part) => entryOf(known, part));
      for (const entry of entries) if (entry) found.add(entry.line);
      const saved = sharedState(entries);
      const step = saved && planRestore(saved, item, wish);
      if (!saved || step?.kind !== 'write') return [];
      return [toWrite(item, { ...step, updated: saved.updated })];
    });
    return { writes, found: [...found] };
  }

  /** What the plan comes to; the run is told how much there is to do. */
  async weigh({ run }: RestoreWork): ReturnType<Restores['weigh']> {
    const weight = await this.restores.weigh(run.id, run.identityId);
    await this.runs.setTotal(run.id, weight.writes);
    return weight;
  }
}

/** The entry that stands first in the file, of all that share a key with the item. */
function entryOf(known: ReadonlyMap<ItemKey, FoundEntry>, keys: readonly ItemKey[]): FoundEntry | null {
  const entries = keys.flatMap((key) => known.get(key) ?? []);
  return entries.reduce<FoundEntry | null>(
    (first, entry) => (first && first.line <= entry.line ? first : entry),
    null,
  );
}

function toWrite(
  { id, type, title, year, season, episode, watched, positionMs }: RemoteItem,
  step: Pick<RestoreWrite, 'rule' | 'updated'> & { readonly state: RestoreWrite['after'] },
): RestoreWrite {
  const { rule, state: after, updated } = step;
  return {
    remoteId: id,
    type,
    title,
    year,
    season,
    episode,
    rule,
    before: { watched, positionMs },
    after,
    updated,
  };
}

function advance(
  cursor: PlanCursor,
  { id }: Library,
  { offset, isLast }: { readonly offset: number; readonly isLast: boolean },
): PlanCursor {
  if (!isLast) return { ...cursor, libraryId: id, offset };
  return { ...cursor, finished: [...cursor.finished, id], libraryId: null, offset: 0 };
}
