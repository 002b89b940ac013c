import { randomUUID } from 'node:crypto';
import { planUndo, sameTruth, turnsUnwatched, type Truth, type UndoSkip } from '#libs/core';
import { DataSource } from 'typeorm';
import { addIntents } from './intents.js';
import { advanceRun, type RunStep } from './run-steps.js';
import { sqlOf, type Sql } from './sql-rows.js';
import { lockIdentity, readTruths, updateTruths, type Causation } from './truths.js';
import { countCandidates, nextCandidates, type UndoCandidate, type UndoScope } from './undo-scope.js';

export interface NewUndo {
  readonly identityId: number;
  readonly scope: UndoScope;
  /** Whose changes are taken back; null when it is not one backend's. */
  readonly backendName: string | null;
  readonly dryRun: boolean;
}

export type UndoBegun =
  | { readonly kind: 'begun'; readonly runId: string }
  | { readonly kind: 'busy'; readonly runId: string }
  | { readonly kind: 'nothing' };

/** A run that takes changes back. */
export interface UndoWork {
  readonly runId: string;
  readonly identityId: number;
  readonly scope: UndoScope;
}

export interface UndoStaged {
  /** The last item that was looked at; null when there are no more. */
  readonly after: number | null;
  readonly isCancelAsked: boolean;
}

export interface UndoBatch {
  readonly backendIds: readonly number[];
  readonly isCancelAsked: boolean;
}

export interface UndoOrigin {
  readonly runId: string | null;
  readonly kind: string | null;
  readonly backend: string | null;
}

interface Staged {
  readonly itemId: number;
  readonly before: Truth;
  readonly after: Truth;
  readonly status: 'proposed' | 'rejected';
  readonly evidence: { readonly undoes: readonly number[]; readonly because?: UndoSkip };
}

interface Pending {
  readonly id: number;
  readonly itemId: number;
  readonly before: Truth;
  readonly after: Truth;
  readonly rule: string;
}

const BATCH = 500;
const RULE = 'undone';

const causeOf = ({ runId, identityId }: Pick<UndoWork, 'runId' | 'identityId'>): Causation => ({
  identityId,
  cause: 'undo',
  runId,
  backendId: null,
  via: 'webui',
  event: 'undo',
});

/** Takes changes of the truth back by changes of their own (contract 5.10): staged, guarded, then carried out. */
export class Undo {
  constructor(private readonly database: DataSource) {}

  /** Stores the run, one at a time for a person. */
  async begin({ identityId, scope, backendName, dryRun }: NewUndo): Promise<UndoBegun> {
    return this.database.transaction(async (manager): Promise<UndoBegun> => {
      const sql = sqlOf(manager);
      await lockIdentity(sql, identityId);
      const [busy] = await sql.query<{ id: string }>(
        `SELECT id FROM run WHERE identity_id = $1 AND kind = 'undo' AND status IN ('queued', 'running') LIMIT 1`,
        [identityId],
      );
      if (busy) return { kind: 'busy', runId: busy.id };
      const total = await countCandidates(sql, identityId, scope);
      if (total === 0) return { kind: 'nothing' };
      const runId = randomUUID();
      await sql.query(
        `INSERT INTO run (id, kind, identity_id, backend_name, dry_run, options, total)
         VALUES ($1, 'undo', $2, $3, $4, $5::jsonb, $6)`,
        [runId, identityId, backendName, dryRun, JSON.stringify({ undo: scope }), total],
      );
      return { kind: 'begun', runId };
    });
  }

  /** Plans the next items after one; what is left out is listed with its reason. A page that is repeated adds nothing. */
  async stageNext(work: UndoWork, after: number): Promise<UndoStaged> {
    return this.database.transaction(async (manager) => {
      const sql = sqlOf(manager);
      await lockIdentity(sql, work.identityId);
      const found = await nextCandidates(sql, work.identityId, { scope: work.scope, after, limit: BATCH });
      const last = found.at(-1)?.itemId ?? null;
      const staged = await stage(sql, work.identityId, found);
      await addStaged(sql, work, staged);
      const isCancelAsked = await advanceRun(sql, work.runId, {
        step: stepOf(staged),
        cursor: last === null ? { phase: 'apply' } : { phase: 'stage', after: last },
      });
      return { after: last, isCancelAsked };
    });
  }

  /** How many a run would turn unwatched, against how many items its person has watched. */
  async weigh({ runId, identityId }: UndoWork): Promise<{ unmarks: number; watched: number }> {
    const [row] = await sqlOf(this.database).query<{ unmarks: number; watched: number }>(
      `SELECT (SELECT count(*) FROM state_change WHERE run_id = $1 AND status = 'proposed'
                  AND before->>'kind' = 'played' AND after->>'kind' <> 'played') AS unmarks,
              (SELECT count(*) FROM item WHERE identity_id = $2 AND decision = 'played') AS watched`,
      [runId, identityId],
    );
    return row ?? { unmarks: Number.NaN, watched: 0 };
  }

  /** Carries out the next staged ones exactly as shown; null when none are left. */
  async applyNext(work: UndoWork): Promise<UndoBatch | null> {
    return this.database.transaction(async (manager) => {
      const sql = sqlOf(manager);
      await lockIdentity(sql, work.identityId);
      const rows = await pending(sql, work.runId);
      if (rows.length === 0) return null;
      const ids = rows.map(({ itemId }) => itemId);
      const truths = await readTruths(sql, work.identityId, ids);
      const [fitting, outdated] = partition(rows, ({ itemId, before }) => {
        const truth = truths.get(itemId);
        return truth !== undefined && sameTruth(truth, before);
      });
      await updateTruths(sql, causeOf(work), fitting);
      await settle(sql, fitting, 'applied');
      await settle(sql, outdated, 'rejected');
      const changed = fitting.map(({ itemId }) => itemId);
      const backendIds = await addIntents(sql, work.identityId, changed);
      const step: RunStep = {
        done: rows.length,
        requests: 0,
        counts: { skipped: outdated.length, updated: fitting.length },
      };
      const isCancelAsked = await advanceRun(sql, work.runId, { step, cursor: { phase: 'apply' } });
      return { backendIds, isCancelAsked };
    });
  }

  /** Drops what is staged and not done: the run was cancelled. */
  async drop(runId: string): Promise<void> {
    await sqlOf(this.database).query(
      `UPDATE state_change SET status = 'rejected' WHERE run_id = $1 AND status = 'proposed'`,
      [runId],
    );
  }

  /** Where the truths that an export carried came from; a change by itself has no run. */
  async originsOfExport(runId: string): Promise<UndoOrigin[]> {
    return sqlOf(this.database).query(
      `SELECT DISTINCT r.id AS "runId", r.kind, r.backend_name AS backend
         FROM export_intent e JOIN LATERAL (
           SELECT c.run_id FROM state_change c WHERE c.item_id = e.item_id AND c.status = 'applied' AND c.at <= e.settled_at
            ORDER BY c.at DESC, c.id DESC LIMIT 1) last ON true
         LEFT JOIN run r ON r.id = last.run_id
        WHERE e.run_id = $1 AND e.status = 'written' LIMIT 5`,
      [runId],
    );
  }

  /** A person's no to a run that waits. False when it does not wait. */
  async reject(runId: string): Promise<boolean> {
    const ended = await sqlOf(this.database).query(
      `WITH ended AS (
         UPDATE run SET status = 'cancelled', finished_at = now(), heartbeat_at = now()
          WHERE id = $1 AND kind = 'undo' AND status = 'awaiting_approval' RETURNING id),
       dropped AS (
         UPDATE state_change c SET status = 'rejected' FROM ended WHERE c.run_id = ended.id AND c.status = 'proposed')
       SELECT id FROM ended`,
      [runId],
    );
    return ended.length > 0;
  }
}

async function stage(sql: Sql, identityId: number, found: readonly UndoCandidate[]): Promise<Staged[]> {
  if (found.length === 0) return [];
  const ids = found.map(({ itemId }) => itemId);
  const truths = await readTruths(sql, identityId, ids);
  const now = Math.floor(Date.now() / 1_000);
  return found.flatMap((candidate) => {
    const truth = truths.get(candidate.itemId);
    return truth ? [stageOne(candidate, truth, now)] : [];
  });
}

function stageOne(candidate: UndoCandidate, truth: Truth, now: number): Staged {
  const { itemId, ids: undoes } = candidate;
  const step = planUndo({ ...candidate, truth, now });
  return step.kind === 'skip'
    ? { itemId, before: truth, after: truth, status: 'rejected', evidence: { undoes, because: step.because } }
    : { itemId, before: truth, after: step.truth, status: 'proposed', evidence: { undoes } };
}

const addStaged = async (sql: Sql, work: UndoWork, staged: readonly Staged[]): Promise<void> => {
  if (staged.length === 0) return;
  await sql.query(
    `INSERT INTO state_change (identity_id, item_id, run_id, cause, rule, status, before, after, evidence)
     SELECT $2, r."itemId", $3, 'undo', '${RULE}', r.status, r.before, r.after, r.evidence
       FROM jsonb_to_recordset($1::jsonb) AS r("itemId" bigint, status text, before jsonb, after jsonb, evidence jsonb)`,
    [JSON.stringify(staged), work.identityId, work.runId],
  );
};

/** The counts of what is planned, so that a run that waits tells what it would do; carrying it out adds no more to them. */
function stepOf(staged: readonly Staged[]): RunStep {
  const planned = staged.filter(({ status }) => status === 'proposed');
  const count = (test: (one: Staged) => boolean): number => planned.filter(test).length;
  return {
    done: staged.length - planned.length,
    requests: 0,
    counts: {
      skipped: staged.length - planned.length,
      played: count(({ before, after }) => turnsUnwatched(after, before)),
      unplayed: count(({ before, after }) => turnsUnwatched(before, after)),
      progress: count(({ before, after }) => (before.kind === 'played') === (after.kind === 'played')),
    },
  };
}

const pending = (sql: Sql, runId: string): Promise<Pending[]> =>
  sql.query<Pending>(
    `SELECT id, item_id AS "itemId", rule, before, after FROM state_change
      WHERE run_id = $1 AND status = 'proposed' ORDER BY id LIMIT ${BATCH}`,
    [runId],
  );

/** What no longer fits is listed with its reason. */
const settle = async (sql: Sql, rows: readonly Pending[], status: 'applied' | 'rejected'): Promise<void> => {
  if (rows.length === 0) return;
  await sql.query(
    `UPDATE state_change SET status = $2, at = now(),
            evidence = CASE WHEN $2 = 'rejected' THEN evidence || '{"because": "changed-since"}' ELSE evidence END
      WHERE id = ANY($1)`,
    [rows.map(({ id }) => id), status],
  );
};

function partition<T>(rows: readonly T[], test: (row: T) => boolean): [yes: T[], no: T[]] {
  const yes = rows.filter(test);
  const isYes = new Set(yes);
  return [yes, rows.filter((row) => !isYes.has(row))];
}
