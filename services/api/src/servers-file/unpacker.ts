import { randomUUID } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { ArchiveError, unpack } from '#libs/archive';
import { DataFolder, Logger } from '#libs/runtime';
import { invalid } from '../http/api-problem.js';
import { placeOfOldFile } from './old-files.js';

/** The runs that read it are over by then. */
const KEPT_MS = 7 * 86_400_000;

/** Keeps what is unpacked of zips of older installations, while it is read. */
@Injectable()
export class Unpacker {
  private readonly folder: string;

  constructor(
    own: DataFolder,
    private readonly logger: Logger,
  ) {
    this.folder = join(own.root, 'unpacked');
  }

  /** Only what is looked at is unpacked; the new folder with it. */
  async unpack(path: string): Promise<string> {
    const folder = join(this.folder, randomUUID());
    try {
      await unpack(path, folder, placeOfOldFile);
      return folder;
    } catch (error) {
      await this.discard(folder);
      if (error instanceof ArchiveError) throw invalid([{ field: 'folder', message: error.message }]);
      throw error;
    }
  }

  async discard(folder: string): Promise<void> {
    await rm(folder, { recursive: true, force: true });
  }

  /** What holds tokens goes at once; the databases stay for the runs that read them. */
  async keepDatabases(folder: string): Promise<void> {
    await this.discard(join(folder, 'config'));
    const names = await readdir(folder, { recursive: true }).catch(() => []);
    await Promise.all(
      names.filter((name) => /\.yaml$/.test(name)).map((name) => this.discard(join(folder, name))),
    );
  }

  async prune({ dryRun }: { readonly dryRun: boolean }): Promise<number> {
    const folders = await readdir(this.folder).catch(() => []);
    const ages = await Promise.all(
      folders.map(async (name) => ({ name, at: (await stat(join(this.folder, name))).mtimeMs })),
    );
    const old = ages.filter(({ at }) => at < Date.now() - KEPT_MS);
    if (!dryRun) for (const { name } of old) await this.discard(join(this.folder, name));
    if (!dryRun && old.length > 0) this.logger.info('unpacked files removed', { folders: old.length });
    return old.length;
  }
}
