import { randomUUID } from 'node:crypto';
import type { ExportRule, PlayState } from '#libs/core';
import { DataSource } from 'typeorm';
import { COPY_COLUMNS } from './copies.js';
import { UNDISPUTED } from './conflict-notes.js';
import {
  FIRST_OF_FILE,
  IDENTIFIED,
  ONE_OF_FILE,
  toTarget,
  TRUTH_BESIDE_COPY,
  WRITABLE,
  type CopyWithTruth,
  type DueWrite,
  type TargetCopy,
} from './export-copies.js';
import { AGREED } from './approved-changes.js';
import { changedSince } from './export-backlog.js';
import type { CopyId } from './import-page.js';
import { OUT_OF_STEP } from './intents.js';
import { NOT_REFUSED } from './refused-writes.js';
import { advanceRun, type RunStep } from './run-steps.js';
import { settleAll, type Settlement } from './settlements.js';
import { sqlOf, type Sql } from './sql-rows.js';
import { lockIdentity } from './truths.js';

export interface PlannedWrite extends CopyId {
  readonly itemId: number;
  readonly rule: ExportRule;
  readonly before: PlayState;
  readonly after: PlayState;
}

export interface PlanWeight {
  readonly writes: number;
  readonly played: number;
  readonly unplayed: number;
  /** Of those, how many carry on what a person approved as a change of the truth. */
  readonly agreed: number;
  readonly progress: number;
  /** Watched items of the person. */
  readonly watched: number;
}

/** What a new push run is made with. */
export interface NewPush {
  readonly identityId: number;
  readonly backendName: string;
  readonly cursor: unknown;
  /** Intents to take at most. */
  readonly limit: number;
}

export interface ExportTarget {
  readonly backendId: number;
  /** Unix seconds of the last complete import of the backend. */
  readonly lastCompleteRead: number | null;
}

/** A server that took nothing for the minutes that a push tries is asked again after so many more. */
const PUT_OFF_MINUTES = 5;

/** Plans of exports: which copies differ, what is planned, what came of it. */
export class ExportPlans {
  private readonly sql: Sql;

  constructor(private readonly database: DataSource) {
    this.sql = sqlOf(database);
  }

  /** Copies that may need a write, in a stable order after `after`. `all` also gives those nobody decided on. */
  async candidates(
    target: ExportTarget,
    page: {
      readonly after: CopyId;
      readonly limit: number;
      readonly all: boolean;
      /** Leaves out what changed before. */
      readonly changedSince?: Date | null;
      /** What a person once said no to is planned as well. */
      readonly refusedToo?: boolean;
    },
  ): Promise<TargetCopy[]> {
    const rows = await this.sql.query<CopyWithTruth>(
      `${ONE_OF_FILE}
        WHERE o.backend_id = $1 AND o.remote_id > $2 AND (${OUT_OF_STEP} OR ($4 AND o.watched AND item.decision = 'default')) AND ${WRITABLE} AND ($6 OR ${NOT_REFUSED})
          AND ($5::timestamptz IS NULL OR ${changedSince('$5')})
        ${FIRST_OF_FILE} LIMIT $3`,
      [
        target.backendId,
        page.after.remoteId,
        page.limit,
        page.all,
        page.changedSince ?? null,
        page.refusedToo === true,
      ],
    );
    return rows.map((row) => toTarget(row, target.lastCompleteRead));
  }

  /** Adds planned writes to a run; a repeated page adds nothing. Whether a person asked to stop. */
  async add(
    runId: string,
    backendId: number,
    page: { readonly writes: readonly PlannedWrite[]; readonly step: RunStep; readonly cursor: unknown },
  ): Promise<boolean> {
    return this.database.transaction(async (manager) => {
      const sql = sqlOf(manager);
      await insertPlanned(sql, { runId, backendId }, page.writes);
      return advanceRun(sql, runId, page);
    });
  }

  /**
   * Turns open intents of a backend into the plan of a new push, in one transaction. Intents that need no write after
   * all are closed on the way. Null when nothing is left to write.
   */
  async takeOpen(
    target: ExportTarget,
    push: NewPush,
    decide: (copies: readonly TargetCopy[]) => readonly PlannedWrite[],
  ): Promise<string | null> {
    return this.database.transaction(async (manager) => {
      const sql = sqlOf(manager);
      // A truth that is just being changed is waited for: its intent may be the very one that is taken here.
      await lockIdentity(sql, push.identityId);
      for (;;) {
        const closed = await closeOpen(sql, target.backendId, push.limit);
        if (closed.length === 0) return null;
        const writes = decide(await copiesOf(sql, target, closed));
        if (writes.length === 0) continue;
        const runId = await addPush(sql, target.backendId, push);
        await insertPlanned(sql, { runId, backendId: target.backendId }, writes);
        return runId;
      }
    });
  }

  /** What a plan comes to, against how many items its person has watched. */
  async weigh(runId: string, identityId: number): Promise<PlanWeight> {
    const [row] = await this.sql.query<PlanWeight>(
      `SELECT count(*) AS writes, count(*) FILTER (WHERE rule = 'write-played') AS played,
              count(*) FILTER (WHERE rule = 'write-unplayed') AS unplayed, count(*) FILTER (WHERE rule = 'write-progress') AS progress,
              count(*) FILTER (WHERE rule = 'write-unplayed' AND ${AGREED}) AS agreed,
              (SELECT count(*) FROM item WHERE identity_id = $2 AND decision = 'played') AS watched
         FROM export_intent e WHERE run_id = $1 AND status <> 'rejected'`,
      [runId, identityId],
    );
    return row ?? { writes: 0, played: 0, unplayed: Number.NaN, agreed: 0, progress: 0, watched: 0 };
  }

  /** The next planned writes of a run, with today's truth. */
  async due(runId: string, target: ExportTarget, limit: number): Promise<DueWrite[]> {
    const rows = await this.sql.query<CopyWithTruth>(
      `SELECT e.id AS "intentId", e.rule, (extract(epoch FROM item.updated_at) * 1000)::bigint AS "changedAtMs", ${IDENTIFIED} AS identified, ${COPY_COLUMNS}, ${TRUTH_BESIDE_COPY}
         FROM export_intent e JOIN item ON item.id = e.item_id
         JOIN observation o ON o.backend_id = e.backend_id AND o.remote_id = e.remote_id AND o.part = e.part
        WHERE e.run_id = $1 AND e.status = 'planned' AND ${WRITABLE} ORDER BY e.id LIMIT $2`,
      [runId, limit],
    );
    return rows.map((row) => ({
      ...toTarget(row, target.lastCompleteRead),
      intentId: row.intentId,
      rule: row.rule,
      identified: row.identified,
      changedAtMs: row.changedAtMs,
    }));
  }

  /** Planned writes that are not due any more: their copy is gone, a person has to decide first, or its file was torn. */
  async skipGone(runId: string): Promise<number> {
    const rows = await this.sql.query(
      `UPDATE export_intent e SET status = 'skipped', settled_at = now(), reason = coalesce((
            SELECT CASE WHEN ${UNDISPUTED} THEN 'changed-since' ELSE 'person-must-decide' END FROM observation o
             WHERE o.backend_id = e.backend_id AND o.remote_id = e.remote_id AND o.part = e.part), 'copy-is-gone')
        WHERE e.run_id = $1 AND e.status = 'planned' AND NOT EXISTS (
            SELECT FROM observation o JOIN item ON item.id = o.item_id
             WHERE o.backend_id = e.backend_id AND o.remote_id = e.remote_id AND o.part = e.part AND ${WRITABLE})
        RETURNING 1`,
      [runId],
    );
    return rows.length;
  }

  /** Saves what came of writes of a run; whether a person asked to stop it. */
  settle(runId: string, settlements: readonly Settlement[], cursor: unknown): Promise<boolean> {
    return settleAll(this.sql, runId, { settlements, cursor });
  }

  /** What an ended push could not write waits a while for the next push; a new change of it does not. */
  async reopen(runId: string): Promise<void> {
    await this.database.transaction(async (manager) => {
      const sql = sqlOf(manager);
      await putOff(sql, await endRest(sql, runId, 'put-off'));
    });
  }

  /** What a cancelled run has not written. */
  async failRest(runId: string, reason: string): Promise<void> {
    await endRest(this.sql, runId, reason);
  }

  /**
   * What a failed export has not written is left to the next one, which compares anew. Of what was being written nobody
   * knows whether it arrived, and the next export would believe it: the push looks again.
   */
  async giveUpRest(runId: string, reason: string): Promise<void> {
    await this.database.transaction(async (manager) => {
      const sql = sqlOf(manager);
      const ended = await endRest(sql, runId, reason);
      await putOff(
        sql,
        ended.filter(({ wasTried }) => wasTried),
      );
    });
  }
}

interface EndedIntent {
  readonly backendId: number;
  readonly itemId: number;
  /** Announced since the run began, and never settled. */
  readonly wasTried: boolean;
}

const endRest = (sql: Sql, runId: string, reason: string): Promise<EndedIntent[]> =>
  sql.query<EndedIntent>(
    `UPDATE export_intent e SET status = 'failed', reason = $2, settled_at = now() WHERE e.run_id = $1 AND e.status = 'planned'
     RETURNING e.backend_id AS "backendId", e.item_id AS "itemId",
       EXISTS (SELECT FROM observation o JOIN run ON run.id = e.run_id
                WHERE o.backend_id = e.backend_id AND o.remote_id = e.remote_id AND o.expected_at >= run.started_at) AS "wasTried"`,
    [runId, reason],
  );

async function putOff(sql: Sql, intents: readonly EndedIntent[]): Promise<void> {
  await sql.query(
    `INSERT INTO export_intent (backend_id, item_id, status, reason, due_at)
     SELECT DISTINCT i.backend_id, i.item_id, 'open', 'put-off', now() + interval '${PUT_OFF_MINUTES} minutes' FROM unnest($1::int[], $2::bigint[]) AS i(backend_id, item_id)
     ON CONFLICT (backend_id, item_id) WHERE status = 'open' DO UPDATE SET reason = excluded.reason`,
    [intents.map(({ backendId }) => backendId), intents.map(({ itemId }) => itemId)],
  );
}

interface Closed {
  readonly itemId: number;
  readonly isPutOff: boolean;
}

function closeOpen(sql: Sql, backendId: number, limit: number): Promise<Closed[]> {
  return sql.query<Closed>(
    `DELETE FROM export_intent WHERE id IN (
       SELECT id FROM export_intent WHERE backend_id = $1 AND status = 'open' AND (due_at IS NULL OR due_at <= now()) ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED)
     RETURNING item_id AS "itemId", reason IS NOT DISTINCT FROM 'put-off' AS "isPutOff"`,
    [backendId, limit],
  );
}

/** What was tried in vain may have reached the server or not, so nothing is believed of it but what was seen. */
async function copiesOf(sql: Sql, target: ExportTarget, closed: readonly Closed[]): Promise<TargetCopy[]> {
  const putOff = new Set(closed.filter(({ isPutOff }) => isPutOff).map(({ itemId }) => itemId));
  const rows = await sql.query<CopyWithTruth>(
    `${ONE_OF_FILE} WHERE o.backend_id = $1 AND o.item_id = ANY($2) AND ${WRITABLE} AND ${NOT_REFUSED} ${FIRST_OF_FILE}`,
    [target.backendId, closed.map(({ itemId }) => itemId)],
  );
  return rows.map((row) => {
    const copy = toTarget(row, target.lastCompleteRead);
    return putOff.has(copy.itemId) ? { ...copy, knowledge: { ...copy.knowledge, expected: null } } : copy;
  });
}

async function addPush(sql: Sql, backendId: number, push: NewPush): Promise<string> {
  const id = randomUUID();
  await sql.query(
    `INSERT INTO run (id, kind, identity_id, backend_id, backend_name, mode, is_automatic, cursor) VALUES ($1, 'export', $2, $3, $4, 'push', true, $5::jsonb)`,
    [id, push.identityId, backendId, push.backendName, JSON.stringify(push.cursor)],
  );
  return id;
}

async function insertPlanned(
  sql: Sql,
  { runId, backendId }: { readonly runId: string; readonly backendId: number },
  writes: readonly PlannedWrite[],
): Promise<void> {
  if (writes.length === 0) return;
  await sql.query(
    `INSERT INTO export_intent (run_id, backend_id, item_id, remote_id, part, status, rule, before, after)
     SELECT $2, $3, r."itemId", r."remoteId", r.part, 'planned', r.rule, r.before, r.after
       FROM jsonb_to_recordset($1::jsonb) AS r("itemId" bigint, "remoteId" text, part smallint, rule text, before jsonb, after jsonb)
     ON CONFLICT (run_id, remote_id, part) WHERE run_id IS NOT NULL DO NOTHING`,
    [JSON.stringify(writes), runId, backendId],
  );
}
