import { Injectable } from '@nestjs/common';
import { type ApiCaller, ApiRefusal } from '../api-caller.js';
import { CommandFailed } from '../command-failed.js';
import { ConsoleCommand, type ExitCode, type Scene, type Wish } from '../console-command.js';
import { BACKENDS, flag, number, USER } from '../options.js';
import {
  type BackendCard,
  checkSelection,
  followRuns,
  identitiesFor,
  type RunCard,
  selectedBackends,
  type Selection,
  tellEnds,
} from './sync-runs.js';

const OPTIONS = {
  user: USER,
  'select-backend': BACKENDS,
  exclude: flag('e', 'All but the selected backends'),
  'dry-run': flag('', 'Write nothing; list what would change'),
  'force-full': flag('f', 'Read the entries of every list, and write again what failed before'),
  timeout: number('', 'Accepted: a request to a media server has a time limit of its own', { min: 1 }),
  'fail-if-locked': flag('', 'End with 1 when the playlists are being synchronised already'),
};

interface Change {
  readonly sentence: string;
  readonly status: string;
  readonly backend: string;
}

/** So many changes of one run are told; the rest is in the API. */
const MOST_CHANGES = 1_000;

interface Outcome {
  readonly run: RunCard;
  readonly identity: string;
  readonly isAllWell: boolean;
}

/** Makes the playlists of each person the same on all backends (cli.md 2.5, F362). */
@Injectable()
export class StatePlaylist extends ConsoleCommand<typeof OPTIONS> {
  readonly name = 'state:playlist';
  readonly summary = 'Make the playlists the same on all backends';
  readonly options = OPTIONS;
  override readonly goesOn = true;
  override readonly examples = ['', '-u main --dry-run', '-s plex_home -s attic', '-f -v'];

  async run({ options }: Wish<typeof OPTIONS>, scene: Scene): Promise<ExitCode> {
    const selection = {
      user: options.user,
      backends: options['select-backend'],
      isExcluded: options.exclude,
    };
    const body = { dry_run: options['dry-run'], force: options['force-full'] };
    const outcomes: Outcome[] = [];
    let isBusy = false;
    for (const [identity, backends] of await selectedFor(scene, selection)) {
      const names = selection.backends.length === 0 ? {} : { backends: backends.map(({ name }) => name) };
      const id = await start(scene, identity, { ...names, ...body });
      isBusy ||= id === null;
      if (id !== null) outcomes.push(await followed(scene, identity, id));
    }
    tellTable(scene, outcomes);
    const isAllWell = outcomes.every((outcome) => outcome.isAllWell);
    return isAllWell && !(options['fail-if-locked'] && isBusy) ? 0 : 1;
  }
}

/** Who has backends that are meant; checked before anything is started. */
async function selectedFor(
  { api }: Scene,
  selection: Selection,
): Promise<ReadonlyMap<string, readonly BackendCard[]>> {
  const work = new Map<string, readonly BackendCard[]>();
  for (const identity of await identitiesFor(api, selection.user)) {
    const backends = await selectedBackends(api.about(identity), selection, () => true);
    if (backends.length > 0) work.set(identity, backends);
  }
  checkSelection([...work.values()].flat(), selection);
  return work;
}

async function followed(scene: Scene, identity: string, id: string): Promise<Outcome> {
  const [run] = await followRuns([id], scene);
  if (!run) throw new CommandFailed(`The run ${id} is gone.`);
  await tellChanges(scene, identity, run);
  return { identity, run, isAllWell: tellEnds([run], scene) };
}

/** Null when a run is under way already, unless it is our own from before the process died. */
async function start(scene: Scene, identity: string, body: object): Promise<string | null> {
  scene.printer.notice(`SYSTEM: Starting the playlists of '${identity}'.`);
  try {
    const api: ApiCaller = scene.api.about(identity);
    return (await api.post<{ readonly run_id: string }>('playlists/sync', body)).run_id;
  } catch (error) {
    if (!(error instanceof ApiRefusal) || error.status !== 409) throw error;
    const busy: unknown =
      typeof error.body === 'object' && error.body !== null ? Reflect.get(error.body, 'run_id') : null;
    if (scene.attempt > 1 && typeof busy === 'string') return busy;
    scene.printer.notice(error.message, { identity });
    return null;
  }
}

/** A line for each list that was made, changed, deleted or left alone. */
async function tellChanges(
  { api, printer }: Scene,
  identity: string,
  { id, skipped_by: left }: RunCard,
): Promise<void> {
  const query = { run_id: id, perpage: MOST_CHANGES };
  const { items } = await api
    .about(identity)
    .get<{ readonly items: readonly Change[] }>('playlists/changes', query);
  for (const { sentence, status } of items.toReversed())
    if (status === 'failed') printer.warning(sentence, { run: id });
    else printer.notice(sentence, { run: id });
  for (const [reason, count] of Object.entries(left ?? {}))
    printer.info(`${count} left alone: ${reason}.`, { run: id });
}

function tellTable({ printer }: Scene, outcomes: readonly Outcome[]): void {
  const rows = outcomes.map(({ identity, run: { id, status, counts } }) => ({
    ...{ identity, status, created: counts.added, updated: counts.updated },
    ...{ skipped: counts.skipped, failed: counts.failed, run: id },
  }));
  if (rows.length > 0 || printer.manner.shape !== 'table') printer.table(COLUMNS, rows);
}

const COLUMNS = {
  identity: 'Identity',
  status: 'Status',
  created: 'Created',
  updated: 'Updated',
  skipped: 'Skipped',
  failed: 'Failed',
};
