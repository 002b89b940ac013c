import { DataSource } from 'typeorm';
import { sqlOf, type Sql } from './sql-rows.js';

export interface IdentityRecord {
  readonly id: number;
  readonly name: string;
}

export class IdentityTaken extends Error {}

/** The persons whose play states are kept. */
export class Identities {
  private readonly sql: Sql;

  constructor(database: DataSource) {
    this.sql = sqlOf(database);
  }

  async list(): Promise<(IdentityRecord & { readonly backends: string[] })[]> {
    return this.sql.query(
      `SELECT i.id, i.name, coalesce(array_agg(b.name ORDER BY b.name) FILTER (WHERE b.id IS NOT NULL), '{}') AS backends
         FROM identity i LEFT JOIN backend b ON b.identity_id = i.id
        GROUP BY i.id ORDER BY i.id`,
    );
  }

  async find(name: string): Promise<IdentityRecord | null> {
    const [found] = await this.sql.query<IdentityRecord>('SELECT id, name FROM identity WHERE name = $1', [
      name,
    ]);
    return found ?? null;
  }

  async byId(id: number): Promise<IdentityRecord | null> {
    const [found] = await this.sql.query<IdentityRecord>('SELECT id, name FROM identity WHERE id = $1', [id]);
    return found ?? null;
  }

  /** Throws `IdentityTaken`. */
  async add(name: string): Promise<IdentityRecord> {
    const [added] = await this.sql.query<IdentityRecord>(
      'INSERT INTO identity (name) VALUES ($1) ON CONFLICT DO NOTHING RETURNING id, name',
      [name],
    );
    if (!added) throw new IdentityTaken(name);
    return added;
  }
}
