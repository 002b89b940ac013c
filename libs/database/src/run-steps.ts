import { countsOf, type Tally } from '#libs/core';
import { rememberingPage, type SeenPage } from './seen-pages.js';
import type { Sql } from './sql-rows.js';

const COUNTS = [
  'added',
  'updated',
  'unchanged',
  'failed',
  'played',
  'unplayed',
  'progress',
  'skipped',
] as const;
export type RunCounts = Readonly<Record<(typeof COUNTS)[number], number>>;
export const NO_COUNTS: RunCounts = {
  added: 0,
  updated: 0,
  unchanged: 0,
  failed: 0,
  played: 0,
  unplayed: 0,
  progress: 0,
  skipped: 0,
};

/** What a step of work adds to its run. */
export interface RunStep {
  readonly done: number;
  readonly counts: Partial<RunCounts>;
  readonly requests: number;
  readonly tally?: Tally;
}

/** The statement that adds a step to a run, as far as its `WHERE`; the cursor is the parameter that is named. */
export function advancing({ done, requests, counts, tally }: RunStep, cursor: string): string {
  const sum = COUNTS.map(
    (name) => `'${name}', coalesce((counts->>'${name}')::int, 0) + ${Math.trunc(counts[name] ?? 0)}`,
  );
  return `UPDATE run SET done = done + ${Math.trunc(done)}, requests = requests + ${Math.trunc(requests)}, cursor = ${cursor}::jsonb,
      heartbeat_at = now(), attempts = 0, counts = jsonb_build_object(${sum.join(', ')})${tallying(tally)}`;
}

/** What may stand in a statement as it is: no key is anybody's input. */
const PLAIN_KEY = /^[a-z]+\.[a-z-]+$/;

function tallying(tally: Tally = {}): string {
  const added = countsOf(tally).filter(([key]) => PLAIN_KEY.test(key));
  if (added.length === 0) return '';
  const literal = JSON.stringify(Object.fromEntries(added.map(([key, count]) => [key, Math.trunc(count)])));
  return `, tally = ${tallyWith(`SELECT * FROM jsonb_each_text('${literal}')`)}`;
}

/** The run's tally with what `entries` (key and value) add to it. */
const tallyWith = (entries: string): string => `(SELECT coalesce(jsonb_object_agg(s.key, s.sum), '{}') FROM (
      SELECT e.key, sum(e.value::int) AS sum FROM (SELECT * FROM jsonb_each_text(run.tally) UNION ALL ${entries}) e GROUP BY e.key) s)`;

/**
 * The same for many steps at once, which are the rows `done`, `requests`, `counts` and `tally` (json) of a query of that
 * name.
 */
export function advancingBy(steps: string, cursor: string): string {
  const sumOf = (value: string): string => `(SELECT coalesce(sum(${value}), 0)::int FROM ${steps})`;
  const sum = COUNTS.map(
    (name) => `'${name}', coalesce((counts->>'${name}')::int, 0) + ${sumOf(`(counts->>'${name}')::int`)}`,
  );
  return `UPDATE run SET done = done + ${sumOf('done')}, requests = requests + ${sumOf('requests')}, cursor = ${cursor}::jsonb,
      heartbeat_at = now(), attempts = 0, counts = jsonb_build_object(${sum.join(', ')}),
      tally = ${tallyWith(`SELECT t.key, t.value FROM ${steps}, jsonb_each_text(${steps}.tally) t`)}`;
}

/** A step, where it leaves the run, and the page that it was about. */
export interface RunAdvance {
  readonly step: RunStep;
  readonly cursor: unknown;
  readonly seen?: SeenPage | null;
}

/** Adds a step to its run, in the caller's transaction: the work and its record are saved together. Whether to stop. */
export async function advanceRun(sql: Sql, id: string, { step, cursor, seen }: RunAdvance): Promise<boolean> {
  const remembering = seen ? `WITH ${rememberingPage('$3')} ` : '';
  const [run] = await sql.query<{ isCancelAsked: boolean }>(
    `${remembering}${advancing(step, '$2')} WHERE id = $1 RETURNING is_cancel_asked AS "isCancelAsked"`,
    [id, JSON.stringify(cursor), ...(seen ? [JSON.stringify(seen)] : [])],
  );
  // A run that is gone has nobody to work for.
  return run?.isCancelAsked ?? true;
}
