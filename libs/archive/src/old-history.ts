import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { OldRow } from '#libs/core';
import { ArchiveError } from './archive-error.js';

export interface OldPage {
  readonly rows: readonly OldRow[];
  /** Of the last row; the next page comes after it. */
  readonly after: number;
}

/** All that is read; an older table lacks some of the others. */
const COLUMNS = [
  ...['id', 'type', 'updated', 'watched', 'via', 'title', 'year', 'season', 'episode'],
  ...['parent', 'guids', 'metadata', 'extra'],
];
const JSON_COLUMNS = ['parent', 'guids', 'metadata', 'extra'];

/** The SQLite file in which an older installation keeps what a person has watched (SR-30). It is read and never written. */
export class OldHistory {
  private constructor(private readonly database: DatabaseSync) {}

  /** Throws `ArchiveError` for what is no such file. Whoever opens it closes it. */
  static open(path: string): OldHistory {
    if (!existsSync(path)) throw new ArchiveError('no-such-file', 'The old database is not there any more.');
    const history = new OldHistory(new DatabaseSync(path, { readOnly: true, allowExtension: false }));
    try {
      history.assertTable();
    } catch (error) {
      history.close();
      throw error instanceof ArchiveError ? error : notOne(error);
    }
    return history;
  }

  total(): number {
    return Number(this.database.prepare('SELECT count(*) AS total FROM state').get()?.['total'] ?? 0);
  }

  /** Up to `limit` rows by their id; memory is that of one page. A column that holds no JSON is as good as empty. */
  page(after: number, limit: number): OldPage {
    try {
      const rows = this.database
        .prepare(`SELECT ${COLUMNS.join(', ')} FROM state WHERE id > ? ORDER BY id LIMIT ?`)
        .all(after, limit);
      return { rows: rows.map(withJson), after: Number(rows.at(-1)?.['id'] ?? after) };
    } catch (error) {
      throw notOne(error);
    }
  }

  close(): void {
    this.database.close();
  }

  private assertTable(): void {
    const columns = this.database.prepare('PRAGMA table_info(state)').all();
    const names = new Set(columns.map(({ name }) => name));
    if (!COLUMNS.every((column) => names.has(column))) throw notOne();
  }
}

const withJson = (row: OldRow): OldRow => ({
  ...row,
  ...Object.fromEntries(JSON_COLUMNS.map((column) => [column, parsed(row[column])])),
});

function parsed(text: unknown): unknown {
  try {
    return typeof text === 'string' ? (JSON.parse(text) as unknown) : null;
  } catch {
    return null;
  }
}

const notOne = (cause?: unknown): ArchiveError =>
  new ArchiveError('not-a-history', 'It is no database of an older installation, or it is damaged.', {
    cause,
  });
