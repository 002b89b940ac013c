import { existsSync, readFileSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { DataFolder } from '#libs/runtime';
import { type ApiCaller, ApiRefusal } from '../api-caller.js';
import { CommandFailed } from '../command-failed.js';
import { ConsoleCommand, type ExitCode, type Scene, type Wish } from '../console-command.js';
import { flag, text, USER } from '../options.js';
import type { Printer } from '../printer.js';
import { command } from './simple-command.js';

const OPTIONS = {
  user: USER,
  folder: text(
    '',
    'A folder of an older installation inside the data folder, in place of config/servers.yaml',
  ),
  'dry-run': flag('', 'Only tell what would be taken'),
  partial: flag('', 'Take what can be taken although some of it cannot'),
};

interface Reason {
  readonly key: string;
  readonly reason: string;
}

interface Report {
  readonly dry_run: boolean;
  readonly taken: number;
  readonly refused: number;
  readonly backends: readonly {
    readonly identity: string;
    readonly backend: string;
    readonly outcome: string;
    readonly problems: readonly Reason[];
    readonly left_out: readonly Reason[];
  }[];
  readonly settings: readonly {
    readonly key: string;
    readonly outcome: string;
    readonly reason: string | null;
  }[];
  readonly files: readonly {
    readonly file: string;
    readonly outcome: string;
    readonly entries: number;
    readonly left_out: readonly Reason[];
  }[];
  readonly history: readonly {
    readonly identity: string;
    readonly file: string;
    readonly outcome: string;
    readonly reason: string | null;
    readonly items: number;
    readonly watched: number;
    readonly in_progress: number;
    readonly unusable: number;
    readonly run_ids: readonly string[];
  }[];
}

/** Takes backends from an older `servers.yaml` or data folder (issue 6, servers file). */
@Injectable()
export class ConfigImport extends ConsoleCommand<typeof OPTIONS> {
  readonly name = 'config:import';
  readonly summary = 'Take backends from config/servers.yaml, or from the folder of an older installation';
  readonly options = OPTIONS;
  override readonly examples = ['--dry-run', '-u main', '--folder old --dry-run'];

  constructor(private readonly data: DataFolder) {
    super();
  }

  async run({ options }: Wish<typeof OPTIONS>, { api, printer }: Scene): Promise<ExitCode> {
    const from = options.folder === undefined ? { servers: this.ownFile() } : { folder: options.folder };
    const wanted = { ...from, dry_run: options['dry-run'], partial: options.partial };
    return take(api.about(options.user), wanted, printer);
  }

  private ownFile(): string {
    const path = this.data.serversFile;
    if (!existsSync(path)) throw new CommandFailed(`There is no ${path}.`);
    return readFileSync(path, 'utf8');
  }
}

/** Takes a whole installation over (cli.md 8). */
export const ImportWatchState = command({
  name: 'import:watchstate',
  summary: 'Take over an older installation: backends, people, settings, ids, rules and what was watched',
  options: {
    'dry-run': OPTIONS['dry-run'],
    partial: OPTIONS.partial,
  },
  args: [{ name: 'folder', about: 'Its data folder, or a zip of it, copied into this one' }],
  examples: ['old --dry-run', 'old.zip --partial'],
  run: async ({ options, args: [folder] }, { api, printer }) => {
    const wanted = { folder, dry_run: options['dry-run'], partial: options.partial };
    const code = await take(api, wanted, printer);
    if (code === 0 && !options['dry-run'])
      printer.headline('What the servers show now comes with the first import: console state:import -v');
    return code;
  },
});

async function take(api: ApiCaller, wanted: object, printer: Printer): Promise<ExitCode> {
  try {
    show(await api.post<Report>('system/servers/import', wanted), printer);
    return 0;
  } catch (error) {
    const report = error instanceof ApiRefusal ? reportIn(error.body) : null;
    if (!report) throw error;
    show(report, printer);
    printer.error('Nothing was taken, because some of it cannot be. --partial takes the rest.');
    return 1;
  }
}

function reportIn(body: unknown): Report | null {
  return typeof body === 'object' && body !== null && 'report' in body ? (body.report as Report) : null;
}

function show(report: Report, printer: Printer): void {
  const reasons = (list: readonly Reason[]): string =>
    list.map(({ key, reason }) => `${key}: ${reason}`).join('\n');
  printer.table({ what: 'What', outcome: 'Outcome', why: 'Why' }, [
    ...report.backends.map(({ identity, backend, outcome, problems, left_out: left }) => ({
      what: `${identity}@${backend}`,
      outcome,
      why: reasons([...problems, ...left]),
    })),
    ...report.settings.map(({ key, outcome, reason }) => ({ what: key, outcome, why: reason ?? '' })),
    ...report.files.map(({ file, outcome, entries, left_out: left }) => ({
      what: file,
      outcome: outcome === 'taken' ? `taken (${String(entries)})` : outcome,
      why: reasons(left),
    })),
    ...report.history.map((one) => ({
      what: `${one.file} (${one.identity})`,
      outcome: one.outcome === 'taken' ? `taken (${String(one.items)})` : one.outcome,
      why: [
        `${String(one.watched)} watched, ${String(one.in_progress)} in progress`,
        one.unusable === 0 ? '' : `${String(one.unusable)} without an id, which are left`,
        one.reason ?? '',
      ]
        .filter((text) => text !== '')
        .join('\n'),
    })),
  ]);
}
