import type { DecisionKind, Guids, ItemType } from '#libs/core';
import { DataSource } from 'typeorm';
import { sqlOf, type Sql } from './sql-rows.js';

export interface HistoryRecord {
  readonly id: number;
  readonly type: ItemType;
  readonly title: string;
  readonly episodeTitle: string | null;
  readonly year: number | null;
  readonly season: number | null;
  readonly episode: number | null;
  readonly guids: Guids;
  readonly parentGuids: Guids;
  readonly decision: DecisionKind;
  readonly decidedAt: Date | null;
  readonly playedAt: Date | null;
  readonly positionMs: number;
  readonly via: string;
  readonly event: string;
  readonly changedAt: Date;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What one backend shows of an item; one of several where a server has several copies. */
export interface CopyRecord {
  readonly itemId: number;
  readonly backend: string;
  readonly remoteId: string;
  readonly part: number;
  readonly watched: boolean;
  readonly positionMs: number;
  readonly playCount: number | null;
  readonly playedAt: Date | null;
  readonly addedAt: Date | null;
  readonly observedAt: Date;
  readonly libraryId: string | null;
  readonly path: string | null;
  readonly detail: CopyDetail;
}

/** Titles, numbers and ids as a backend shows them. */
export interface CopyDetail {
  readonly title: string;
  readonly episodeTitle: string | null;
  readonly year: number | null;
  readonly season: number | null;
  readonly episode: number | null;
  readonly lastEpisode: number | null;
  readonly guids: Guids;
  readonly parentGuids: Guids;
  readonly showId: string | null;
  readonly runtimeMs: number | null;
}

export const HISTORY_SORTS = {
  id: 'id',
  type: 'type',
  updated: 'changed_at',
  watched: 'decision',
  via: 'via',
  title: 'title',
  year: 'year',
  season: 'season',
  episode: 'episode',
  created_at: 'created_at',
  updated_at: 'updated_at',
} as const;
export type HistorySort = keyof typeof HISTORY_SORTS;

export interface HistoryFilter {
  readonly watched?: boolean;
  readonly type?: ItemType;
  /** Contains, in any letter case. */
  readonly title?: string;
  readonly via?: string;
  readonly year?: number;
  readonly season?: number;
  readonly episode?: number;
}

export interface HistoryQuery {
  readonly filter: HistoryFilter;
  readonly sort: readonly { readonly by: HistorySort; readonly direction: 'asc' | 'desc' }[];
  readonly limit: number;
  readonly offset: number;
}

const SELECT = `SELECT id, type, title, episode_title AS "episodeTitle", year, season, episode, guids, parent_guids AS "parentGuids",
    decision, decided_at AS "decidedAt", played_at AS "playedAt", position_ms AS "positionMs", via, event,
    changed_at AS "changedAt", created_at AS "createdAt", updated_at AS "updatedAt" FROM item`;

/** The stored play states of a person, for reading. */
export class History {
  private readonly sql: Sql;

  constructor(database: DataSource) {
    this.sql = sqlOf(database);
  }

  async list(identityId: number, query: HistoryQuery): Promise<{ total: number; items: HistoryRecord[] }> {
    const { where, parameters } = conditions(identityId, query.filter);
    const [counted] = await this.sql.query<{ total: number }>(
      `SELECT count(*) AS total FROM item ${where}`,
      parameters,
    );
    const order = [
      ...query.sort.map(({ by, direction }) => `${HISTORY_SORTS[by]} ${direction}`),
      'id DESC',
    ].join(', ');
    const items = await this.sql.query<HistoryRecord>(
      `${SELECT} ${where} ORDER BY ${order} LIMIT $${parameters.length + 1} OFFSET $${parameters.length + 2}`,
      [...parameters, query.limit, query.offset],
    );
    return { total: counted?.total ?? 0, items };
  }

  async find(identityId: number, id: number): Promise<HistoryRecord | null> {
    const [found] = await this.sql.query<HistoryRecord>(`${SELECT} WHERE identity_id = $1 AND id = $2`, [
      identityId,
      id,
    ]);
    return found ?? null;
  }

  /** In the order asked for; what there is not is left out. */
  async findAll(identityId: number, ids: readonly number[]): Promise<HistoryRecord[]> {
    return this.sql.query<HistoryRecord>(
      `${SELECT} WHERE identity_id = $1 AND id = ANY($2::bigint[]) ORDER BY array_position($2::bigint[], id)`,
      [identityId, ids],
    );
  }

  async copies(itemIds: readonly number[]): Promise<CopyRecord[]> {
    return this.sql.query(
      `SELECT o.item_id AS "itemId", b.name AS backend, o.remote_id AS "remoteId", o.part, o.watched, o.position_ms AS "positionMs",
              o.play_count AS "playCount", o.played_at AS "playedAt", o.added_at AS "addedAt", o.observed_at AS "observedAt",
              o.library_id AS "libraryId", o.path, o.detail
         FROM observation o JOIN backend b ON b.id = o.backend_id
        WHERE o.item_id = ANY($1) ORDER BY o.item_id, b.id, o.remote_id`,
      [itemIds],
    );
  }

  /** Our own ids of items by the ids that a backend's server has for them. */
  async itemsAt(backendId: number, remoteIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const rows = await this.sql.query<{ remoteId: string; itemId: number }>(
      `SELECT DISTINCT ON (remote_id) remote_id AS "remoteId", item_id AS "itemId" FROM observation
        WHERE backend_id = $1 AND remote_id = ANY($2) ORDER BY remote_id, part`,
      [backendId, remoteIds],
    );
    return new Map(rows.map(({ remoteId, itemId }) => [remoteId, itemId]));
  }

  async counts(
    identityId: number,
  ): Promise<{ movies: number; episodes: number; watched: number; inProgress: number }> {
    const [row] = await this.sql.query<{
      movies: number;
      episodes: number;
      watched: number;
      inProgress: number;
    }>(
      `SELECT count(*) FILTER (WHERE type = 'movie') AS movies, count(*) FILTER (WHERE type = 'episode') AS episodes,
              count(*) FILTER (WHERE decision = 'played') AS watched, count(*) FILTER (WHERE position_ms > 0) AS "inProgress"
         FROM item WHERE identity_id = $1`,
      [identityId],
    );
    return row ?? { movies: 0, episodes: 0, watched: 0, inProgress: 0 };
  }

  /** How many ledger entries are newer than `id`, and the newest of all: a live view asks whether they moved. */
  async changesSince(identityId: number, id: number): Promise<{ changed: number; lastId: number }> {
    const [row] = await this.sql.query<{ changed: number; lastId: number | null }>(
      `SELECT (SELECT count(*) FROM state_change WHERE identity_id = $1 AND id > $2) AS changed,
              (SELECT max(id) FROM state_change WHERE identity_id = $1) AS "lastId"`,
      [identityId, id],
    );
    return { changed: row?.changed ?? 0, lastId: row?.lastId ?? 0 };
  }
}

function conditions(identityId: number, filter: HistoryFilter): { where: string; parameters: unknown[] } {
  const parameters: unknown[] = [identityId];
  const parts = ['identity_id = $1'];
  const add = (value: unknown, sql: (placeholder: string) => string): void => {
    if (value === undefined) return;
    parameters.push(value);
    parts.push(sql(`$${parameters.length}`));
  };
  if (filter.watched !== undefined)
    parts.push(filter.watched ? `decision = 'played'` : `decision <> 'played'`);
  add(filter.type, (p) => `type = ${p}`);
  add(filter.title === undefined ? undefined : likePattern(filter.title), (p) => `title ILIKE ${p}`);
  add(filter.via, (p) => `via = ${p}`);
  add(filter.year, (p) => `year = ${p}`);
  add(filter.season, (p) => `season = ${p}`);
  add(filter.episode, (p) => `episode = ${p}`);
  return { where: `WHERE ${parts.join(' AND ')}`, parameters };
}

/** A person types `%` and means it. */
const likePattern = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;
