// @ts-check
import { exitCode, followRuns, RUN_OPTIONS } from './follow-runs.mjs';

/** @type {import('./usage.mjs').Command} */
export const stateExport = {
  name: 'state:export',
  summary: 'Carry the history to the backends',
  options: {
    ...RUN_OPTIONS,
    'ignore-date': { text: 'Our state wins over newer wishes, too', short: 'i' },
  },
  run: async (context) => {
    const { options } = context;
    const body = {
      force: options['force-full'] ?? false,
      ignore_date: options['ignore-date'] ?? false,
      dry_run: options['dry-run'] ?? false,
      sync_requests: options['sync-requests'] ?? false,
    };
    const runs = await followRuns(context, { kind: 'export', body });
    return {
      head: ['Identity', 'Backend', 'Mode', 'Status', 'Played', 'Unplayed', 'Progress', 'Skipped', 'Failed'],
      rows: runs.map(({ identity, backend, mode, status, counts }) => [
        ...[identity, backend ?? '', mode ?? '', status],
        ...[counts.played, counts.unplayed, counts.progress, counts.skipped, counts.failed],
      ]),
      code: exitCode(runs, options.strict),
    };
  },
};
