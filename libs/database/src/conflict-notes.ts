import type { Guids, IdDifference, ItemType, RemoteItem, Strength } from '#libs/core';
import type { Sql } from './sql-rows.js';

interface OfCopy {
  readonly remoteId: string;
  readonly part: number;
}

/** One backend was unmarked somewhere between two looks, and another shows a viewing in that time (M-33). */
export interface OppositeWishes {
  readonly viewedAt: number | null;
  readonly since: number;
  readonly until: number;
}

/** The copy's ids disagree with those of its item, or point at other items as well (M-28, M-29). */
export interface ContradictingIds {
  readonly differences: readonly IdDifference[];
  readonly others: readonly number[];
}

/** The copy points equally at items that cannot be the same, so it is kept out. */
export interface Quarantine {
  readonly by: Strength;
  readonly candidates: readonly QuarantineCandidate[];
  /** As reported, so that a person's choice can be carried out without another read. */
  readonly report: RemoteItem;
}

export interface QuarantineCandidate {
  readonly id: number;
  readonly type: ItemType;
  readonly season: number | null;
  readonly episode: number | null;
  readonly guids: Guids;
  readonly parentGuids: Guids;
}

export type ConflictCause =
  | { readonly kind: 'opposite-wishes'; readonly itemId: number; readonly evidence: OppositeWishes }
  | { readonly kind: 'contradicting-ids'; readonly itemId: number; readonly evidence: ContradictingIds }
  | { readonly kind: 'quarantined'; readonly itemId: null; readonly evidence: Quarantine };

export type ConflictKind = ConflictCause['kind'];

/** A conflict of one copy, as a page found it. `cause` is equal as long as there is nothing new to decide. */
export type FoundConflict = OfCopy & ConflictCause & { readonly backendId: number; readonly cause: string };

/** A copy that was looked at, so that what it no longer shows can be closed. */
export interface LookedAt extends OfCopy {
  readonly watched: boolean;
}

/**
 * Notes the conflicts of the copies that were looked at, in one statement. One that is new or has a new cause is
 * opened; one whose cause vanished is closed; what a person decided or ignored stays so while its cause is the same.
 */
export async function noteConflicts(
  sql: Sql,
  { identityId, backendId }: { readonly identityId: number; readonly backendId: number | null },
  { found, looked }: { readonly found: readonly FoundConflict[]; readonly looked: readonly LookedAt[] },
): Promise<void> {
  if (found.length === 0 && looked.length === 0) return;
  await sql.query(
    `WITH looked AS (SELECT * FROM jsonb_to_recordset($2::jsonb) AS l("remoteId" text, part smallint, watched boolean)),
          found AS (SELECT * FROM jsonb_to_recordset($1::jsonb)
                      AS f(kind text, "itemId" bigint, "backendId" int, "remoteId" text, part smallint, cause text, evidence jsonb)),
          vanished AS (
            UPDATE conflict c SET status = 'resolved', resolution = 'vanished', closed_at = now() FROM looked l
             WHERE c.backend_id = $4 AND c.remote_id = l."remoteId" AND c.part = l.part AND c.status <> 'resolved'
               AND (c.kind <> 'opposite-wishes' OR l.watched)
               AND NOT EXISTS (SELECT FROM found f WHERE f.kind = c.kind AND f."backendId" = c.backend_id
                                  AND f."remoteId" = c.remote_id AND f.part = c.part))
     INSERT INTO conflict AS c (identity_id, kind, item_id, backend_id, remote_id, part, cause, evidence)
     SELECT $3, f.kind, f."itemId", f."backendId", f."remoteId", f.part, f.cause, f.evidence FROM found f
     ON CONFLICT (backend_id, remote_id, part, kind) DO UPDATE SET item_id = excluded.item_id, cause = excluded.cause,
            evidence = excluded.evidence, status = 'open', resolution = NULL, opened_at = now(), closed_at = NULL
      WHERE c.cause <> excluded.cause OR c.resolution = 'vanished'`,
    [JSON.stringify(found), JSON.stringify(looked), identityId, backendId],
  );
}

/**
 * Whether no person still has to decide between this copy and the truth: until then neither is overwritten
 * (contract 5.4). `o` must be in scope.
 */
export const UNDISPUTED = `NOT EXISTS (
  SELECT FROM conflict d WHERE d.backend_id = o.backend_id AND d.remote_id = o.remote_id AND d.part = o.part
     AND d.kind = 'opposite-wishes' AND d.status <> 'resolved')`;
