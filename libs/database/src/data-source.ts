import pg from 'pg';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { migrations } from './migrations/index.js';
import { tables } from './tables/index.js';

// Our ids stay far below 2^53; as text they would break every comparison.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

export interface DatabaseSettings {
  readonly url: string;
  readonly poolSize: number;
}

export const dataSourceOptions = ({ url, poolSize }: DatabaseSettings): DataSourceOptions => ({
  type: 'postgres',
  url,
  poolSize,
  entities: [...tables],
  migrations: [...migrations],
  migrationsTableName: 'migration',
  uuidExtension: 'pgcrypto',
  installExtensions: false,
  applicationName: 'watchstate',
  extra: {
    // Statements that need not know of one another's answers are sent together.
    pipeline: true,
    // A connection may end between the pool and its next holder: whoever uses it then is told, and no process ends.
    onConnect: (client: pg.Client) => void client.on('error', () => undefined),
  },
});

export const createDataSource = (settings: DatabaseSettings): DataSource =>
  new DataSource(dataSourceOptions(settings));

/** Where the pool connects to, for a connection of one's own. */
export function addressOf({ options }: DataSource): string {
  if (options.type !== 'postgres' || options.url === undefined)
    throw new Error('the database has no address');
  return options.url;
}
