import type { DecisionKind, Guids, ItemType } from '#libs/core';
import { DataSource } from 'typeorm';
import {
  conditionsOf,
  looksIntoCopies,
  orderOf,
  type HistoryFilter,
  type SortStep,
} from './history-filter.js';
import { OrderedIds, type OrderedQuestion } from './ordered-ids.js';
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
  readonly genres?: readonly string[];
  readonly favourite?: boolean;
  readonly rating?: number;
}

export interface HistoryQuery {
  readonly filter: HistoryFilter;
  readonly sort: readonly SortStep[];
  readonly limit: number;
  readonly offset: number;
}

export interface HistoryList {
  readonly total: number;
  /** Whether `total` is counted; else it is Postgres' guess, until it is counted. */
  readonly isCounted: boolean;
  readonly items: HistoryRecord[];
}

const COLUMNS = `item.id, item.type, item.title, item.episode_title AS "episodeTitle", item.year, item.season, item.episode, item.guids,
    item.parent_guids AS "parentGuids", item.decision, item.decided_at AS "decidedAt", item.played_at AS "playedAt",
    item.position_ms AS "positionMs", item.via, item.event, item.changed_at AS "changedAt", item.created_at AS "createdAt",
    item.updated_at AS "updatedAt"`;
const SELECT = `SELECT ${COLUMNS} FROM item`;

/** Up to here counting takes a moment. */
const COUNTED_AT_ONCE = 3_000;
/** The first pages are read as they are now. */
const READ_AT_ONCE = 2_000;

/** The stored play states of a person, for reading. */
export class History {
  private readonly sql: Sql;
  private readonly ordered: OrderedIds;

  constructor(database: DataSource) {
    this.sql = sqlOf(database);
    this.ordered = new OrderedIds(this.sql);
  }

  /** A page. Of a long list the first pages are read as they are, later ones from its order of some seconds ago. */
  async list(identityId: number, { filter, sort, limit, offset }: HistoryQuery): Promise<HistoryList> {
    const { where, parameters } = conditionsOf(identityId, filter);
    const question = { identityId, where, parameters, order: orderOf(sort) };
    if (looksIntoCopies(filter)) return this.remembered(question, { limit, offset });
    const guess = await this.guess(question);
    if (guess <= COUNTED_AT_ONCE) {
      const [total, items] = await Promise.all([
        this.count(question),
        this.read(question, { limit, offset }),
      ]);
      return { total, isCounted: true, items };
    }
    if (offset + limit > READ_AT_ONCE) return this.remembered(question, { limit, offset });
    const known = this.ordered.known(question);
    return {
      total: known ?? guess,
      isCounted: known !== null,
      items: await this.read(question, { limit, offset }),
    };
  }

  /** A page out of the order of the list. */
  private async remembered(
    question: OrderedQuestion,
    { limit, offset }: Pick<HistoryQuery, 'limit' | 'offset'>,
  ): Promise<HistoryList> {
    const { ids, total } = await this.ordered.page(question, offset, limit);
    return { total, isCounted: true, items: await this.byIds(question.identityId, ids) };
  }

  private async guess({ where, parameters }: OrderedQuestion): Promise<number> {
    const [row] = await this.sql.query<{
      'QUERY PLAN': readonly { readonly Plan: { readonly 'Plan Rows': number } }[];
    }>(`EXPLAIN (FORMAT JSON) SELECT FROM item ${where}`, parameters);
    return row?.['QUERY PLAN'][0]?.Plan['Plan Rows'] ?? 0;
  }

  private async count({ where, parameters }: OrderedQuestion): Promise<number> {
    const [row] = await this.sql.query<{ total: number }>(
      `SELECT count(*) AS total FROM item ${where}`,
      parameters,
    );
    return row?.total ?? 0;
  }

  private read(
    { where, parameters, order }: OrderedQuestion,
    { limit, offset }: Pick<HistoryQuery, 'limit' | 'offset'>,
  ): Promise<HistoryRecord[]> {
    const place = parameters.length;
    return this.sql.query<HistoryRecord>(
      `${SELECT} ${where} ORDER BY ${order} LIMIT $${place + 1} OFFSET $${place + 2}`,
      [...parameters, limit, offset],
    );
  }

  /** Records in the order of their ids. */
  byIds(identityId: number, ids: readonly number[]): Promise<HistoryRecord[]> {
    return this.sql.query<HistoryRecord>(
      `SELECT ${COLUMNS} FROM unnest($2::bigint[]) WITH ORDINALITY AS wanted(id, place)
         JOIN item ON item.id = wanted.id AND item.identity_id = $1 ORDER BY wanted.place`,
      [identityId, ids],
    );
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
