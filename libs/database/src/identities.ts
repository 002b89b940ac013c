import { DataSource } from 'typeorm';
import { sqlOf, type Sql } from './sql-rows.js';
import { lockIdentity } from './truths.js';

export interface IdentityRecord {
  readonly id: number;
  readonly name: string;
  /** Whether second viewings are carried on; null: as the installation is set. */
  readonly syncRewatch: boolean | null;
}

const COLUMNS = 'id, name, sync_rewatch AS "syncRewatch"';

export interface IdentityHoldings {
  readonly backends: number;
  readonly records: number;
  readonly watched: number;
  readonly changes: number;
  readonly runs: number;
}

export class IdentityTaken extends Error {}

/** The persons whose play states are kept. */
export class Identities {
  private readonly sql: Sql;

  constructor(private readonly database: DataSource) {
    this.sql = sqlOf(database);
  }

  async list(): Promise<(IdentityRecord & { readonly backends: string[] })[]> {
    return this.sql.query(
      `SELECT i.id, i.name, i.sync_rewatch AS "syncRewatch", coalesce(array_agg(b.name ORDER BY b.name) FILTER (WHERE b.id IS NOT NULL), '{}') AS backends
         FROM identity i LEFT JOIN backend b ON b.identity_id = i.id
        GROUP BY i.id ORDER BY i.id`,
    );
  }

  async find(name: string): Promise<IdentityRecord | null> {
    const [found] = await this.sql.query<IdentityRecord>(`SELECT ${COLUMNS} FROM identity WHERE name = $1`, [
      name,
    ]);
    return found ?? null;
  }

  async byId(id: number): Promise<IdentityRecord | null> {
    const [found] = await this.sql.query<IdentityRecord>(`SELECT ${COLUMNS} FROM identity WHERE id = $1`, [
      id,
    ]);
    return found ?? null;
  }

  /** Throws `IdentityTaken`. */
  async add(name: string): Promise<IdentityRecord> {
    const [added] = await this.sql.query<IdentityRecord>(
      `INSERT INTO identity (name) VALUES ($1) ON CONFLICT DO NOTHING RETURNING ${COLUMNS}`,
      [name],
    );
    if (!added) throw new IdentityTaken(name);
    return added;
  }

  /** Throws `IdentityTaken`. */
  async rename({ id }: IdentityRecord, name: string): Promise<IdentityRecord> {
    const [renamed] = await this.sql.query<IdentityRecord>(
      `UPDATE identity SET name = $2 WHERE id = $1 AND NOT EXISTS (SELECT FROM identity WHERE name = $2 AND id <> $1) RETURNING ${COLUMNS}`,
      [id, name],
    );
    if (!renamed) throw new IdentityTaken(name);
    return renamed;
  }

  /** What was left open under the old word is looked at by the next import and export. */
  async setRewatch({ id }: Pick<IdentityRecord, 'id'>, syncRewatch: boolean | null): Promise<void> {
    await this.sql.query('UPDATE identity SET sync_rewatch = $2 WHERE id = $1', [id, syncRewatch]);
  }

  /** What belongs to a person, and would go with the identity. */
  async holdings({ id }: IdentityRecord): Promise<IdentityHoldings> {
    const [row] = await this.sql.query<IdentityHoldings>(
      `SELECT (SELECT count(*) FROM backend WHERE identity_id = $1) AS backends, (SELECT count(*) FROM item WHERE identity_id = $1) AS records,
              (SELECT count(*) FROM item WHERE identity_id = $1 AND decision = 'played') AS watched,
              (SELECT count(*) FROM state_change WHERE identity_id = $1) AS changes, (SELECT count(*) FROM run WHERE identity_id = $1) AS runs`,
      [id],
    );
    return row ?? { backends: 0, records: 0, watched: 0, changes: 0, runs: 0 };
  }

  /** Removes a person with all that belongs to it. Nothing is written to a media server. */
  async remove({ id }: IdentityRecord): Promise<void> {
    await this.database.transaction(async (manager) => {
      const sql = sqlOf(manager);
      await lockIdentity(sql, id);
      await sql.query('DELETE FROM identity WHERE id = $1', [id]);
    });
  }
}
