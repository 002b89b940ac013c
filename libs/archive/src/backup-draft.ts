import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { printBackupEntry, type BackupEntry } from '#libs/core';
import { ZipFile } from 'yazl';
import { type BackupShelf, DRAFT } from './backup-shelf.js';

export type BackupPage = readonly BackupEntry[];

/** A backup that is being written, beside its place. */
export class BackupDraft {
  private readonly path: string;
  private written = 0;

  constructor(
    private readonly shelf: BackupShelf,
    /** What it will be called; a zip holds one file of the same name. */
    readonly name: string,
  ) {
    this.path = join(shelf.folder, `${DRAFT}${randomUUID()}`);
  }

  get entries(): number {
    return this.written;
  }

  /**
   * Writes all pages and ends the file well, also when they break off: what was thrown is returned, and the caller
   * decides what becomes of the draft.
   */
  async write(pages: AsyncIterable<BackupPage>): Promise<unknown> {
    await this.shelf.make();
    const failure: { thrown: unknown } = { thrown: null };
    const text = Readable.from(this.lines(pages, failure));
    const file = createWriteStream(this.path, { flags: 'wx', mode: 0o600 });
    if (this.name.endsWith('.zip')) await this.zip(text, file);
    else await pipeline(text, file);
    return failure.thrown;
  }

  /** Takes the place of a backup of this name. */
  async keep(): Promise<void> {
    await this.moveTo(this.shelf.path(this.name));
  }

  /** Kept apart from complete ones (B-5). */
  async keepAsPartial(): Promise<void> {
    await this.moveTo(this.shelf.path(`${this.name}.partial`));
  }

  async discard(): Promise<void> {
    await rm(this.path, { force: true });
  }

  private async moveTo(place: string): Promise<void> {
    const file = await open(this.path, 'r+');
    try {
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(this.path, place);
  }

  private async zip(text: Readable, file: NodeJS.WritableStream): Promise<void> {
    const zip = new ZipFile();
    const broken = new Promise<never>((_, reject) => zip.on('error', reject));
    zip.addReadStream(text, this.name.replace(/\.zip$/, ''), { mtime: new Date() });
    zip.end();
    await Promise.race([pipeline(zip.outputStream, file), broken]);
  }

  private async *lines(
    pages: AsyncIterable<BackupPage>,
    failure: { thrown: unknown },
  ): AsyncGenerator<string> {
    yield '[';
    try {
      for await (const page of pages) {
        const lines = page.map((entry) => `\n${JSON.stringify(printBackupEntry(entry))}`);
        if (lines.length > 0) yield `${this.written > 0 ? ',' : ''}${lines.join(',')}`;
        this.written += lines.length;
      }
    } catch (error) {
      failure.thrown = error;
    }
    yield '\n]\n';
  }
}
