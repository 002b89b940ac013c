import { DataSource } from 'typeorm';
import { sqlOf, type Sql } from './sql-rows.js';
import { lockIdentity } from './truths.js';

/** A file of several episodes, of which each names the same path. `o` must be in scope. */
const isMulti = (alias: string): string =>
  `EXISTS (SELECT FROM observation m WHERE m.backend_id = ${alias}.backend_id AND m.remote_id = ${alias}.remote_id AND m.part > 0)`;

/** Items as records: which share a file, and which go. */
export class ItemRecords {
  private readonly sql: Sql;

  constructor(private readonly database: DataSource) {
    this.sql = sqlOf(database);
  }

  /** By item: others of which a backend names the same file; files of several episodes are no duplicates. */
  async twins(identityId: number, itemIds: readonly number[]): Promise<Map<number, number[]>> {
    const rows = await this.sql.query<{ itemId: number; twins: number[] }>(
      `SELECT mine.item_id AS "itemId", to_jsonb(array_agg(DISTINCT other.item_id ORDER BY other.item_id)) AS twins
         FROM observation mine
         JOIN observation other ON other.path = mine.path AND other.item_id <> mine.item_id
         JOIN backend b ON b.id = other.backend_id AND b.identity_id = $1
        WHERE mine.item_id = ANY($2) AND mine.path <> '' AND NOT ${isMulti('mine')} AND NOT ${isMulti('other')}
        GROUP BY mine.item_id`,
      [identityId, itemIds],
    );
    return new Map(rows.map(({ itemId, twins }) => [itemId, twins]));
  }

  async known(identityId: number, itemIds: readonly number[]): Promise<ReadonlySet<number>> {
    const rows = await this.sql.query<{ id: number }>(
      'SELECT id FROM item WHERE identity_id = $1 AND id = ANY($2)',
      [identityId, itemIds],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Removes items with all that is known of them; the next import that finds one takes it in anew (I-21). How many. */
  async remove(identityId: number, itemIds: readonly number[]): Promise<number> {
    return this.database.transaction(async (manager) => {
      const sql = sqlOf(manager);
      await lockIdentity(sql, identityId);
      const gone = await sql.query('DELETE FROM item WHERE identity_id = $1 AND id = ANY($2) RETURNING 1', [
        identityId,
        itemIds,
      ]);
      return gone.length;
    });
  }

  /** Forgets what a backend shows of items; an item that nobody shows any more goes (I-21). */
  async removeReferences(
    { id: backendId, identityId }: { readonly id: number; readonly identityId: number },
    itemIds: readonly number[],
  ): Promise<{ readonly references: number; readonly records: number }> {
    return this.database.transaction(async (manager) => {
      const sql = sqlOf(manager);
      await lockIdentity(sql, identityId);
      const gone = await sql.query<{ itemId: number }>(
        'DELETE FROM observation WHERE backend_id = $1 AND item_id = ANY($2) RETURNING item_id AS "itemId"',
        [backendId, itemIds],
      );
      const records = await sql.query(
        `DELETE FROM item i WHERE i.id = ANY($1) AND NOT EXISTS (SELECT FROM observation o WHERE o.item_id = i.id) RETURNING 1`,
        [gone.map(({ itemId }) => itemId)],
      );
      return { references: gone.length, records: records.length };
    });
  }
}
