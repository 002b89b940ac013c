import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import type { RunOptions } from './run-options.js';
import { type Added, Runs } from './runs.js';
import { sqlOf, type Sql } from './sql-rows.js';

/** Runs over the playlists of a person: one at a time. */
export class PlaylistRuns {
  private readonly sql: Sql;
  private readonly runs: Runs;

  constructor(database: DataSource) {
    this.sql = sqlOf(database);
    this.runs = new Runs(database);
  }

  /** The one that is under way is named instead. */
  async add(
    identityId: number,
    { dryRun, options }: { readonly dryRun: boolean; readonly options: RunOptions },
  ): Promise<Added> {
    const reference = `playlists://${identityId}`;
    const [added] = await this.sql.query<{ id: string }>(
      `INSERT INTO run (id, kind, identity_id, reference, dry_run, options) VALUES ($1, 'playlist', $2, $3, $4, $5)
       ON CONFLICT DO NOTHING RETURNING id`,
      [randomUUID(), identityId, reference, dryRun, options],
    );
    if (added) return { run: await this.runs.get(added.id) };
    const [busy] = await this.sql.query<{ id: string }>(
      `SELECT id FROM run WHERE reference = $1 AND status IN ('queued', 'running')`,
      [reference],
    );
    // It may have ended between the two statements.
    return busy ? { busyWith: await this.runs.get(busy.id) } : this.add(identityId, { dryRun, options });
  }
}
