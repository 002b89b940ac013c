import { Injectable, type Type } from '@nestjs/common';
import { CommandFailed } from '../command-failed.js';
import { ConsoleCommand, type ExitCode, type Scene, type Wish } from '../console-command.js';
import { type Argument, BACKEND, choice, flag, number, text, USER } from '../options.js';
import type { Row } from '../printer.js';

export type AnyRow = Readonly<Record<string, unknown>>;

const OPTIONS = {
  user: USER,
  'select-backend': BACKEND,
  'include-raw-response': flag('', 'With what the server answered, as data'),
  'no-cache': flag('', 'Accepted: the server is asked each time'),
  cutoff: text('', 'Accepted: every item is looked at'),
};

const MORE = {
  id: text('', 'Only the library with this id'),
  limit: number('l', 'At most so many', { min: 1, max: 500 }),
  timeout: number('', 'Seconds to wait for the server', { min: 1, max: 3_600 }),
  percentage: number('p', 'Below which likeness; 50 when absent', { min: 0, max: 100 }),
  method: choice('m', 'How likeness is measured', ['similarity', 'levenshtein']),
};
type More = keyof typeof MORE;

interface Asked {
  readonly backend: string;
  readonly id: string | undefined;
  readonly args: readonly string[];
}

interface Declaration {
  readonly name: string;
  readonly summary: string;
  readonly args?: readonly Argument[];
  /** Those that the route takes beside user and backend. */
  readonly options?: readonly More[];
  readonly path: (asked: Asked) => string;
  readonly query?: (args: readonly string[]) => Readonly<Record<string, string>>;
  readonly rows?: (answer: unknown) => readonly AnyRow[];
  readonly columns: Readonly<Record<string, string>>;
  /** Said when there is no row. */
  readonly nothing?: string;
}

/** Makes the class of a command that asks one route about one backend, and shows the answer. */
export function backendTable(declaration: Declaration): Type<ConsoleCommand> {
  const { options: more = [] } = declaration;
  const options = { ...OPTIONS, ...Object.fromEntries(more.map((name) => [name, MORE[name]])) };

  @Injectable()
  class BackendTable extends ConsoleCommand<typeof OPTIONS> {
    readonly name = declaration.name;
    readonly summary = declaration.summary;
    readonly options = options;
    override readonly args = declaration.args ?? [];

    async run({ options: wished, args }: Wish<typeof OPTIONS>, { api, printer }: Scene): Promise<ExitCode> {
      const backend = wished['select-backend'];
      if (backend === undefined) throw new CommandFailed('Name the backend: -s <backend>.');
      const given = wished as AnyRow;
      const id = typeof given['id'] === 'string' ? given['id'] : undefined;
      const isRaw = wished['include-raw-response'];
      const query = { ...numbersIn(given), ...declaration.query?.(args), ...(isRaw ? { raw: true } : {}) };
      const answer = await api
        .about(wished.user)
        .get<unknown>(declaration.path({ backend, id, args }), query);
      if (isRaw) printer.data(answer);
      else this.show(rowsOf(declaration, answer), printer);
      return 0;
    }

    private show(rows: readonly AnyRow[], printer: Scene['printer']): void {
      if (rows.length === 0 && printer.manner.shape === 'table')
        printer.headline(declaration.nothing ?? 'There is nothing to show.');
      else printer.table(declaration.columns, rows.map(cellsOf));
    }
  }
  return BackendTable;
}

const rowsOf = ({ rows }: Declaration, answer: unknown): readonly AnyRow[] => {
  if (rows) return rows(answer);
  return (Array.isArray(answer) ? answer : [answer]) as readonly AnyRow[];
};

/** Of the further options, those that the route reads from its query. */
const numbersIn = (given: AnyRow): Record<string, string | number> =>
  Object.fromEntries(
    (['limit', 'timeout', 'percentage', 'method'] as const)
      .map((name) => [name, given[name]] as const)
      .filter(
        (pair): pair is readonly ['limit', string | number] =>
          typeof pair[1] === 'string' || typeof pair[1] === 'number',
      ),
  );

const cellsOf = (row: AnyRow): Row =>
  Object.fromEntries(
    Object.entries(row).map(([key, value]) => [key, isCell(value) ? value : JSON.stringify(value)]),
  );

const isCell = (value: unknown): value is string | number | boolean | null =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value);
