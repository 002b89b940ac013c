import type { ItemType, RemoteItem } from '#libs/core';
import { DataSource } from 'typeorm';
import type { CopyDetail } from './history.js';
import { epoch } from './seconds.js';
import { sqlOf, type Sql } from './sql-rows.js';

interface Row extends Pick<
  RemoteItem,
  'watched' | 'positionMs' | 'playCount' | 'playedAt' | 'addedAt' | 'path' | 'libraryId'
> {
  readonly type: ItemType;
  readonly detail: CopyDetail;
}

/** Copies as their backend last showed them. */
export class StoredCopies {
  private readonly sql: Sql;

  constructor(database: DataSource) {
    this.sql = sqlOf(database);
  }

  /** As if read again and nothing had changed. Null when it was never seen, or is one file of several episodes. */
  async asReport(backendId: number, remoteId: string): Promise<RemoteItem | null> {
    const rows = await this.sql.query<Row>(
      `SELECT item.type, o.watched, o.position_ms AS "positionMs", o.play_count AS "playCount", ${epoch('o.played_at')} AS "playedAt",
              ${epoch('o.added_at')} AS "addedAt", o.path, o.library_id AS "libraryId", o.detail
         FROM observation o JOIN item ON item.id = o.item_id WHERE o.backend_id = $1 AND o.remote_id = $2`,
      [backendId, remoteId],
    );
    const [row] = rows;
    if (!row || rows.length > 1) return null;
    const { detail, ...copy } = row;
    return { ...detail, ...copy, id: remoteId };
  }
}
