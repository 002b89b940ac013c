import { Injectable } from '@nestjs/common';
import type { Library } from '#libs/backends';
import type { BackupPage } from '#libs/archive';
import { itemsInFile, toBackupEntry, withoutNoise, type RemoteItem } from '#libs/core';
import { CopyIds, Runs, type BackendRecord, type RunRecord } from '#libs/database';
import { isWantedLibrary, type Contact } from '#libs/directory';
import { ImporterConfig } from '../importer.config.js';
import { IncompleteRead, RunCancelled } from '../imports/import-failure.js';
import { LibraryReader } from '../imports/library-reader.js';

export interface BackupWork {
  readonly run: RunRecord;
  readonly backend: BackendRecord;
  readonly contact: Contact;
  readonly signal: AbortSignal;
}

const LONGEST_EPISODE_RANGE = 5;

const copyName = (remoteId: string, part: number): string => `${part}/${remoteId}`;

/** Reads all that a backend shows, page by page, as entries of a backup. Changes nothing. */
@Injectable()
export class BackupReader {
  constructor(
    private readonly runs: Runs,
    private readonly ids: CopyIds,
    private readonly reader: LibraryReader,
    private readonly config: ImporterConfig,
  ) {}

  async *pages(work: BackupWork): AsyncGenerator<BackupPage> {
    const { client } = work.contact;
    await client.validate();
    const libraries = await this.libraries(work);
    let total = 0;
    for (const library of libraries) total += (await client.page(library, { offset: 0, limit: 1 })).total;
    await this.runs.beginAnew(work.run.id, total);
    for (const library of libraries) yield* this.library(work, library);
  }

  private async libraries({ contact, backend }: BackupWork): Promise<Library[]> {
    const libraries = await contact.client.libraries();
    return libraries.filter(({ id, supported }) => supported && isWantedLibrary(backend.options, id));
  }

  private async *library(work: BackupWork, library: Library): AsyncGenerator<BackupPage> {
    const { run, backend, contact, signal } = work;
    let [reached, requestsTold] = [0, contact.requests()];
    for await (const { page, isLast } of this.reader.read(contact.client, library, {
      offset: 0,
      limit: backend.options.LIBRARY_SEGMENT ?? this.config.WS_LIBRARY_SEGMENT,
      isSequential: run.options.sync_requests ?? this.config.WS_HTTP_SYNC_REQUESTS,
    })) {
      signal.throwIfAborted();
      const entries = await this.entriesOf(work, page.items);
      yield entries;
      const requests = contact.requests();
      const step = {
        done: page.received,
        counts: { added: entries.length },
        requests: requests - requestsTold,
      };
      requestsTold = requests;
      if (await this.runs.advance(run.id, step, null)) throw new RunCancelled();
      reached += page.received;
      if (isLast && reached !== page.total)
        throw new IncompleteRead(`The library “${library.title}” changed while it was read.`);
    }
  }

  /** A file of several episodes gives an entry for each of them. */
  private async entriesOf({ run, backend }: BackupWork, items: readonly RemoteItem[]): Promise<BackupPage> {
    const known = new Map<string, Parameters<typeof toBackupEntry>[1]>();
    if (run.options.backup?.enhance !== false)
      for (const { remoteId, part, ...ids } of await this.ids.of(
        backend.id,
        items.map(({ id }) => id),
      ))
        known.set(copyName(remoteId, part), ids);
    const minimumMs = this.config.WS_PROGRESS_MINIMUM * 1_000;
    const range = backend.options.MAX_EPISODE_RANGE ?? LONGEST_EPISODE_RANGE;
    return items.flatMap((item) =>
      itemsInFile({ ...item, ...withoutNoise(item, minimumMs) }, range).map((part, index) =>
        toBackupEntry(part, known.get(copyName(item.id, index))),
      ),
    );
  }
}
