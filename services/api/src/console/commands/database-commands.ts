import { Injectable } from '@nestjs/common';
import { type IndexRecord, Upkeep } from '#libs/database';
import { CommandFailed } from '../command-failed.js';
import { ConsoleCommand, type ExitCode, type Scene, type Wish } from '../console-command.js';
import { flag, text, texts } from '../options.js';

const USER = text('u', 'Accepted: one database holds everybody');

const INDEX = {
  user: USER,
  'dry-run': flag('', 'Only look'),
  'force-reindex': flag('f', 'Build every index anew'),
};

/** Checks the indexes, builds anew what is broken, and refreshes the statistics. */
@Injectable()
export class DbIndex extends ConsoleCommand<typeof INDEX> {
  readonly name = 'db:index';
  readonly summary = 'Check the indexes of the database and refresh its statistics';
  readonly options = INDEX;

  constructor(private readonly upkeep: Upkeep) {
    super();
  }

  async run({ options }: Wish<typeof INDEX>, { printer, signal }: Scene): Promise<ExitCode> {
    const indexes = await this.upkeep.indexes();
    const wanted = indexes.filter(({ isValid }) => options['force-reindex'] || !isValid);
    const invalid = indexes.filter(({ isValid }) => !isValid).length;
    printer.notice(
      `${indexes.length} indexes, ${invalid} of them not usable; ${wanted.length} to build anew.`,
    );
    if (options['dry-run']) {
      printer.table({ table: 'Table', name: 'Index', valid: 'Valid', size: 'Bytes' }, indexes.map(rowOf));
      return 0;
    }
    for (const { name } of wanted) {
      signal.throwIfAborted();
      await this.upkeep.reindex(name);
      printer.info(`Built ${name} anew.`);
    }
    await this.upkeep.analyze();
    printer.notice('The statistics are fresh.');
    return 0;
  }
}

const rowOf = ({ table, name, isValid, size }: IndexRecord) => ({ table, name, valid: isValid, size });

const MAINTENANCE = { user: USER };

@Injectable()
export class DbMaintenance extends ConsoleCommand<typeof MAINTENANCE> {
  readonly name = 'db:maintenance';
  readonly summary = 'Give back the room of what was removed (VACUUM ANALYZE)';
  readonly options = MAINTENANCE;

  constructor(private readonly upkeep: Upkeep) {
    super();
  }

  async run(_wish: Wish<typeof MAINTENANCE>, { printer }: Scene): Promise<ExitCode> {
    await this.upkeep.vacuum();
    printer.notice('The database is tidy.');
    return 0;
  }
}

const MIGRATE = {
  user: USER,
  execute: flag('x', 'Accepted: migrations run at every start'),
  force: flag('', 'Accepted: migrations run at every start'),
  repair: flag('', 'Accepted: a migration runs whole or not at all'),
  steps: text('', 'Accepted: all of them run'),
};

@Injectable()
export class DbMigrate extends ConsoleCommand<typeof MIGRATE> {
  readonly name = 'db:migrate';
  readonly summary = 'List the migrations that have run; they run by themselves at every start';
  readonly options = MIGRATE;

  constructor(private readonly upkeep: Upkeep) {
    super();
  }

  async run(_wish: Wish<typeof MIGRATE>, { printer }: Scene): Promise<ExitCode> {
    printer.table({ name: 'Migration' }, await this.upkeep.migrations());
    return 0;
  }
}

const QUERY = { user: USER, parameter: texts('p', 'A value for $1, $2 and so on; may be repeated') };

@Injectable()
export class DbQuery extends ConsoleCommand<typeof QUERY> {
  readonly name = 'db:query';
  readonly summary = 'Ask the database a question that changes nothing';
  readonly options = QUERY;
  override readonly args = [{ name: 'sql', about: 'A SELECT' }];
  override readonly examples = [`"SELECT kind, status, count(*) FROM run GROUP BY 1, 2"`];

  constructor(private readonly upkeep: Upkeep) {
    super();
  }

  async run({ options, args: [sql = ''] }: Wish<typeof QUERY>, { printer }: Scene): Promise<ExitCode> {
    const rows = await this.upkeep.read(sql, options.parameter).catch((error: unknown) => {
      throw new CommandFailed(error instanceof Error ? error.message : String(error));
    });
    const [first] = rows;
    if (printer.manner.shape !== 'table') printer.data(rows.map(shownRow));
    else if (!first) printer.headline('No rows.');
    else printer.table(Object.fromEntries(Object.keys(first).map((key) => [key, key])), rows.map(shownRow));
    return 0;
  }
}

/** Stored tokens are sealed, and yet nobody's business. */
const HIDDEN = /token|password|secret|hash/i;
const shownRow = (row: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(row).map(([key, value]) => [key, HIDDEN.test(key) ? '***' : cellOf(value)]),
  );
const cellOf = (value: unknown): string | number | boolean | null => {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  return value instanceof Date ? value.toISOString() : JSON.stringify(value);
};
