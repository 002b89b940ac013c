/** Plain rows of a raw query. The shape is the query's own; it is named where the SQL is. */
export interface Sql {
  query<Row>(text: string, parameters?: readonly unknown[]): Promise<Row[]>;
}

interface RawRunner {
  query(text: string, parameters?: unknown[]): Promise<unknown>;
}

/**
 * The one place that trusts a query to have the shape it names. TypeORM answers `UPDATE`, `DELETE` and
 * `INSERT … RETURNING` with `[rows, count]`, everything else with the rows.
 */
export const sqlOf = (runner: RawRunner): Sql => ({
  async query<Row>(text: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    const result = await runner.query(text, [...parameters]);
    if (!Array.isArray(result)) return [];
    const isPair = result.length === 2 && Array.isArray(result[0]) && typeof result[1] === 'number';
    return (isPair ? result[0] : result) as Row[];
  },
});
