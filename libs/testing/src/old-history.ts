import { mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export interface OldStateRow {
  readonly title: string;
  readonly tmdb: string;
  readonly via: string;
  readonly watched?: boolean;
  /** Unix seconds. */
  readonly updated?: number;
  readonly progressMs?: number;
  readonly type?: string;
}

const TABLE = `CREATE TABLE state (id integer PRIMARY KEY, type text NOT NULL, updated integer NOT NULL,
  watched integer NOT NULL DEFAULT 0, via text NOT NULL, title text NOT NULL, year integer, season integer, episode integer,
  parent text, guids text, metadata text, extra text)`;

/** The database of an older installation, as its documentation describes the table (sync-engine.md SR-31). */
export function writeOldHistory(path: string, rows: readonly OldStateRow[]): void {
  mkdirSync(dirname(path), { recursive: true });
  rmSync(path, { force: true });
  const database = new DatabaseSync(path);
  database.exec(TABLE);
  const insert = database.prepare(
    `INSERT INTO state (type, updated, watched, via, title, year, parent, guids, metadata, extra) VALUES (?, ?, ?, ?, ?, 2020, '{}', ?, ?, ?)`,
  );
  for (const { title, tmdb, via, watched = false, updated = 1_700_000_000, progressMs = 0, type } of rows)
    insert.run(
      ...[type ?? 'movie', updated, watched ? 1 : 0, via, title, JSON.stringify({ guid_tmdb: tmdb })],
      JSON.stringify({
        [via]: { id: `r${tmdb}`, watched: watched ? '1' : '0', progress: String(progressMs) },
      }),
      JSON.stringify({ [via]: { received_at: new Date(updated * 1_000).toISOString() } }),
    );
  database.close();
}
