import { Inject, Injectable } from '@nestjs/common';
import { BackupShelf, readBackup } from '#libs/archive';
import { backupKeys, stateOfEntry, type BackupEntry } from '#libs/core';
import { Restores, type StagedEntry } from '#libs/database';
import { GuidBook } from '#libs/directory';
import { DataFolder } from '#libs/runtime';
import type { BackupFindings } from './restore-cursor.js';
import type { RestoreWork } from './restore-work.js';

const BATCH = 1_000;

/** Lays what a backup says beside the run, a thousand entries at a time, so that pages of the target find it by set. */
@Injectable()
export class BackupStager {
  private readonly shelf: BackupShelf;

  constructor(
    private readonly restores: Restores,
    @Inject(GuidBook) private readonly guids: GuidBook,
    folder: DataFolder,
  ) {
    this.shelf = new BackupShelf(folder.backup);
  }

  /** Throws `ArchiveError` when the file is gone or no backup. May be repeated. */
  async stage({ run, options, backend, signal }: RestoreWork): Promise<BackupFindings> {
    await this.shelf.find(options.file);
    await this.restores.forgetEntries(run.id);
    let [entries, invalid] = [0, 0];
    let batch: StagedEntry[] = [];
    for await (const entry of readBackup(this.shelf.path(options.file), this.guids.rules(backend.type))) {
      signal.throwIfAborted();
      if (entry === null) {
        invalid += 1;
        continue;
      }
      batch.push(toStaged(entry, entries));
      entries += 1;
      if (batch.length < BATCH) continue;
      await this.restores.stage(run.id, batch);
      batch = [];
    }
    await this.restores.stage(run.id, batch);
    return { entries, invalid };
  }
}

const toStaged = (entry: BackupEntry, line: number): StagedEntry => ({
  ...stateOfEntry(entry),
  line,
  updated: entry.updated,
  keys: backupKeys(entry),
});
