import { setTimeout as pause } from 'node:timers/promises';
import type { ApiCaller } from '../api-caller.js';
import { CommandFailed } from '../command-failed.js';
import type { Scene } from '../console-command.js';
import { flag, number, text } from '../options.js';
import { command } from './simple-command.js';

interface LogFile {
  readonly filename: string;
  readonly type: string;
  readonly date: string | null;
  readonly size: number;
  readonly modified: string;
}

interface Line {
  readonly id: string;
  readonly datetime: string | null;
  readonly level: string | null;
  readonly message: string;
}

interface Page {
  readonly next: number | null;
  readonly lines: readonly Line[];
}

const OPTIONS = {
  type: text('t', 'task, app, access, or the name of a service; task when absent'),
  date: text('d', 'YYYYMMDD; the newest when absent'),
  list: flag('', 'List the files'),
  limit: number('l', 'So many lines from the end; 50 when absent', { min: 1, max: 10_000 }),
  follow: flag('f', 'Go on with what is added'),
  clear: flag('', 'Delete the file'),
};

const LOOK_EVERY_MS = 1_000;

export const SystemLogs = command({
  name: 'system:logs',
  summary: 'Show the end of a log, follow it, or list the files',
  options: OPTIONS,
  examples: ['-t task -l 100', '-f', '--list'],
  question: ({ options }) => (options.clear ? 'The log file is deleted.' : null),
  run: async ({ options }, scene) => {
    const { api, printer } = scene;
    const files = await api.get<readonly LogFile[]>('logs');
    if (options.list) {
      printer.table(
        { filename: 'File', type: 'Type', date: 'Date', size: 'Bytes', modified: 'Modified' },
        files.map((file) => ({ ...file })),
      );
      return 0;
    }
    const type = options.type ?? 'task';
    const file = files.find(
      (one) => one.type === type && (options.date === undefined || one.date === options.date),
    );
    if (!file)
      throw new CommandFailed(
        `There is no log ${type}${options.date === undefined ? '' : ` of ${options.date}`}; --list shows the files.`,
      );
    if (options.clear) {
      await api.delete(`log/${file.filename}`);
      printer.headline(`Deleted ${file.filename}.`);
      return 0;
    }
    const lines = await lastLines(api, file.filename, options.limit ?? 50);
    if (printer.manner.shape !== 'table') printer.data(lines);
    else lines.forEach((line) => printer.line(textOf(line)));
    if (options.follow) await follow(scene, file.filename, lines.at(-1)?.id);
    return 0;
  },
});

async function lastLines(api: ApiCaller, name: string, most: number): Promise<readonly Line[]> {
  const lines: Line[] = [];
  let offset: number | null = 0;
  while (lines.length < most && offset !== null) {
    const page: Page = await api.get<Page>(`log/${name}`, { offset });
    lines.unshift(...page.lines);
    offset = page.next;
  }
  return lines.slice(-most);
}

/** Until it is cancelled. */
async function follow(
  { api, printer, signal }: Scene,
  name: string,
  last: string | undefined,
): Promise<void> {
  let seen = last;
  while (!signal.aborted) {
    await pause(LOOK_EVERY_MS, undefined, { signal });
    const { lines } = await api.get<Page>(`log/${name}`);
    const known = lines.findIndex(({ id }) => id === seen);
    for (const line of lines.slice(known + 1)) printer.line(textOf(line));
    seen = lines.at(-1)?.id ?? seen;
  }
}

const textOf = ({ datetime, level, message }: Line): string =>
  datetime === null
    ? level === null
      ? message
      : `${level.toUpperCase()}: ${message}`
    : `[${datetime}] ${(level ?? '').toUpperCase()}: ${message}`;
