import { type FileHandle, open } from 'node:fs/promises';

const CHUNK = 64 * 1024;
/** A longer line is cut: somebody's megabyte of JSON must not become ours. */
const LONGEST_LINE = 64 * 1024;
const LF = 0x0a;

export interface RawLine {
  /** Where it begins in the file, in bytes. */
  readonly at: number;
  readonly text: string;
}

export interface TailPage {
  /** In the order of the file. */
  readonly lines: readonly RawLine[];
  /** Where the page begins; the lines above it end there. 0 when there are none. */
  readonly begins: number;
}

/**
 * The last lines above a place in a file, read from that place backwards: what a page costs does not depend on how large
 * the file is. `end` is the beginning of a line, or the end of the file.
 */
export async function readBack(path: string, end: number, most: number): Promise<TailPage> {
  const file = await open(path, 'r');
  try {
    return await collect(file, end, most);
  } finally {
    await file.close();
  }
}

async function collect(file: FileHandle, end: number, most: number): Promise<TailPage> {
  const lines: RawLine[] = [];
  let [from, kept] = [end, Buffer.alloc(0)];
  while (from > 0 && lines.length < most) {
    const size = Math.min(CHUNK, from);
    from -= size;
    const chunk = Buffer.alloc(size);
    await file.read(chunk, 0, size, from);
    const block = Buffer.concat([chunk, kept]);
    const first = from === 0 ? 0 : block.indexOf(LF) + 1;
    if (from > 0 && first === 0) {
      kept = block.subarray(0, LONGEST_LINE);
      continue;
    }
    lines.unshift(...linesOf(block.subarray(first), from + first));
    kept = block.subarray(0, first);
  }
  const page = lines.slice(-most);
  return { lines: page, begins: page[0]?.at ?? 0 };
}

/** What stands between line ends; the last one may have none yet. */
function linesOf(block: Buffer, at: number): RawLine[] {
  const lines: RawLine[] = [];
  let from = 0;
  while (from < block.length) {
    const found = block.indexOf(LF, from);
    const to = found === -1 ? block.length : found;
    if (to > from)
      lines.push({
        at: at + from,
        text: block.toString('utf8', from, Math.min(to, from + LONGEST_LINE)).trimEnd(),
      });
    from = to + 1;
  }
  return lines;
}

/** Whole lines from a place on, at most so many bytes; with where the next ones begin. */
export async function readOn(
  path: string,
  from: number,
): Promise<{ readonly lines: readonly RawLine[]; readonly next: number }> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    // It was emptied or replaced.
    const begin = size < from ? 0 : from;
    const chunk = Buffer.alloc(Math.min(CHUNK * 4, size - begin));
    await file.read(chunk, 0, chunk.length, begin);
    const whole = chunk.lastIndexOf(LF) + 1;
    if (whole === 0 && chunk.length === CHUNK * 4)
      return { lines: linesOf(chunk, begin), next: begin + chunk.length };
    return { lines: linesOf(chunk.subarray(0, whole), begin), next: begin + whole };
  } finally {
    await file.close();
  }
}
