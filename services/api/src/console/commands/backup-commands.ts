import { CommandFailed } from '../command-failed.js';
import type { Scene } from '../console-command.js';
import { BACKEND, BACKENDS, flag, number, text, USER } from '../options.js';
import { command } from './simple-command.js';
import { followRuns, identitiesFor, tellEnds } from './sync-runs.js';

const ACCEPTED = {
  'sync-requests': flag('', 'One request at a time'),
  'async-requests': flag('', 'As many requests at a time as the settings allow'),
  timeout: number('', 'Accepted: a request to a media server has a time limit of its own', { min: 1 }),
};

/** What is not said is left to the setting `WS_HTTP_SYNC_REQUESTS`. */
const paceOf = (said: {
  readonly 'sync-requests': boolean;
  readonly 'async-requests': boolean;
}): { readonly sync_requests?: boolean } =>
  said['sync-requests'] || said['async-requests'] ? { sync_requests: said['sync-requests'] } : {};

interface StartedBackups {
  readonly runs: readonly { readonly backend: string; readonly run_id: string; readonly busy: boolean }[];
}

interface BackupCard {
  readonly filename: string;
  readonly size: number;
  readonly type: string;
}

export const StateBackup = command({
  name: 'state:backup',
  goesOn: true,
  summary: 'Save the play states of backends into files',
  options: {
    user: USER,
    'select-backend': BACKENDS,
    exclude: flag('', 'All but the selected backends'),
    keep: flag('k', 'A name without a date; such a file is never pruned'),
    file: text('', 'A file name of its own, with {date}, {backend} and {user}; for one backend'),
    'no-compress': flag('N', 'Plain JSON in place of zip'),
    'no-enhance': flag('', 'Do not complete entries from the local store'),
    'dry-run': flag('', 'Write nothing'),
    ...ACCEPTED,
  },
  examples: ['-v', '-k -s plex_home', '--file backup_{backend}.json -s plex_home -N'],
  run: async ({ options }, scene) => {
    const ids: string[] = [];
    for (const identity of await identitiesFor(scene.api, options.user)) {
      const started = await scene.api.post<StartedBackups>('system/backup', {
        identity,
        ...(options['select-backend'].length > 0
          ? { backends: options['select-backend'], exclude: options.exclude }
          : {}),
        ...{ keep: options.keep, compress: !options['no-compress'], enhance: !options['no-enhance'] },
        ...{ dry_run: options['dry-run'], ...paceOf(options) },
        ...(options.file === undefined ? {} : { file: options.file }),
      });
      ids.push(...startedIn(started, scene));
    }
    if (ids.length === 0) scene.printer.notice('There was nothing to back up.');
    const runs = await followRuns(ids, scene);
    const isAllWell = tellEnds(runs, scene);
    const files = await scene.api.get<readonly BackupCard[]>('system/backup');
    const made = files.slice(0, runs.filter(({ status }) => status === 'succeeded').length);
    if (!options['dry-run'] && made.length > 0)
      scene.printer.table(
        { filename: 'File', size: 'Bytes', type: 'Type' },
        made.map(({ filename, size, type }) => ({ filename, size, type })),
      );
    return isAllWell ? 0 : 1;
  },
});

/** The runs that were started; what is busy already is told. */
function startedIn({ runs }: StartedBackups, { printer }: Scene): readonly string[] {
  for (const { backend, busy } of runs) if (busy) printer.notice(`${backend} is busy with another backup.`);
  return runs.filter(({ busy }) => !busy).map(({ run_id: id }) => id);
}

export const BackendRestore = command({
  name: 'backend:restore',
  summary: 'Bring a backend back to what a backup says; without --execute only list what would change',
  options: {
    user: USER,
    'select-backend': BACKEND,
    execute: flag('', 'Really write'),
    'assume-yes': flag('', 'Do not ask'),
    'restore-watch-progress': flag('P', 'Also positions'),
    ignore: flag('i', 'Although export is switched off for this backend'),
    ...ACCEPTED,
  },
  args: [{ name: 'file', about: 'A file of the backup folder', suggests: 'file' }],
  examples: ['main.plex_home.20250301.json.zip -s plex_home', 'x.json -s plex_home --execute'],
  question: ({ options, args }) =>
    options.execute && !options['assume-yes']
      ? `What ${options['select-backend'] ?? 'the backend'} holds is overwritten by ${args[0] ?? 'the backup'}; if it is imported from, that spreads to the others.`
      : null,
  run: async ({ options, args: [file = ''] }, scene) => {
    const backend = options['select-backend'];
    if (backend === undefined) throw new CommandFailed('Name the backend: -s <backend>.');
    const name = file.split('/').at(-1) ?? file;
    const { run_id: id } = await scene.api.post<{ readonly run_id: string }>(
      `system/backup/${encodeURIComponent(name)}/restore`,
      {
        identity: options.user ?? 'main',
        backend,
        ...{ dry_run: !options.execute, progress: options['restore-watch-progress'], ignore: options.ignore },
        ...paceOf(options),
      },
    );
    const runs = await followRuns([id], scene);
    const isAllWell = tellEnds(runs, scene);
    scene.printer.table(
      {
        backend: 'Backend',
        status: 'Status',
        played: 'Played',
        unplayed: 'Unplayed',
        progress: 'Progress',
        skipped: 'Skipped',
        failed: 'Failed',
      },
      runs.map(({ backend: on, status, counts }) => ({
        ...{ backend: on, status, played: counts.played, unplayed: counts.unplayed },
        ...{ progress: counts.progress, skipped: counts.skipped, failed: counts.failed },
      })),
    );
    if (!options.execute) scene.printer.headline('Nothing was written; add --execute to do it.');
    return isAllWell ? 0 : 1;
  },
});
