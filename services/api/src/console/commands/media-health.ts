import { setTimeout as wait } from 'node:timers/promises';
import { CommandFailed } from '../command-failed.js';
import { flag, USER } from '../options.js';
import { command } from './simple-command.js';
import { identitiesFor } from './sync-runs.js';

interface Health {
  readonly running: boolean;
  readonly report: {
    readonly status: string;
    readonly summary: { readonly total: number; readonly actionable_count: number };
  } | null;
}

const LOOK_EVERY_MS = 500;

/** Audits all records; what the task of that name calls (cli.md 5.1). */
export const StateMediaHealth = command({
  name: 'state:media-health',
  summary: 'Audit the records: contradicting ids, duplicates, what is not on every backend',
  options: {
    user: USER,
    'check-files': flag('', 'Look for the files, too, where their folders are mounted here'),
  },
  run: async ({ options }, { api, printer, signal }) => {
    const rows = [];
    for (const identity of await identitiesFor(api, options.user)) {
      const own = api.about(identity);
      let health = await own.post<Health>(
        'state/media-health/run',
        options['check-files'] ? { check_files: true } : {},
      );
      while (health.running) {
        await wait(LOOK_EVERY_MS, undefined, { signal });
        health = await own.get<Health>('state/media-health');
      }
      if (health.report?.status !== 'completed')
        throw new CommandFailed(`The audit of ${identity} failed; the log says why.`);
      const { total, actionable_count: found } = health.report.summary;
      rows.push({ identity, total, found });
    }
    printer.table({ identity: 'Identity', total: 'Records', found: 'Need A Look' }, rows);
    return 0;
  },
});
