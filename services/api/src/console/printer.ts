import Table from 'cli-table3';
import type { OutputLine } from '#libs/database';
import { redact, redactText, stamp } from '#libs/runtime';
import { stringify } from 'yaml';
import type { Manner } from './command-parser.js';

const LEVELS = { ERROR: 0, WARNING: 0, NOTICE: 1, INFO: 2, DEBUG: 3 } as const;
export type Level = keyof typeof LEVELS;
type Fields = Readonly<Record<string, unknown>>;
type Cell = string | number | boolean | null | undefined;
export type Row = Readonly<Record<string, Cell>>;

const COLOURS: Readonly<Record<Level, string>> = {
  ERROR: '31',
  WARNING: '33',
  NOTICE: '36',
  INFO: '32',
  DEBUG: '90',
};

interface PrinterSettings {
  readonly manner: Manner;
  readonly hasColours: boolean;
  /** IANA name of the time zone. */
  readonly zone: string;
  readonly take: (line: PrintedLine) => void;
}

export interface PrintedLine extends OutputLine {
  /** Who did the work has written it into the log of tasks already. */
  readonly isInTaskLog?: boolean;
}

/** What a command says: results on the one stream, what it logs on the other, both in the manner that was asked for. */
export class Printer {
  /** 2022's `-r`: log lines among the results; `-m`: the used memory behind each. */
  redirectsLog = false;
  showsMemory = false;
  private isInTaskLog = false;

  constructor(private readonly settings: PrinterSettings) {}

  get manner(): Manner {
    return this.settings.manner;
  }

  /** A line of the result, as it is. */
  line(text: string): void {
    this.print('out', text);
  }

  /** Records as a table, or as what `--output` asks for. Columns are keys of the records with their headings. */
  table(columns: Readonly<Record<string, string>>, records: readonly Row[]): void {
    const keys = Object.keys(columns);
    if (this.manner.shape === 'table')
      this.line(
        drawn(
          Object.values(columns),
          records.map((record) => keys.map((key) => record[key])),
        ),
      );
    else
      this.data(records.map((record) => Object.fromEntries(keys.map((key) => [key, record[key] ?? null]))));
  }

  /** Anything, as JSON or YAML; a table cannot show it. */
  data(value: unknown): void {
    this.line(this.manner.shape === 'yaml' ? stringify(value).trimEnd() : JSON.stringify(value, null, 2));
  }

  /** Lines for people when a table is asked for, else the value. */
  either(value: unknown, lines: () => readonly string[]): void {
    if (this.manner.shape === 'table') lines().forEach((line) => this.line(line));
    else this.data(value);
  }

  error(message: string, fields: Fields = {}): void {
    this.log('ERROR', message, fields);
  }

  warning(message: string, fields: Fields = {}): void {
    this.log('WARNING', message, fields);
  }

  notice(message: string, fields: Fields = {}): void {
    this.log('NOTICE', message, fields);
  }

  info(message: string, fields: Fields = {}): void {
    this.log('INFO', message, fields);
  }

  debug(message: string, fields: Fields = {}): void {
    this.log('DEBUG', message, fields);
  }

  /** A notice that is shown unless all is quiet: the end of a piece of work. */
  headline(message: string): void {
    if (this.manner.verbosity >= 0) this.write('NOTICE', message, {});
  }

  /** For what the log of tasks has already: `print` shows it, and it is not copied there a second time. */
  knownToTaskLog(print: () => void): void {
    this.isInTaskLog = true;
    try {
      print();
    } finally {
      this.isInTaskLog = false;
    }
  }

  /** A line of a conversation, not of a log. */
  say(text: string): void {
    if (this.manner.verbosity >= 0) this.print('err', text);
  }

  private log(level: Level, message: string, fields: Fields): void {
    const { verbosity } = this.manner;
    if (level === 'ERROR' || verbosity >= LEVELS[level]) this.write(level, message, fields);
  }

  private write(level: Level, message: string, fields: Fields): void {
    this.print(this.redirectsLog ? 'out' : 'err', this.logLine(level, redactText(message), fields));
  }

  private logLine(level: Level, message: string, fields: Fields): string {
    const now = new Date();
    const shown = redact(fields) as Fields;
    if (this.manner.isJsonl) return JSON.stringify({ time: now.toISOString(), level, message, ...shown });
    const memory = this.showsMemory ? ` [${Math.round(process.memoryUsage().rss / 1_048_576)} MiB]` : '';
    const context =
      this.manner.hasContext && Object.keys(shown).length > 0 ? ` ${JSON.stringify(shown)}` : '';
    return `[${stamp(now, this.settings.zone)}]: ${this.coloured(level)}: ${message}${context}${memory}`;
  }

  private coloured(level: Level): string {
    return this.settings.hasColours ? `\u001b[${COLOURS[level]}m${level}\u001b[0m` : level;
  }

  private print(stream: OutputLine['stream'], text: string): void {
    const mark = this.isInTaskLog ? { isInTaskLog: true } : {};
    for (const line of text.split('\n')) this.settings.take({ stream, text: line, ...mark });
  }
}

/** Box characters and a line between rows (cli.md 1.4). */
export function drawn(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const table = new Table({ head: [...head], style: { head: [], border: [], compact: false } });
  table.push(...rows.map((row) => row.map(shown)));
  return table.toString();
}

const shown = (cell: Cell): string => {
  if (cell === true) return 'yes';
  if (cell === false) return 'no';
  return cell === null || cell === undefined ? '' : String(cell);
};
