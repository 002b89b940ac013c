type Cell = string | number | boolean | null;

/**
 * Rows as one array for each column. Postgres reads these in half the time that it takes for a list of objects, and they
 * can be put into words before a lock is taken.
 */
export class TypedColumns<Field extends string> {
  private readonly columns: readonly (readonly [field: Field, type: string])[];

  /** The type of each field's column; one of type `jsonb` may hold anything. */
  constructor(types: Readonly<Record<Field, string>>) {
    this.columns = Object.entries(types) as [Field, string][];
  }

  /** The rows in SQL, by the names of their fields, with their `place` from 0 on; `first` is the number of the first parameter. */
  from(name: string, first: number): string {
    const cells = this.columns.map(([, type], index) =>
      type === 'jsonb'
        ? `jsonb_array_elements($${first + index}::jsonb)`
        : `unnest($${first + index}::${type}[])`,
    );
    const fields = this.columns.map(([field]) => `"${field}"`);
    return `(SELECT *, ordinality - 1 AS place FROM ROWS FROM (${cells.join(', ')}) WITH ORDINALITY AS c(${fields.join(', ')}, ordinality)) AS ${name}`;
  }

  /** One parameter for each column. */
  parametersOf(rows: readonly Readonly<Record<Field, unknown>>[]): string[] {
    return this.columns.map(([field, type]) => {
      const cells = rows.map((row) => row[field]);
      return type === 'jsonb' ? JSON.stringify(cells) : `{${(cells as Cell[]).map(elementOf).join(',')}}`;
    });
  }
}

const elementOf = (cell: Cell | undefined): string => {
  if (cell === null || cell === undefined) return 'NULL';
  return typeof cell === 'string' ? `"${cell.replace(/["\\]/g, '\\$&')}"` : String(cell);
};
