import type { Printer } from '../printer.js';
import type { RunCard } from './sync-runs.js';

/** The table at the end of an import, in the form that people know (cli.md 2.1). */
export function importTable(printer: Printer, runs: readonly RunCard[]): void {
  const sum = (name: 'added' | 'updated' | 'failed'): number =>
    runs.reduce((total, { counts }) => total + counts[name], 0);
  printer.table({ type: 'Type', added: 'Added', updated: 'Updated', failed: 'Failed' }, [
    { type: 'All', added: sum('added'), updated: sum('updated'), failed: sum('failed') },
  ]);
}
