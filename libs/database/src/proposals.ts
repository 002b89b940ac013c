import { sameTruth, type RemoteItem, type Truth } from '#libs/core';
import { DataSource } from 'typeorm';
import { saveCopies } from './copies.js';
import { copyKey, type CopyId, type PageContext, type SeenCopy } from './import-page.js';
import { addIntents } from './intents.js';
import { BY_PERSON } from './refused-writes.js';
import { lockIdentity, readTruths, updateTruths } from './truths.js';
import { epoch } from './seconds.js';
import { sqlOf, type Sql } from './sql-rows.js';

/** What a proposal keeps of the report that caused it, so that it can be carried out later exactly as shown. */
export interface ProposalEvidence {
  readonly remoteId: string;
  readonly part: number;
  readonly report: RemoteItem;
  readonly fingerprint: string;
}

export interface ProposalBatch {
  readonly applied: number;
  /** Proposals that no longer fit because the truth moved since. */
  readonly outdated: number;
  readonly backendIds: readonly number[];
}

interface ProposalRow {
  readonly id: number;
  readonly itemId: number;
  readonly rule: string;
  readonly before: Truth;
  readonly after: Truth;
  readonly evidence: ProposalEvidence;
}

const BATCH = 500;

/** Unmarks that an import proposes: applied only after the whole read and the guard, or a person, agreed. */
export class Proposals {
  private readonly sql: Sql;

  constructor(private readonly database: DataSource) {
    this.sql = sqlOf(database);
  }

  /** How many a run proposes, against how many items its person has watched. */
  async weigh(runId: string, identityId: number): Promise<{ unmarks: number; watched: number }> {
    const [row] = await this.sql.query<{ unmarks: number; watched: number }>(
      `SELECT (SELECT count(*) FROM state_change WHERE run_id = $1 AND status = 'proposed') AS unmarks,
              (SELECT count(*) FROM item WHERE identity_id = $2 AND decision = 'played') AS watched`,
      [runId, identityId],
    );
    return row ?? { unmarks: Number.NaN, watched: 0 };
  }

  /** Carries out the next proposals; null when none are left. What changed since it was shown is left alone. */
  async applyNext(context: PageContext): Promise<ProposalBatch | null> {
    return this.database.transaction(async (manager) => {
      const sql = sqlOf(manager);
      await lockIdentity(sql, context.identityId);
      const rows = await pending(sql, context.runId);
      if (rows.length === 0) return null;
      const truths = await readTruths(
        sql,
        context.identityId,
        rows.map(({ itemId }) => itemId),
      );
      const seenSince = await copiesSeenSince(sql, context, rows);
      const fitting = rows.filter(({ itemId, before, evidence }) => {
        const now = truths.get(itemId);
        return now !== undefined && sameTruth(now, before) && !seenSince.has(copyKey(evidence));
      });
      const applied = firstOfEach(fitting, ({ itemId }) => itemId);
      const isApplied = new Set(applied);
      const outdated = rows.filter((row) => !isApplied.has(row));
      await updateTruths(sql, context, applied);
      await saveCopies(sql, context, { seen: copiesOf(fitting), newIds: [] });
      await settle(sql, applied, 'applied');
      await settle(sql, outdated, 'rejected');
      const backendIds = await addIntents(
        sql,
        context.identityId,
        applied.map(({ itemId }) => itemId),
      );
      return { applied: applied.length, outdated: outdated.length, backendIds };
    });
  }

  /** Drops what an incomplete or cancelled run proposed: the next complete read decides again (M-21c). */
  async drop(runId: string): Promise<void> {
    await this.sql.query(
      `UPDATE state_change SET status = 'rejected' WHERE run_id = $1 AND status = 'proposed'`,
      [runId],
    );
  }

  /** A newer read of the backend replaces what older runs of it still propose. */
  async supersede(backendId: number, runId: string): Promise<void> {
    await this.sql.query(
      `WITH old AS (
         UPDATE run SET status = 'cancelled', finished_at = now(), heartbeat_at = now()
          WHERE backend_id = $1 AND id <> $2 AND status = 'awaiting_approval'
            AND kind = (SELECT kind FROM run WHERE id = $2) RETURNING id),
       intents AS (
         UPDATE export_intent e SET status = 'rejected', reason = 'superseded', settled_at = now()
           FROM old WHERE e.run_id = old.id AND e.status = 'planned')
       UPDATE state_change c SET status = 'rejected' FROM old WHERE c.run_id = old.id AND c.status = 'proposed'`,
      [backendId, runId],
    );
  }

  /**
   * A person's no: ends a waiting run and all it proposed. What the backend said counts as heard, so that it is not
   * asked again. False when the run does not wait.
   */
  async reject(run: RejectedRun): Promise<boolean> {
    return this.database.transaction(async (manager) => {
      const sql = sqlOf(manager);
      await lockIdentity(sql, run.identityId);
      const [ended] = await sql.query<{ readAt: number }>(
        `UPDATE run SET status = 'cancelled', finished_at = now(), heartbeat_at = now()
          WHERE id = $1 AND status = 'awaiting_approval' RETURNING ${epoch('coalesce(started_at, created_at)')} AS "readAt"`,
        [run.runId],
      );
      if (!ended) return false;
      await hear(sql, run, ended.readAt);
      await sql.query(
        `UPDATE export_intent SET status = 'rejected', reason = $2, settled_at = now() WHERE run_id = $1 AND status = 'planned'`,
        [run.runId, BY_PERSON],
      );
      return true;
    });
  }
}

export interface RejectedRun {
  readonly runId: string;
  readonly identityId: number;
  readonly backendId: number | null;
}

/** Takes what the backend said as heard, in batches, without following it. Only sources propose. */
async function hear(sql: Sql, { runId, backendId }: RejectedRun, readAt: number): Promise<void> {
  for (let rows = await pending(sql, runId); rows.length > 0; rows = await pending(sql, runId))
    await hearRows(sql, { backendId, readAt }, rows);
}

/** The same for some of the proposals of a run. */
export async function hearSome(
  sql: Sql,
  run: { readonly runId: string; readonly backendId: number | null; readonly readAt: number },
  ids: readonly number[],
): Promise<void> {
  for (let from = 0; from < ids.length; from += BATCH) {
    const rows = await sql.query<ProposalRow>(
      `${PROPOSALS} WHERE run_id = $1 AND status = 'proposed' AND id = ANY($2::bigint[]) ORDER BY id`,
      [run.runId, ids.slice(from, from + BATCH)],
    );
    await hearRows(sql, run, rows);
  }
}

async function hearRows(
  sql: Sql,
  { backendId, readAt }: { readonly backendId: number | null; readonly readAt: number },
  rows: readonly ProposalRow[],
): Promise<void> {
  const seenSince = await copiesSeenSince(sql, { backendId, now: readAt }, rows);
  const unheard = rows.filter(({ evidence }) => !seenSince.has(copyKey(evidence)));
  await saveCopies(sql, { backendId, now: readAt, asSource: true }, { seen: copiesOf(unheard), newIds: [] });
  await settle(sql, rows, 'rejected');
}

/** Copies that were looked at again after the run had read them: the newer look decides. */
async function copiesSeenSince(
  sql: Sql,
  { backendId, now }: Pick<PageContext, 'backendId' | 'now'>,
  rows: readonly ProposalRow[],
): Promise<Set<string>> {
  const newer = await sql.query<CopyId>(
    `SELECT remote_id AS "remoteId", part FROM observation
      WHERE backend_id = $1 AND remote_id = ANY($2) AND observed_at > to_timestamp($3::bigint + 1)`,
    [backendId, rows.map(({ evidence }) => evidence.remoteId), now],
  );
  return new Set(newer.map(copyKey));
}

const PROPOSALS = `SELECT id, item_id AS "itemId", rule, before, after, evidence FROM state_change`;

const pending = (sql: Sql, runId: string | null): Promise<ProposalRow[]> =>
  sql.query<ProposalRow>(
    `${PROPOSALS} WHERE run_id = $1 AND status = 'proposed' ORDER BY id LIMIT ${BATCH}`,
    [runId],
  );

const settle = async (
  sql: Sql,
  rows: readonly ProposalRow[],
  status: 'applied' | 'rejected',
): Promise<void> => {
  if (rows.length === 0) return;
  await sql.query('UPDATE state_change SET status = $2, at = now() WHERE id = ANY($1)', [
    rows.map(({ id }) => id),
    status,
  ]);
};

/** A library that moves while it is read may show a copy on two pages; it is heard once. */
const copiesOf = (rows: readonly ProposalRow[]): SeenCopy[] =>
  firstOfEach(rows, ({ evidence }) => copyKey(evidence)).map(({ itemId, evidence }) => ({
    ...evidence,
    item: { id: itemId },
    isEcho: false,
  }));

function firstOfEach<T>(rows: readonly T[], keyOf: (row: T) => unknown): T[] {
  const first = new Map<unknown, T>();
  for (const row of rows) if (!first.has(keyOf(row))) first.set(keyOf(row), row);
  return [...first.values()];
}
