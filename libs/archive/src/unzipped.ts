import type { Readable } from 'node:stream';
import { open, type Entry, type ZipFile } from 'yauzl';
import { ArchiveError } from './archive-error.js';

/** Entries that are looked at for the one that holds the backup. */
const MOST_ENTRIES = 100;

const noBackup = (cause?: unknown): ArchiveError =>
  new ArchiveError('not-a-backup', 'The zip holds no backup: no file that ends in .json.', { cause });

/** The content of the first `*.json` in a zip. */
export async function unzipped(path: string): Promise<Readable> {
  const zip = await openZip(path);
  try {
    const stream = await contentOf(zip, await firstJson(zip));
    return stream.on('close', () => zip.close());
  } catch (error) {
    zip.close();
    throw error;
  }
}

export const openZip = (path: string): Promise<ZipFile> =>
  new Promise((resolve, reject) => {
    open(path, { lazyEntries: true, autoClose: false }, (error, zip) =>
      zip ? resolve(zip) : reject(noBackup(error)),
    );
  });

const firstJson = (zip: ZipFile): Promise<Entry> =>
  new Promise((resolve, reject) => {
    let seen = 0;
    zip.on('entry', (entry) => {
      seen += 1;
      if (entry.fileName.endsWith('.json')) resolve(entry);
      else if (seen >= MOST_ENTRIES) reject(noBackup());
      else zip.readEntry();
    });
    zip.on('end', () => reject(noBackup()));
    zip.on('error', (error) => reject(noBackup(error)));
    zip.readEntry();
  });

export const contentOf = (zip: ZipFile, entry: Entry): Promise<Readable> =>
  new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (stream ? resolve(stream) : reject(noBackup(error))));
  });
