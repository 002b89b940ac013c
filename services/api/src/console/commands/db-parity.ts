import { flag, number, USER } from '../options.js';
import { command } from './simple-command.js';

const NOTHING_FOUND = 2;

interface ParityPage {
  readonly paging: { readonly total: number; readonly params: { readonly min: number } };
  readonly items: readonly {
    readonly id: number;
    readonly title: string;
    readonly watched: boolean;
    readonly updated: number | null;
    readonly reported_by: readonly string[];
    readonly not_reported_by: readonly string[];
  }[];
}

const COLUMNS = {
  id: 'id',
  title: 'title',
  updated: 'updated',
  reported_by: 'Reported by',
  not_reported_by: 'Not reported by',
};

export const DbParity = command({
  name: 'db:parity',
  summary: 'List records that not all backends report',
  options: {
    user: USER,
    min: number('m', 'Fewer backends than this; 0 for all backends', { max: 1_000 }),
    limit: number('l', 'At most so many; 1000 when absent', { min: 1, max: 1_000 }),
    page: number('p', 'The page', { min: 1 }),
    prune: flag('d', 'Delete all that match, whatever --limit says; no backend is written to'),
  },
  examples: ['', '-m 2', '-m 2 --prune -n'],
  question: ({ options }) =>
    options.prune ? 'Every record that matches is deleted, with its history.' : null,
  run: async ({ options }, { api, printer }) => {
    const own = api.about(options.user);
    const { min = 0, limit: perpage = 1_000, page = 1 } = options;
    const { paging, items } = await own.get<ParityPage>('system/parity', { min, perpage, page });
    if (paging.total === 0) {
      printer.headline('No records match the criteria.');
      return NOTHING_FOUND;
    }
    if (options.prune) {
      // What 0 stands for, so that a backend that is added in this moment deletes nothing more.
      const body = { min: paging.params.min };
      const pruned = await own.delete<{ readonly deleted_records: number }>('system/parity', { body });
      printer.headline(`Deleted ${pruned.deleted_records} records.`);
      return 0;
    }
    printer.table(
      COLUMNS,
      items.map(({ id, title, watched, updated, reported_by, not_reported_by }) => ({
        id,
        title: `${title} (${watched ? '✓' : '✕'})`,
        updated: updated === null ? '' : new Date(updated * 1_000).toISOString(),
        reported_by: reported_by.join(', '),
        not_reported_by: not_reported_by.join(', '),
      })),
    );
    return 0;
  },
});
