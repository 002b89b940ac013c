import { DataSource } from 'typeorm';
import { sqlOf, type Sql } from './sql-rows.js';
import { lockIdentity } from './truths.js';

/** On how many backends an item was seen; `item` must be in scope. */
const SEEN_ON = '(SELECT count(DISTINCT o.backend_id) FROM observation o WHERE o.item_id = item.id)';

const BATCH = 1_000;

/** Which records not all backends report. */
export class Parity {
  private readonly sql: Sql;

  constructor(private readonly database: DataSource) {
    this.sql = sqlOf(database);
  }

  /** Items that fewer than `min` backends report, the newest change first. */
  async below(
    identityId: number,
    { min, limit, offset }: { readonly min: number; readonly limit: number; readonly offset: number },
  ): Promise<{ readonly total: number; readonly ids: number[] }> {
    const where = `WHERE item.identity_id = $1 AND ${SEEN_ON} < $2`;
    const [counted] = await this.sql.query<{ total: number }>(`SELECT count(*) AS total FROM item ${where}`, [
      identityId,
      min,
    ]);
    const rows = await this.sql.query<{ id: number }>(
      `SELECT item.id FROM item ${where} ORDER BY item.changed_at DESC, item.id DESC LIMIT $3 OFFSET $4`,
      [identityId, min, limit, offset],
    );
    return { total: counted?.total ?? 0, ids: rows.map(({ id }) => id) };
  }

  /** Removes all of them, a thousand at a time; nothing is written to a media server. How many went. */
  async removeBelow(identityId: number, min: number): Promise<number> {
    let removed = 0;
    for (;;) {
      const gone = await this.removeSome(identityId, min);
      removed += gone;
      if (gone < BATCH) return removed;
    }
  }

  private removeSome(identityId: number, min: number): Promise<number> {
    return this.database.transaction(async (manager) => {
      const sql = sqlOf(manager);
      await lockIdentity(sql, identityId);
      const rows = await sql.query(
        `DELETE FROM item WHERE id IN (
           SELECT item.id FROM item WHERE item.identity_id = $1 AND ${SEEN_ON} < $2 ORDER BY item.id LIMIT ${BATCH}) RETURNING 1`,
        [identityId, min],
      );
      return rows.length;
    });
  }
}
