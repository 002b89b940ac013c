import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Entry, ZipFile } from 'yauzl';
import { ArchiveError } from './archive-error.js';
import { contentOf, openZip } from './unzipped.js';

const MOST_ENTRIES = 100_000;
const MOST_BYTES = 4 * 1_024 ** 3;

/**
 * Writes those entries of a zip into a folder for which `placeOf` names a place inside it, and leaves the rest. Throws
 * `ArchiveError` for what is no zip or unfolds to too much.
 */
export async function unpack(
  path: string,
  folder: string,
  placeOf: (name: string) => string | null,
): Promise<void> {
  const zip = await openZip(path).catch((error: unknown) => {
    throw noZip(error);
  });
  try {
    const wanted = (await entriesOf(zip)).flatMap((entry) => {
      const place = entry.fileName.endsWith('/') ? null : placeOf(entry.fileName);
      return place === null ? [] : [{ entry, place }];
    });
    if (wanted.reduce((sum, { entry }) => sum + entry.uncompressedSize, 0) > MOST_BYTES)
      throw new ArchiveError('too-large', 'The zip unfolds to more than 4 GiB.');
    for (const { entry, place } of wanted) await write(zip, entry, join(folder, place));
  } finally {
    zip.close();
  }
}

async function write(zip: ZipFile, entry: Entry, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  try {
    await pipeline(await contentOf(zip, entry), createWriteStream(path, { flags: 'wx', mode: 0o600 }));
  } catch (error) {
    throw error instanceof ArchiveError ? error : noZip(error);
  }
}

const entriesOf = (zip: ZipFile): Promise<Entry[]> =>
  new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    zip.on('entry', (entry) => {
      entries.push(entry);
      if (entries.length > MOST_ENTRIES)
        reject(new ArchiveError('too-large', 'The zip has too many entries.'));
      else zip.readEntry();
    });
    zip.on('end', () => resolve(entries));
    zip.on('error', (error) => reject(noZip(error)));
    zip.readEntry();
  });

const noZip = (cause: unknown): ArchiveError =>
  new ArchiveError('not-a-zip', 'It is no zip, or it is damaged.', { cause });
