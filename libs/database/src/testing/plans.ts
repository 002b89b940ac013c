import type { DataSource } from 'typeorm';
import { PostgresQueryRunner } from 'typeorm/driver/postgres/PostgresQueryRunner.js';
import { vi } from 'vitest';

interface Node {
  readonly 'Node Type': string;
  readonly 'Index Name'?: string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly Plans?: readonly Node[];
}

/** How Postgres went about a query. */
export interface QueryPlan {
  readonly steps: readonly string[];
  readonly indexes: readonly string[];
  readonly tablesReadInFull: readonly string[];
  /** The most rows that any of its steps gave. */
  readonly rowsRead: number;
}

/** The plan of the last query that `work` sends. */
export async function planOf(database: DataSource, work: () => Promise<unknown>): Promise<QueryPlan> {
  const [text, parameters] = await lastQueryOf(work);
  const answer = await database.query<{ 'QUERY PLAN': { Plan: Node }[] }[]>(
    `EXPLAIN (ANALYZE, FORMAT JSON) ${text}`,
    [...parameters],
  );
  const nodes = answer.flatMap((row) => row['QUERY PLAN'].flatMap(({ Plan }) => flatten(Plan)));
  return {
    steps: nodes.map((node) => node['Node Type']),
    indexes: nodes.flatMap((node) => node['Index Name'] ?? []),
    tablesReadInFull: nodes.flatMap((node) =>
      node['Node Type'] === 'Seq Scan' ? (node['Relation Name'] ?? []) : [],
    ),
    rowsRead: Math.max(...nodes.map((node) => node['Actual Rows'])),
  };
}

async function lastQueryOf(
  work: () => Promise<unknown>,
): Promise<[text: string, parameters: readonly unknown[]]> {
  const query = vi.spyOn(PostgresQueryRunner.prototype, 'query');
  try {
    await work();
    const [text, parameters] = query.mock.lastCall ?? [''];
    return [text, Array.isArray(parameters) ? parameters : []];
  } finally {
    query.mockRestore();
  }
}

const flatten = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(flatten)];
