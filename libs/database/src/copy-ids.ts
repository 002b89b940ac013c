import type { Guids } from '#libs/core';
import { DataSource } from 'typeorm';
import type { CopyId } from './import-page.js';
import { sqlOf, type Sql } from './sql-rows.js';

export interface IdsOfCopy extends CopyId {
  readonly guids: Guids;
  readonly parentGuids: Guids;
}

/** What all backends together know of the ids of copies, for reading. */
export class CopyIds {
  private readonly sql: Sql;

  constructor(database: DataSource) {
    this.sql = sqlOf(database);
  }

  async of(backendId: number, remoteIds: readonly string[]): Promise<IdsOfCopy[]> {
    return this.sql.query(
      `SELECT o.remote_id AS "remoteId", o.part, i.guids, i.parent_guids AS "parentGuids"
         FROM observation o JOIN item i ON i.id = o.item_id WHERE o.backend_id = $1 AND o.remote_id = ANY($2)`,
      [backendId, remoteIds],
    );
  }
}
