import { addTallies, TYPE_COUNTS, typeCounts, type Tally } from './run-tally.js';

/** An import of one person that came to its end; of several backends, one entry for each. */
export interface EndedImport {
  readonly identity: string;
  readonly requests: number;
  readonly tally: Tally;
}

/** The line at the end of a person's import, for the log at level NOTICE (F178). */
export const importEndLine = (
  { identity, requests }: Pick<EndedImport, 'identity' | 'requests'>,
  seconds: number,
): string =>
  `SYSTEM: Completed '${requests}' requests in '${seconds.toFixed(3)}'s for '${identity}' backends.`;

/** The table at the end of an import: movies and episodes apart, summed over all that took part (F179). */
export function importEndTable(ended: readonly Pick<EndedImport, 'tally'>[]): string {
  const tally = addTallies(...ended.map((one) => one.tally));
  const row = (name: string, type: 'movie' | 'episode'): string[] => {
    const counts = typeCounts(tally, type);
    return [name, ...TYPE_COUNTS.map((count) => String(counts[count]))];
  };
  return boxTable([['Type', 'Added', 'Updated', 'Failed'], row('Movie', 'movie'), row('Episode', 'episode')]);
}

/** A table drawn with box characters and a line between its rows (cli.md 1.4). Cells are plain text of one line. */
export function boxTable(rows: readonly (readonly string[])[]): string {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const rule = (left: string, middle: string, right: string): string =>
    left + widths.map((width) => '─'.repeat(width + 2)).join(middle) + right;
  const lines = rows.map(
    (row) => `│${widths.map((width, column) => ` ${(row[column] ?? '').padEnd(width)} `).join('│')}│`,
  );
  return [rule('┌', '┬', '┐'), lines.join(`\n${rule('├', '┼', '┤')}\n`), rule('└', '┴', '┘')].join('\n');
}

/** Which strategy it was, where it was not the usual one (F188). */
export const directMapperLine = (identity: string): string =>
  `SYSTEM: Used the direct mapper for '${identity}' backends; every page was compared with the database.`;

/** The end of one that had waited for a person. */
export const approvedEndLine = (unmarks: number, identity: string): string =>
  `SYSTEM: Completed '${unmarks}' approved unmarks for '${identity}' backends.`;
