// @ts-check
import { exitCode, followRuns, RUN_OPTIONS } from './follow-runs.mjs';

/** @type {import('./usage.mjs').Command} */
export const stateImport = {
  name: 'state:import',
  summary: 'Read the backends and merge what they say into the history',
  options: {
    ...RUN_OPTIONS,
    'metadata-only': { text: 'Keep the play states; refresh ids and titles' },
    trust: { text: 'Take the state of the backend as the truth' },
  },
  run: async (context) => {
    const { options } = context;
    const body = {
      force: options['force-full'] ?? false,
      dry_run: options['dry-run'] ?? false,
      sync_requests: options['sync-requests'] ?? false,
      metadata_only: options['metadata-only'] ?? false,
      trust: options.trust ?? false,
    };
    const runs = await followRuns(context, { kind: 'import', body });
    return {
      head: ['Identity', 'Backend', 'Status', 'Added', 'Updated', 'Unchanged', 'Failed'],
      rows: runs.map(({ identity, backend, status, counts }) => [
        ...[identity, backend ?? '', status, counts.added],
        ...[counts.updated, counts.unchanged, counts.failed],
      ]),
      code: exitCode(runs, options.strict),
    };
  },
};
