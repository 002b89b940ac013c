import { appendFileSync } from 'node:fs';
import type { ConsoleRuns } from '#libs/database';
import { withoutColours } from './colours.js';
import type { PrintedLine } from './printer.js';

const FLUSH_MS = 150;
const FLUSH_LINES = 200;

/** Brings what a command prints into the database, a batch at a time, and into a log file where one is wanted. */
export class OutputWriter {
  private waiting: PrintedLine[] = [];
  private timer: NodeJS.Timeout | null = null;
  private writing: Promise<void> = Promise.resolve();
  private files: readonly string[] = [];
  private taskLog: string | null = null;

  constructor(
    private readonly runs: ConsoleRuns,
    private readonly run: { readonly id: string; last: number },
  ) {}

  /** From now on also into this file. */
  copyTo(file: string): void {
    this.files = [...this.files, file];
  }

  /** From now on also into the log of tasks, but for what stands there already. */
  copyToTaskLog(file: string): void {
    this.taskLog = file;
  }

  readonly take = (line: PrintedLine): void => {
    this.waiting.push(line);
    if (this.waiting.length >= FLUSH_LINES) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), FLUSH_MS);
  };

  /** Everything is written once this is over; a failed write is told here. */
  async end(): Promise<void> {
    this.flush();
    await this.writing;
  }

  private flush(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    const lines = this.waiting;
    this.waiting = [];
    if (lines.length === 0) return;
    this.copy(lines);
    this.writing = this.writing.then(async () => {
      this.run.last = await this.runs.print(this.run.id, this.run.last, lines);
    });
    // Told by `end`; until then it must not end the process.
    this.writing.catch(() => undefined);
  }

  private copy(lines: readonly PrintedLine[]): void {
    for (const file of this.files) append(file, lines);
    if (this.taskLog !== null)
      append(
        this.taskLog,
        lines.filter(({ isInTaskLog }) => !isInTaskLog),
      );
  }
}

function append(file: string, lines: readonly PrintedLine[]): void {
  const text = lines.map((line) => `${withoutColours(line.text)}\n`).join('');
  try {
    if (text !== '') appendFileSync(file, text);
  } catch {
    // A full disk must not stop the work; the database has the lines.
  }
}
