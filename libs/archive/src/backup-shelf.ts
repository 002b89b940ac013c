import { createReadStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { backupFileType, isBackupName, isOutdatedBackup, type BackupFileType } from '#libs/core';
import { ArchiveError } from './archive-error.js';

export interface BackupFile {
  readonly name: string;
  readonly type: BackupFileType;
  /** Bytes. */
  readonly size: number;
  readonly at: Date;
}

/** What a draft is called until it is complete; no name of a backup begins like this. */
export const DRAFT = '.draft-';

/** A draft that nobody has written to for so long belongs to nobody. */
const FORGOTTEN_MS = 24 * 3_600_000;

/** The folder of backups: what is there, and what goes. */
export class BackupShelf {
  constructor(readonly folder: string) {}

  /** The newest first. */
  async list(): Promise<BackupFile[]> {
    const names = (await this.names()).filter(isBackupName);
    const files = await Promise.all(names.map((name) => this.look(name)));
    return files.filter((file) => file !== null).sort((a, b) => b.at.getTime() - a.at.getTime());
  }

  async find(name: string): Promise<BackupFile> {
    const file = await this.look(this.checked(name));
    if (!file) throw new ArchiveError('no-such-file', `There is no backup ${name}.`);
    return file;
  }

  /** Where a file is or would be. Throws for whatever is no plain file name of this folder. */
  path(name: string): string {
    return join(this.folder, this.checked(name));
  }

  async open(name: string): Promise<{ readonly file: BackupFile; readonly stream: Readable }> {
    const file = await this.find(name);
    return { file, stream: createReadStream(this.path(name)) };
  }

  async remove(name: string): Promise<void> {
    await this.find(name);
    await rm(this.path(name));
  }

  /** Removes automatic backups that are too old (B-8), and drafts that nobody works on. How many backups went. */
  async prune(now: Date): Promise<number> {
    const names = await this.names();
    const outdated = names.filter((name) => isOutdatedBackup(name, now));
    for (const name of outdated) await rm(join(this.folder, name), { force: true });
    for (const name of names.filter((entry) => entry.startsWith(DRAFT))) await this.forget(name, now);
    return outdated.length;
  }

  async make(): Promise<void> {
    await mkdir(this.folder, { recursive: true });
  }

  private async forget(name: string, now: Date): Promise<void> {
    const path = join(this.folder, name);
    const found = await stat(path).catch(() => null);
    if (found && now.getTime() - found.mtimeMs > FORGOTTEN_MS) await rm(path, { force: true });
  }

  private async look(name: string): Promise<BackupFile | null> {
    const found = await stat(join(this.folder, name)).catch(() => null);
    if (!found?.isFile()) return null;
    return { name, type: backupFileType(name), size: found.size, at: found.mtime };
  }

  private async names(): Promise<string[]> {
    return (await readdir(this.folder).catch(() => [])).sort();
  }

  private checked(name: string): string {
    if (isBackupName(name)) return name;
    throw new ArchiveError('bad-name', 'A backup has a plain file name that ends in .json or .zip.');
  }
}
