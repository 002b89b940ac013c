import { DataSource } from 'typeorm';
import { alterBackend, insertBackend } from './backend-rows.js';
import type { BackendChanges, BackendRecord, NewBackend } from './backend-record.js';
import { settled } from './deadlocks.js';
import { sqlOf } from './sql-rows.js';

/** A person, who may be there already, and backends to come. */
export interface NewHousehold {
  readonly identity: string;
  readonly backends: readonly Omit<NewBackend, 'identityId'>[];
}

/** Backends of one person: some to come, some to become different. */
export interface HouseholdChanges {
  readonly added: readonly NewBackend[];
  readonly altered: readonly { readonly backend: BackendRecord; readonly changes: BackendChanges }[];
}

/** Persons with their backends, taken in together. */
export class Households {
  constructor(private readonly database: DataSource) {}

  /** All or none. Throws `BackendNameTaken`. */
  amend({ added, altered }: HouseholdChanges): Promise<void> {
    return settled(() =>
      this.database.transaction(async (manager) => {
        const sql = sqlOf(manager);
        for (const { backend, changes } of altered) await alterBackend(sql, backend, changes);
        for (const backend of added) await insertBackend(sql, backend);
      }),
    );
  }

  /** All or none. Throws `BackendNameTaken`. */
  async add(households: readonly NewHousehold[]): Promise<void> {
    await this.database.transaction(async (manager) => {
      const sql = sqlOf(manager);
      for (const { identity, backends } of households) {
        await sql.query('INSERT INTO identity (name) VALUES ($1) ON CONFLICT DO NOTHING', [identity]);
        const [found] = await sql.query<{ id: number }>('SELECT id FROM identity WHERE name = $1', [
          identity,
        ]);
        if (!found) throw new Error('an identity went while it was added to');
        for (const backend of backends) await insertBackend(sql, { ...backend, identityId: found.id });
      }
    });
  }
}
