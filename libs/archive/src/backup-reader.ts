import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { readBackupEntry, type BackupEntry, type GuidRules, NO_RULES } from '#libs/core';
import { ArchiveError } from './archive-error.js';
import { unzipped } from './unzipped.js';

/** An entry, or null for a line that cannot be restored. */
export type BackupLine = BackupEntry | null;

/** What a backup may unfold to: some five million entries. */
const MOST_BYTES = 1_024 ** 3;

/** A tool may have put a whole small file on one line. */
const LONGEST_LINE = 16 * 1_024 ** 2;

/** What may stand on a line of its own around the entries. */
const FRAME = new Set(['', '[', ']', '[]']);

/** Reads a backup entry by entry, `.zip` or plain (B-12); `rules` say which ids count. Throws `ArchiveError` for what is none. */
export async function* readBackup(path: string, rules: GuidRules = NO_RULES): AsyncGenerator<BackupLine> {
  const isZip = path.replace(/\.partial$/, '').endsWith('.zip');
  const source = isZip ? await unzipped(path) : createReadStream(path);
  try {
    for await (const text of objectsIn(linesOf(source))) yield toEntry(text, rules);
  } catch (error) {
    throw error instanceof ArchiveError ? error : notABackup(error);
  } finally {
    source.destroy();
  }
}

/** One object stands on each line, so that a broken one costs nothing but itself. */
async function* objectsIn(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let isFirst = true;
  for await (const line of lines) {
    const text = line.replace(/^\uFEFF/, '').trim();
    if (isFirst && text === '') continue;
    if (isFirst && !text.startsWith('[')) throw notABackup();
    isFirst = false;
    for (const part of objectsOf(text)) if (!FRAME.has(part)) yield part;
  }
  if (isFirst) throw notABackup();
}

async function* linesOf(source: Readable): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let [rest, bytes] = ['', 0];
  for await (const chunk of source as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    const parts = `${rest}${decoder.decode(chunk, { stream: true })}`.split('\n');
    rest = parts.pop() ?? '';
    if (bytes > MOST_BYTES || rest.length > LONGEST_LINE)
      throw new ArchiveError('too-large', 'The file is larger than a backup can be.');
    yield* parts;
  }
  yield rest;
}

/** The objects of a line; several where a tool has put the file on one. */
function objectsOf(line: string): string[] {
  const inner = line.replace(/^\[/, '').replace(/\]$/, '').replace(/,$/, '').trim();
  if (!line.startsWith('[{')) return [FRAME.has(line) ? '' : inner];
  try {
    return (JSON.parse(`[${inner}]`) as unknown[]).map((entry) => JSON.stringify(entry));
  } catch {
    return inner.split(/(?<=\}),(?=\{)/);
  }
}

function toEntry(text: string, rules: GuidRules): BackupLine {
  try {
    return readBackupEntry(JSON.parse(text), rules);
  } catch {
    return null;
  }
}

const notABackup = (cause?: unknown): ArchiveError =>
  new ArchiveError(
    'not-a-backup',
    'The file is no backup: a JSON array with one item on each line, or a zip of one.',
    { cause },
  );
