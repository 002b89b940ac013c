import { Injectable } from '@nestjs/common';
import { ConsoleCommand, type ExitCode, type Scene, type Wish } from '../console-command.js';
import { BACKENDS, flag, number, text, USER } from '../options.js';
import { SyncWork } from './sync-work.js';

const OPTIONS = {
  user: USER,
  'select-backend': BACKENDS,
  exclude: flag('e', 'All but the selected backends'),
  'force-full': flag('f', 'Forget the last export date and compare everything'),
  'ignore-date': flag('i', 'Our state wins over newer wishes, too'),
  'dry-run': flag('', 'Write nothing; list what would change'),
  'sync-requests': flag('', 'One request at a time'),
  'async-requests': flag('', 'As many requests at a time as the settings allow'),
  strict: flag('', 'End with 1 when a backend fails'),
  'fail-if-locked': flag('', 'End with 1 when another export is under way'),
  'redirect-logger': flag('r', 'Log lines among the results'),
  'memory-usage': flag('m', 'The used memory behind each log line'),
  timeout: number('', 'Accepted: a request to a media server has a time limit of its own', { min: 1 }),
  concurrency: number('', 'Accepted: WS_EXPORT_CONCURRENCY says how many writes at a time', { min: 1 }),
  'stats-show': flag('', 'The counters as JSON in place of the table'),
  'stats-filter': text('', 'Accepted: every counter is shown'),
  'servers-filter': text('', 'The same as --select-backend, separated by commas'),
};

/** Tells the backends what changed (cli.md 2.2). */
@Injectable()
export class StateExport extends ConsoleCommand<typeof OPTIONS> {
  readonly name = 'state:export';
  readonly summary = 'Carry the history to the backends';
  readonly options = OPTIONS;
  override readonly goesOn = true;
  override readonly examples = ['', '-fi -v -u main', '-fi -v -u main -s plex_home', '--dry-run'];

  async run({ options }: Wish<typeof OPTIONS>, scene: Scene): Promise<ExitCode> {
    const { printer } = scene;
    printer.redirectsLog = options['redirect-logger'];
    printer.showsMemory = options['memory-usage'];
    const more = options['servers-filter']?.split(',').map((name) => name.trim()) ?? [];
    const work = new SyncWork(scene, {
      kind: 'export',
      selection: {
        user: options.user,
        backends: [...options['select-backend'], ...more],
        isExcluded: options.exclude,
      },
      isWanted: (backend) => backend.export.enabled,
      body: {
        force: options['force-full'],
        ignore_date: options['ignore-date'],
        dry_run: options['dry-run'],
        ...(options['sync-requests'] || options['async-requests']
          ? { sync_requests: options['sync-requests'] }
          : {}),
      },
    });
    const outcome = await work.carryOut(() => undefined);
    const rows = outcome.runs.map(({ id, identity, backend, mode, status, counts }) => ({
      ...{ identity, backend, mode, status, played: counts.played, unplayed: counts.unplayed },
      ...{ progress: counts.progress, skipped: counts.skipped, failed: counts.failed, run: id },
    }));
    if (options['stats-show']) printer.data(rows);
    else if (rows.length > 0 || printer.manner.shape !== 'table') printer.table(COLUMNS, rows);
    return work.exitCode(outcome, { isStrict: options.strict, failsIfLocked: options['fail-if-locked'] });
  }
}

const COLUMNS = {
  identity: 'Identity',
  backend: 'Backend',
  mode: 'Mode',
  status: 'Status',
  played: 'Played',
  unplayed: 'Unplayed',
  progress: 'Progress',
  skipped: 'Skipped',
  failed: 'Failed',
};
