import { stat } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import { type LogFile, LogFiles } from './log-files.js';
import { type LogLine, readLine } from './log-lines.js';
import type { LogFileDto, LogPageDto, LogSearchQuery, RecentLogDto } from './logs.dto.js';
import { type RawLine, readBack } from './tail-reader.js';

export const PAGE = 100;
/** A search looks at so much of each file at most, from its end. */
const MOST_SEARCHED = 200_000;
const SEARCH_PAGE = 2_000;

/** Shows log files: the list, a page, the lines of today, and what is looked for. */
@Injectable()
export class LogViewer {
  constructor(private readonly files: LogFiles) {}

  list(): LogFileDto[] {
    return this.files.list().map(toFile);
  }

  /** Lines above `offset`, which is what `next` of the page below said; the end of the file without it. */
  async page(name: string, offset: number): Promise<LogPageDto> {
    const file = this.files.find(name);
    const { size } = await stat(file.path);
    const { lines, begins } = await readBack(file.path, offset === 0 ? size : Math.min(offset, size), PAGE);
    return {
      ...{ filename: file.name, offset, next: begins > 0 ? begins : null, max: size, type: file.type },
      lines: lines.map((line) => read(line, file)),
    };
  }

  /** Of each file that was written today, the last lines. */
  async recent(limit: number): Promise<RecentLogDto[]> {
    const today = this.files.list().filter(({ date }) => date === this.files.dayToday);
    return Promise.all(
      today.map(async (file) => {
        const { lines } = await readBack(file.path, file.size, limit);
        const { filename, type, date, modified } = toFile(file);
        return {
          filename,
          type,
          date,
          size: file.size,
          modified,
          lines: lines.map((line) => read(line, file)),
        };
      }),
    );
  }

  /** Lines that fit, the newest of the newest file first; each says its file by its id. */
  async search(query: LogSearchQuery): Promise<LogLine[]> {
    const fits = filterOf(query);
    const found: LogLine[] = [];
    for (const file of this.files.list()) {
      if (found.length >= query.limit) break;
      if (query.type !== undefined && file.type !== query.type) continue;
      await this.searchIn(file, { fits, found, most: query.limit });
    }
    return found;
  }

  private async searchIn(
    file: LogFile,
    { fits, found, most }: { fits: (line: LogLine) => boolean; found: LogLine[]; most: number },
  ): Promise<void> {
    let [end, looked] = [file.size, 0];
    while (end > 0 && looked < MOST_SEARCHED && found.length < most) {
      const { lines, begins } = await readBack(file.path, end, SEARCH_PAGE);
      if (lines.length === 0) return;
      looked += lines.length;
      const fitting = lines
        .map((line) => read(line, file))
        .filter(fits)
        .reverse();
      found.push(...fitting.slice(0, most - found.length));
      end = begins;
    }
  }
}

const read = ({ at, text }: RawLine, { name }: LogFile): LogLine => readLine(text, `${name}:${at}`);

export const toFile = ({ name, type, date, size, modified }: LogFile): LogFileDto => ({
  filename: name,
  type,
  date,
  size,
  modified: modified.toISOString(),
});

function filterOf({ q, level, logger, from, to }: LogSearchQuery): (line: LogLine) => boolean {
  const words = q?.toLowerCase();
  const levels = level?.split(',');
  const has = (line: LogLine): boolean =>
    words === undefined ||
    `${line.message} ${JSON.stringify(line.fields)} ${line.exception ?? ''}`.toLowerCase().includes(words);
  const isIn = ({ datetime }: LogLine): boolean =>
    (from === undefined && to === undefined) ||
    (datetime !== null && (from === undefined || datetime >= from) && (to === undefined || datetime <= to));
  return (line) =>
    (levels === undefined || levels.includes(line.level ?? '')) &&
    (logger === undefined || line.logger === logger) &&
    isIn(line) &&
    has(line);
}
