import { Injectable } from '@nestjs/common';
import {
  stateOf,
  UNDECIDED,
  type Expected,
  type Guids,
  type ItemKey,
  type Knowledge,
  type Observed,
  type RemoteItem,
  type Truth,
} from '#libs/core';
import { DataSource } from 'typeorm';
import { addIntents } from './intents.js';
import { advanceRun, type RunStep } from './runs.js';
import { sqlOf, type Sql } from './sql-rows.js';
import { epoch } from './seconds.js';
import {
  addLedgerEntries,
  lockIdentity,
  toTruth,
  TRUTH_COLUMNS,
  updateTruths,
  asApplied,
  asProposed,
  isVisible,
  type Causation,
  type TruthRow,
  type LedgerEntry,
} from './truths.js';

/** A copy as one report names it: a file of several episodes has one copy for each. */
export interface CopyId {
  readonly remoteId: string;
  readonly part: number;
}

export const copyKey = ({ remoteId, part }: CopyId): string => `${remoteId}\n${part}`;

/** What is stored of an item that a page may touch. */
export interface KnownItem {
  readonly id: number;
  readonly truth: Truth;
  readonly guids: Guids;
  readonly parentGuids: Guids;
  /** Latest viewing that another backend reported, unix seconds. */
  readonly viewedElsewhereAt: number | null;
}

/** Everything that a page's decisions need, loaded by set. */
export interface PageKnowledge {
  readonly copies: ReadonlyMap<string, { readonly itemId: number; readonly knowledge: Knowledge }>;
  readonly keys: ReadonlyMap<ItemKey, number>;
  readonly items: ReadonlyMap<number, KnownItem>;
}

export interface NewItem {
  readonly report: RemoteItem;
  readonly truth: Truth;
  readonly keys: readonly ItemKey[];
  readonly rule: string;
}

export interface SeenCopy extends CopyId {
  /** An item's id, or `new` with its place among the new items. */
  readonly item: { readonly id: number } | { readonly isNew: number };
  readonly report: RemoteItem;
  readonly fingerprint: string;
  readonly isEcho: boolean;
}

/** What a page comes to; written in one transaction. */
export interface PageDecisions {
  readonly newItems: readonly NewItem[];
  /** Changed truths of known items. */
  readonly changes: readonly LedgerEntry[];
  /** Unmarks that wait until the read is proved complete. */
  readonly proposals: readonly LedgerEntry[];
  /** Known items whose titles or ids grew. */
  readonly grown: readonly {
    readonly itemId: number;
    readonly guids: Guids;
    readonly parentGuids: Guids;
    readonly keys: readonly ItemKey[];
  }[];
  readonly seen: readonly SeenCopy[];
  /** Items where some backend may be out of step with the truth. */
  readonly restless: readonly number[];
  readonly step: RunStep;
}

export interface PageContext extends Causation {
  readonly now: number;
  readonly asSource: boolean;
  /** A rehearsal: what would change is recorded with the run as proposed, nothing else is written. */
  readonly dryRun: boolean;
  /** Unix seconds of the backend's last complete read: what stayed unchanged was seen then, too. */
  readonly lastCompleteRead: number | null;
}

export interface PageOutcome {
  /** Backends that now have an open intent. */
  readonly backendIds: readonly number[];
  readonly isCancelAsked: boolean;
}

/** One page of an import is one unit of work (contract 6.3). */
@Injectable()
export class ImportPages {
  private readonly sql: Sql;

  constructor(private readonly database: DataSource) {
    this.sql = sqlOf(database);
  }

  /** Fingerprints of what this backend showed before, by copy. */
  async fingerprints(backendId: number, remoteIds: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.sql.query<CopyId & { fingerprint: string }>(
      `SELECT remote_id AS "remoteId", part, fingerprint FROM observation WHERE backend_id = $1 AND remote_id = ANY($2)`,
      [backendId, remoteIds],
    );
    return new Map(rows.map((row) => [copyKey(row), row.fingerprint]));
  }

  /** Loads, decides with `decide` (pure), writes; all under the person's lock. */
  async apply(
    context: PageContext,
    page: { readonly remoteIds: readonly string[]; readonly keys: readonly ItemKey[] },
    work: { readonly decide: (known: PageKnowledge) => PageDecisions; readonly cursor: unknown },
  ): Promise<PageOutcome> {
    return this.database.transaction(async (manager) => {
      const sql = sqlOf(manager);
      await lockIdentity(sql, context.identityId);
      const decisions = work.decide(await load(sql, context, page));
      const backendIds = context.dryRun
        ? await rehearse(sql, context, decisions)
        : await write(sql, context, decisions);
      const isCancelAsked =
        context.runId !== null && (await advanceRun(sql, context.runId, decisions.step, work.cursor));
      return { backendIds, isCancelAsked };
    });
  }
}

export interface CopyRow extends CopyId {
  readonly itemId: number;
  readonly watched: boolean;
  readonly positionMs: number;
  readonly playCount: number | null;
  readonly playedAt: number | null;
  readonly addedAt: number | null;
  readonly path: string | null;
  readonly observedAt: number;
  readonly asSource: boolean;
  readonly isEcho: boolean;
  readonly expectedWatched: boolean | null;
  readonly expectedPositionMs: number | null;
  readonly expectedAt: number | null;
}

/** The columns of a copy as `knowledgeOf` reads them; `observation` must be in scope as `o`. */
export const COPY_COLUMNS = `o.remote_id AS "remoteId", o.part, o.item_id AS "itemId", o.watched, o.position_ms AS "positionMs",
  o.play_count AS "playCount", ${epoch('o.played_at')} AS "playedAt", ${epoch('o.added_at')} AS "addedAt", o.path,
  ${epoch('o.observed_at')} AS "observedAt", o.as_source AS "asSource", o.is_echo AS "isEcho", o.expected_watched AS "expectedWatched",
  o.expected_position_ms AS "expectedPositionMs", ${epoch('o.expected_at')} AS "expectedAt"`;

export function knowledgeOf(row: CopyRow, lastCompleteRead: number | null): Knowledge {
  const observed: Observed = {
    watched: row.watched,
    positionMs: row.positionMs,
    playCount: row.playCount,
    playedAt: row.playedAt,
    addedAt: row.addedAt,
    path: row.path,
    at: Math.max(row.observedAt, lastCompleteRead ?? 0),
    asSource: row.asSource,
    isEcho: row.isEcho,
  };
  return { observed, expected: expectedOf(row) };
}

const expectedOf = ({ expectedWatched, expectedPositionMs, expectedAt }: CopyRow): Expected | null =>
  expectedWatched === null || expectedAt === null
    ? null
    : { watched: expectedWatched, positionMs: expectedPositionMs ?? 0, at: expectedAt };

async function load(
  sql: Sql,
  context: PageContext,
  page: { readonly remoteIds: readonly string[]; readonly keys: readonly ItemKey[] },
): Promise<PageKnowledge> {
  const copies = await sql.query<CopyRow>(
    `SELECT ${COPY_COLUMNS} FROM observation o WHERE o.backend_id = $1 AND o.remote_id = ANY($2)`,
    [context.backendId, page.remoteIds],
  );
  const keys = await sql.query<{ key: ItemKey; itemId: number }>(
    `SELECT key, item_id AS "itemId" FROM item_key WHERE identity_id = $1 AND key = ANY($2)`,
    [context.identityId, page.keys],
  );
  const ids = [...new Set([...copies, ...keys].map(({ itemId }) => itemId))];
  return {
    copies: new Map(
      copies.map((row) => [
        copyKey(row),
        { itemId: row.itemId, knowledge: knowledgeOf(row, context.lastCompleteRead) },
      ]),
    ),
    keys: new Map(keys.map(({ key, itemId }) => [key, itemId])),
    items: await loadItems(sql, ids, context.backendId),
  };
}

type ItemLoaded = KnownItem & TruthRow & { readonly viewedElsewhereAt: number | null };

/** The echo of our own write is no viewing. */
const VIEWED_ELSEWHERE = `(SELECT max(${epoch('o.played_at')}) FROM observation o
    WHERE o.item_id = item.id AND o.backend_id IS DISTINCT FROM $2 AND o.watched AND o.as_source AND NOT o.is_echo)`;

async function loadItems(
  sql: Sql,
  ids: readonly number[],
  backendId: number | null,
): Promise<Map<number, KnownItem>> {
  if (ids.length === 0) return new Map();
  const rows = await sql.query<ItemLoaded>(
    `SELECT item.id, item.guids, item.parent_guids AS "parentGuids", ${TRUTH_COLUMNS}, ${VIEWED_ELSEWHERE} AS "viewedElsewhereAt"
       FROM item WHERE item.id = ANY($1)`,
    [ids, backendId],
  );
  return new Map(rows.map((row) => [row.id, toKnownItem(row)]));
}

const toKnownItem = (row: ItemLoaded): KnownItem => ({
  id: row.id,
  guids: row.guids,
  parentGuids: row.parentGuids,
  truth: toTruth(row),
  viewedElsewhereAt: row.viewedElsewhereAt,
});

async function write(sql: Sql, context: PageContext, decisions: PageDecisions): Promise<number[]> {
  const newIds = await insertItems(sql, context, decisions.newItems);
  await growItems(sql, decisions);
  await insertKeys(sql, context, [
    ...decisions.newItems.map(({ keys }, index) => ({ itemId: newIds[index], keys })),
    ...decisions.grown,
  ]);
  await updateTruths(sql, context, decisions.changes);
  await addLedgerEntries(sql, context, [
    ...asApplied(decisions.changes.filter(isVisible)),
    ...asApplied(firstDecisions(decisions.newItems, newIds)),
    ...asProposed(decisions.proposals),
  ]);
  await saveCopies(sql, context, decisions.seen, newIds);
  return addIntents(sql, context.identityId, decisions.restless);
}

async function rehearse(
  sql: Sql,
  context: PageContext,
  { changes, proposals }: PageDecisions,
): Promise<number[]> {
  await addLedgerEntries(sql, context, asProposed([...changes, ...proposals]));
  return [];
}

/** A new item that comes with a decision is a change of the truth; one by default is none. */
const firstDecisions = (items: readonly NewItem[], ids: readonly number[]): LedgerEntry[] =>
  items.flatMap(({ truth, rule }, index) => {
    const itemId = ids[index];
    const state = stateOf(truth);
    if (itemId === undefined || (!state.watched && state.positionMs === 0)) return [];
    return [{ itemId, before: UNDECIDED, after: truth, rule }];
  });

async function insertItems(sql: Sql, context: PageContext, items: readonly NewItem[]): Promise<number[]> {
  if (items.length === 0) return [];
  const rows = items.map(({ report, truth }, place) => ({
    place,
    ...report,
    ...truth,
    positionMs: stateOf(truth).positionMs,
    changedAt: truth.decidedAt ?? truth.positionAt ?? report.addedAt,
  }));
  const inserted = await sql.query<{ id: number }>(
    `INSERT INTO item (identity_id, type, title, episode_title, year, season, episode, guids, parent_guids, decision, decided_at,
                       played_at, position_ms, position_at, via, event, changed_at)
     SELECT $2, r.type, r.title, r."episodeTitle", r.year, r.season, r.episode, r.guids, r."parentGuids", r.kind,
            to_timestamp(r."decidedAt"), to_timestamp(r."playedAt"), r."positionMs", to_timestamp(r."positionAt"), $3, $4,
            coalesce(to_timestamp(r."changedAt"), now())
       FROM jsonb_to_recordset($1::jsonb) AS r(place int, type text, title text, "episodeTitle" text, year int, season int, episode int,
            guids jsonb, "parentGuids" jsonb, kind text, "decidedAt" bigint, "playedAt" bigint, "positionMs" int, "positionAt" bigint, "changedAt" bigint)
      ORDER BY r.place RETURNING id`,
    [JSON.stringify(rows), context.identityId, context.via, context.event],
  );
  // Identity values are drawn in the order of the rows, so sorted ids stand in the order of `items`.
  return inserted.map(({ id }) => id).sort((a, b) => a - b);
}

async function growItems(sql: Sql, { grown }: PageDecisions): Promise<void> {
  if (grown.length === 0) return;
  await sql.query(
    `UPDATE item SET guids = r.guids, parent_guids = r."parentGuids", updated_at = now()
       FROM jsonb_to_recordset($1::jsonb) AS r("itemId" bigint, guids jsonb, "parentGuids" jsonb) WHERE item.id = r."itemId"`,
    [JSON.stringify(grown)],
  );
}

async function insertKeys(
  sql: Sql,
  context: PageContext,
  owners: readonly { readonly itemId: number | undefined; readonly keys: readonly ItemKey[] }[],
): Promise<void> {
  const pairs = owners.flatMap(({ itemId, keys }) => keys.map((key) => ({ key, itemId })));
  if (pairs.length === 0) return;
  await sql.query(
    `INSERT INTO item_key (identity_id, key, item_id)
     SELECT $3, k.key, k.item_id FROM unnest($1::text[], $2::bigint[]) AS k(key, item_id) ON CONFLICT DO NOTHING`,
    [pairs.map(({ key }) => key), pairs.map(({ itemId }) => itemId), context.identityId],
  );
}

export async function saveCopies(
  sql: Sql,
  context: PageContext,
  seen: readonly SeenCopy[],
  newIds: readonly number[],
): Promise<void> {
  if (seen.length === 0) return;
  await sql.query(
    `INSERT INTO observation AS o (backend_id, remote_id, part, item_id, fingerprint, watched, position_ms, play_count, played_at,
                                   added_at, path, library_id, observed_at, as_source, is_echo, detail)
     SELECT $2, r."remoteId", r.part, r."itemId", r.fingerprint, r.watched, r."positionMs", r."playCount", to_timestamp(r."playedAt"),
            to_timestamp(r."addedAt"), r.path, r."libraryId", to_timestamp($3::bigint), $4, r."isEcho", r.detail
       FROM jsonb_to_recordset($1::jsonb) AS r("remoteId" text, part smallint, "itemId" bigint, fingerprint text, watched boolean,
            "positionMs" int, "playCount" int, "playedAt" bigint, "addedAt" bigint, path text, "libraryId" text, "isEcho" boolean, detail jsonb)
     ON CONFLICT (backend_id, remote_id, part) DO UPDATE SET
       item_id = excluded.item_id, fingerprint = excluded.fingerprint, watched = excluded.watched, position_ms = excluded.position_ms,
       play_count = excluded.play_count, played_at = excluded.played_at, added_at = excluded.added_at, path = excluded.path,
       library_id = excluded.library_id, observed_at = excluded.observed_at, as_source = excluded.as_source, is_echo = excluded.is_echo, detail = excluded.detail,
       expected_watched = CASE WHEN o.expected_at > excluded.observed_at THEN o.expected_watched END,
       expected_position_ms = CASE WHEN o.expected_at > excluded.observed_at THEN o.expected_position_ms END,
       expected_at = CASE WHEN o.expected_at > excluded.observed_at THEN o.expected_at END`,
    [
      JSON.stringify(seen.map((copy) => toCopyRow(copy, newIds))),
      context.backendId,
      context.now,
      context.asSource,
    ],
  );
}

function toCopyRow(copy: SeenCopy, newIds: readonly number[]): object {
  const { report } = copy;
  const itemId = 'id' in copy.item ? copy.item.id : newIds[copy.item.isNew];
  const { title, episodeTitle, year, season, episode, lastEpisode, guids, parentGuids, showId, runtimeMs } =
    report;
  return {
    remoteId: copy.remoteId,
    part: copy.part,
    itemId,
    fingerprint: copy.fingerprint,
    isEcho: copy.isEcho,
    watched: report.watched,
    positionMs: report.positionMs,
    playCount: report.playCount,
    playedAt: report.playedAt,
    addedAt: report.addedAt,
    path: report.path,
    libraryId: report.libraryId,
    detail: {
      title,
      episodeTitle,
      year,
      season,
      episode,
      lastEpisode,
      guids,
      parentGuids,
      showId,
      runtimeMs,
    },
  };
}
