import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { link, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type GuidRules, NO_RULES } from '#libs/core';
import { ArchiveError } from './archive-error.js';
import { readBackup } from './backup-reader.js';
import { type BackupFile, type BackupShelf, DRAFT } from './backup-shelf.js';

const MOST_BYTES = 256 * 1_024 ** 2;

/**
 * Takes a file that somebody sends. It gets its place only when it was read through and is a backup; a file that is
 * there already is not replaced. `rules` say which ids count.
 */
export async function receiveBackup(
  shelf: BackupShelf,
  { name, rules = NO_RULES }: { readonly name: string; readonly rules?: GuidRules },
  content: Readable,
): Promise<BackupFile> {
  const place = shelf.path(name);
  await shelf.make();
  const draft = join(shelf.folder, `${DRAFT}${randomUUID()}${name.endsWith('.zip') ? '.zip' : '.json'}`);
  try {
    await pipeline(content, bounded(), createWriteStream(draft, { flags: 'wx', mode: 0o600, flush: true }));
    await assertBackup(draft, rules);
    await link(draft, place);
  } catch (error) {
    throw isThere(error) ? new ArchiveError('name-taken', `There is a backup ${name} already.`) : error;
  } finally {
    await rm(draft, { force: true });
  }
  return shelf.find(name);
}

async function assertBackup(path: string, rules: GuidRules): Promise<void> {
  let [readable, broken] = [0, 0];
  for await (const entry of readBackup(path, rules)) {
    if (entry) readable += 1;
    else broken += 1;
  }
  if (readable === 0 && broken > 0)
    throw new ArchiveError(
      'not-a-backup',
      'Nothing in this file can be restored: no line of it has a type, a state and an id.',
    );
}

function bounded(): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      done(bytes > MOST_BYTES ? new ArchiveError('too-large', 'A backup may have 256 MiB.') : null, chunk);
    },
  });
}

const isThere = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EEXIST';
