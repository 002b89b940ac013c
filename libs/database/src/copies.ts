import type { Expected, Knowledge, Observed } from '#libs/core';
import type { CopyId, PageContext, SeenCopy } from './import-page.js';
import { COPY_FACTS, IncomingCopies } from './incoming-copies.js';
import { epoch } from './seconds.js';
import type { Sql } from './sql-rows.js';

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
  readonly writtenAt: number | null;
  readonly expectedWatched: boolean | null;
  readonly expectedPositionMs: number | null;
  readonly expectedAt: number | null;
  readonly unconfirmedWrites: number;
}

/** The columns of a copy as `knowledgeOf` reads them; `observation` must be in scope as `o`. */
export const COPY_COLUMNS = `o.remote_id AS "remoteId", o.part, o.item_id AS "itemId", o.watched, o.position_ms AS "positionMs",
  o.play_count AS "playCount", ${epoch('o.played_at')} AS "playedAt", ${epoch('o.added_at')} AS "addedAt", o.path,
  ${epoch('o.observed_at')} AS "observedAt", o.as_source AS "asSource", o.is_echo AS "isEcho", ${epoch('o.written_at')} AS "writtenAt", o.expected_watched AS "expectedWatched",
  o.expected_position_ms AS "expectedPositionMs", ${epoch('o.expected_at')} AS "expectedAt",
  o.unconfirmed_writes AS "unconfirmedWrites"`;

export function knowledgeOf(row: CopyRow, lastCompleteRead: number | null): Knowledge {
  const observed: Observed = {
    watched: row.watched,
    positionMs: row.positionMs,
    playCount: row.playCount,
    playedAt: row.playedAt,
    addedAt: row.addedAt,
    path: row.path,
    at: Math.max(row.observedAt, lastCompleteRead ?? 0),
    since: row.observedAt,
    asSource: row.asSource,
    isEcho: row.isEcho,
    writtenAt: row.writtenAt,
  };
  return { observed, expected: expectedOf(row) };
}

const expectedOf = ({ expectedWatched, expectedPositionMs, expectedAt }: CopyRow): Expected | null =>
  expectedWatched === null || expectedAt === null
    ? null
    : { watched: expectedWatched, positionMs: expectedPositionMs ?? 0, at: expectedAt };

/** One more when a judged write was answered with yes and changed nothing; none any more when the copy shows something new. */
const UNCONFIRMED = `CASE
    WHEN o.expected_at > excluded.observed_at THEN o.unconfirmed_writes
    WHEN o.expected_watched = excluded.watched AND abs(o.expected_position_ms - excluded.position_ms) <= 1000 THEN 0
    WHEN o.watched <> excluded.watched OR abs(o.position_ms - excluded.position_ms) > 1000 OR o.play_count <> excluded.play_count THEN 0
    WHEN o.expected_at IS NULL THEN o.unconfirmed_writes
    ELSE o.unconfirmed_writes + 1 END`;

/** What was read before our last write keeps the expectation, and has to be looked at again: so no fingerprint. */
const SAVE = `INSERT INTO observation AS o (backend_id, remote_id, part, item_id, fingerprint, watched, position_ms, play_count, played_at,
                                   added_at, path, library_id, observed_at, as_source, is_echo, detail)
     SELECT $1, r."remoteId", r.part, s.item_id, r.fingerprint, r.watched, r."positionMs", r."playCount", to_timestamp(r."playedAt"),
            to_timestamp(r."addedAt"), r.path, r."libraryId", to_timestamp($2::bigint), $3, s.is_echo, r.detail
       FROM ${COPY_FACTS.from('r', 7)} JOIN unnest($4::int[], $5::bigint[], $6::boolean[]) AS s(place, item_id, is_echo) USING (place)
     ON CONFLICT (backend_id, remote_id, part) DO UPDATE SET
       item_id = excluded.item_id, fingerprint = CASE WHEN o.expected_at > excluded.observed_at AND o.item_id = excluded.item_id THEN '' ELSE excluded.fingerprint END, watched = excluded.watched, position_ms = excluded.position_ms,
       play_count = excluded.play_count, played_at = excluded.played_at, added_at = excluded.added_at, path = excluded.path,
       library_id = excluded.library_id, observed_at = excluded.observed_at, as_source = excluded.as_source, is_echo = excluded.is_echo, written_at = CASE WHEN excluded.is_echo THEN coalesce(o.expected_at, o.written_at) END, detail = excluded.detail,
       unconfirmed_writes = ${UNCONFIRMED},
       expected_watched = CASE WHEN o.expected_at > excluded.observed_at AND o.item_id = excluded.item_id THEN o.expected_watched END,
       expected_position_ms = CASE WHEN o.expected_at > excluded.observed_at AND o.item_id = excluded.item_id THEN o.expected_position_ms END,
       expected_at = CASE WHEN o.expected_at > excluded.observed_at AND o.item_id = excluded.item_id THEN o.expected_at END`;

interface SavedCopies {
  readonly seen: readonly SeenCopy[];
  readonly newIds: readonly number[];
  /** The page that they are of, when it was put into words before. */
  readonly incoming?: IncomingCopies | null;
}

export async function saveCopies(
  sql: Sql,
  { backendId, now, asSource }: Pick<PageContext, 'backendId' | 'now' | 'asSource'>,
  { seen, newIds, incoming }: SavedCopies,
): Promise<void> {
  if (seen.length === 0) return;
  const copies = incoming ?? new IncomingCopies(seen);
  await sql.query(SAVE, [
    backendId,
    now,
    asSource,
    seen.map((copy) => copies.placeOf(copy)),
    seen.map(({ item }) => ('id' in item ? item.id : newIds[item.isNew])),
    seen.map(({ isEcho }) => isEcho),
    ...copies.parameters,
  ]);
}

export async function dropCopies(
  sql: Sql,
  backendId: number | null,
  copies: readonly CopyId[],
): Promise<void> {
  if (copies.length === 0) return;
  await sql.query(
    `DELETE FROM observation o USING unnest($2::text[], $3::smallint[]) AS d(remote_id, part)
      WHERE o.backend_id = $1 AND o.remote_id = d.remote_id AND o.part = d.part`,
    [backendId, copies.map(({ remoteId }) => remoteId), copies.map(({ part }) => part)],
  );
}
