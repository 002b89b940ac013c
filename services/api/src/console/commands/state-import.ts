import { Injectable } from '@nestjs/common';
import { CommandFailed } from '../command-failed.js';
import { ConsoleCommand, type ExitCode, type Scene, type Wish } from '../console-command.js';
import { BACKENDS, flag, number, text, texts, USER } from '../options.js';
import { type BackendCard, type RunCard } from './sync-runs.js';
import { SyncWork } from './sync-work.js';
import { importTable } from './import-table.js';

const OPTIONS = {
  user: USER,
  'select-backend': BACKENDS,
  exclude: flag('e', 'All but the selected backends'),
  'force-full': flag('f', 'Forget the last import date and read everything'),
  'dry-run': flag('', 'Write nothing; list what would change'),
  'metadata-only': flag('', 'Keep the play states; refresh ids and titles'),
  trust: flag('', 'Take the state of the backend as the truth, with preview and guard'),
  'select-library': texts('S', 'Only the library with this id; may be repeated'),
  'exclude-library': flag('I', 'All but the selected libraries'),
  'sync-requests': flag('', 'One request at a time'),
  'async-requests': flag('', 'As many requests at a time as the settings allow'),
  strict: flag('', 'End with 1 when a backend fails'),
  'fail-if-locked': flag('', 'End with 1 when another import is under way'),
  'redirect-logger': flag('r', 'Log lines among the results'),
  'memory-usage': flag('m', 'The used memory behind each log line'),
  'show-messages': flag('', 'Show the counters of each run'),
  'stats-show': flag('', 'The counters as JSON in place of the table'),
  'always-update-metadata': flag('', 'Accepted: ids and titles are always refreshed'),
  'memory-mapper': flag('', 'Pages that are the very same as last time are not compared again'),
  'direct-mapper': flag('', 'Every page is compared; wins over --memory-mapper'),
  timeout: number('', 'Accepted: a request to a media server has a time limit of its own', { min: 1 }),
  'stats-filter': text('', 'Only these counters, separated by commas'),
};

/** Reads backends and merges what they say (cli.md 2.1). */
@Injectable()
export class StateImport extends ConsoleCommand<typeof OPTIONS> {
  readonly name = 'state:import';
  readonly summary = 'Read the backends and merge what they say into the history';
  readonly options = OPTIONS;
  override readonly goesOn = true;
  override readonly examples = ['', '-v -u main', '-vvvrm', '-f -s plex_home --dry-run'];

  async run({ options }: Wish<typeof OPTIONS>, scene: Scene): Promise<ExitCode> {
    const { printer } = scene;
    printer.redirectsLog = options['redirect-logger'];
    printer.showsMemory = options['memory-usage'];
    const work = new SyncWork(scene, {
      kind: 'import',
      selection: { user: options.user, backends: options['select-backend'], isExcluded: options.exclude },
      isWanted: (backend) => backend.import.enabled || isMetadataSource(backend),
      body: {
        force: options['force-full'],
        dry_run: options['dry-run'],
        metadata_only: options['metadata-only'],
        trust: options.trust,
        ...(options['sync-requests'] || options['async-requests']
          ? { sync_requests: options['sync-requests'] }
          : {}),
        ...mapperOf(options),
      },
      bodyOf: (api, backend) =>
        librariesOf(options['select-library'], {
          isExcluded: options['exclude-library'],
          all: () => api.get<readonly LibraryCard[]>(`backend/${encodeURIComponent(backend)}/library`),
        }),
    });
    const isTable = printer.manner.shape === 'table' && !options['stats-show'];
    const outcome = await work.carryOut((_, runs) => {
      if (isTable) printer.knownToTaskLog(() => importTable(printer, runs));
      if (options['show-messages']) tellCounters(scene, runs);
    });
    if (!isTable) printer.data(outcome.runs.map((run) => statsOf(run, options['stats-filter'])));
    return work.exitCode(outcome, { isStrict: options.strict, failsIfLocked: options['fail-if-locked'] });
  }
}

/** What the person chose for this run; else the setting decides. */
function mapperOf(options: { readonly 'direct-mapper': boolean; readonly 'memory-mapper': boolean }): {
  readonly mapper?: 'memory' | 'direct';
} {
  if (options['direct-mapper']) return { mapper: 'direct' };
  return options['memory-mapper'] ? { mapper: 'memory' } : {};
}

interface LibraryCard {
  readonly id: string;
  readonly supported: boolean;
  readonly ignored: boolean;
}

/** Which libraries to read; nothing when none is selected. */
async function librariesOf(
  selected: readonly string[],
  { isExcluded, all }: { readonly isExcluded: boolean; readonly all: () => Promise<readonly LibraryCard[]> },
): Promise<{ readonly libraries?: readonly string[] }> {
  if (selected.length === 0) return {};
  if (!isExcluded) return { libraries: selected };
  const left = (await all()).filter(
    ({ id, supported, ignored }) => supported && !ignored && !selected.includes(id),
  );
  if (left.length === 0) throw new CommandFailed('The selection leaves no library.');
  return { libraries: left.map(({ id }) => id) };
}

const isMetadataSource = ({ options }: BackendCard): boolean => options['IMPORT_METADATA_ONLY'] === true;

function tellCounters({ printer }: Scene, runs: readonly RunCard[]): void {
  for (const { backend, counts, requests } of runs)
    printer.headline(`${backend ?? ''}: ${JSON.stringify({ ...counts, requests })}`);
}

function statsOf(run: RunCard, filter: string | undefined): Readonly<Record<string, unknown>> {
  const { id, identity, backend, mode, status, counts, requests } = run;
  const wanted = filter?.split(',');
  const shown = Object.entries(counts).filter(([name]) => wanted === undefined || wanted.includes(name));
  return { run: id, identity, backend, mode, status, ...Object.fromEntries(shown), requests };
}
