import { Injectable } from '@nestjs/common';
import { type LogFile, LogFiles } from '../logs/log-files.js';
import { readLine } from '../logs/log-lines.js';
import { readOn } from '../logs/tail-reader.js';
import type { Listener, NewsSource } from './news-source.js';

/** Of one file at one look; a listener that wants every line follows the file. */
const MOST_LINES = 200;
/** A file that grows faster is told from near its end only. */
const MOST_BEHIND_BYTES = 256 * 1024;

/** Lines that were added to any log file since the look before. */
@Injectable()
export class LogNews implements NewsSource {
  readonly topic = 'logs';
  /** Where the next line of each file begins; null before the first look. */
  private places: Map<string, number> | null = null;

  constructor(private readonly files: LogFiles) {}

  async look(listeners: readonly Listener[]): Promise<void> {
    const before = this.places;
    const files = this.files.list();
    const places = new Map<string, number>();
    this.places = places;
    for (const file of files) {
      const from = before === null ? file.size : (before.get(file.name) ?? 0);
      places.set(file.name, file.size === from ? from : await this.tell(file, from, listeners));
    }
  }

  forget(): void {
    this.places = null;
  }

  private async tell(file: LogFile, from: number, listeners: readonly Listener[]): Promise<number> {
    const begin = file.size - from > MOST_BEHIND_BYTES ? file.size - MOST_BEHIND_BYTES : from;
    // Deleted in this moment: nothing to tell.
    const { lines, next } = await readOn(file.path, begin).catch(() => ({ lines: [], next: 0 }));
    // Whoever jumps lands in the middle of a line.
    const whole = begin === from ? lines : lines.slice(1);
    for (const { at, text } of whole.slice(-MOST_LINES))
      for (const { stream } of listeners)
        stream.send('log', { filename: file.name, ...readLine(text, `${file.name}:${at}`) });
    return next;
  }
}
