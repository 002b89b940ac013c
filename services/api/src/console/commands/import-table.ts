import type { Printer } from '../printer.js';
import type { RunCard } from './sync-runs.js';

const TYPES = { movie: 'Movie', episode: 'Episode' } as const;

/** The table at the end of an import, movies and episodes apart, in the form that people know (cli.md 2.1). */
export function importTable(printer: Printer, runs: readonly RunCard[]): void {
  const sum = (type: keyof typeof TYPES, count: 'added' | 'updated' | 'failed'): number =>
    runs.reduce((total, run) => total + (run.by_type?.[type]?.[count] ?? 0), 0);
  const rows = (['movie', 'episode'] as const).map((type) => ({
    type: TYPES[type],
    added: sum(type, 'added'),
    updated: sum(type, 'updated'),
    failed: sum(type, 'failed'),
  }));
  printer.table({ type: 'Type', added: 'Added', updated: 'Updated', failed: 'Failed' }, rows);
}
