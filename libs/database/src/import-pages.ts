import { AppError, type ItemKey } from '#libs/core';
import { DataSource } from 'typeorm';
import { COPY_COLUMNS, knowledgeOf, type CopyRow } from './copies.js';
import {
  copyKey,
  type KnownItem,
  type PageContext,
  type PageDecisions,
  type PageKnowledge,
  type PageOutcome,
  type UnmarkFlood,
} from './import-page.js';
import { rehearse, write } from './import-page-write.js';
import { IncomingCopies, type IncomingCopy } from './incoming-copies.js';
import { advanceRun } from './run-steps.js';
import { epoch } from './seconds.js';
import { digestIn, digestOf, type Fingerprinted, type SeenPage } from './seen-pages.js';
import { sqlOf, type Sql } from './sql-rows.js';
import { lockForWorker, lockIdentity, toTruth, TRUTH_COLUMNS, type TruthRow } from './truths.js';

/** What a unit of work spends its time on; `wait` is for the person's lock. */
export type PageStep = 'wait' | 'load' | 'decide' | 'write';

/** The ids and keys that a page speaks of; with its copies, they are put into words before the lock is taken. */
export interface IncomingPage {
  readonly remoteIds: readonly string[];
  readonly keys: readonly ItemKey[];
  readonly copies?: readonly IncomingCopy[];
}

export interface PageWork {
  readonly decide: (known: PageKnowledge) => PageDecisions;
  readonly cursor: unknown;
  /** Remembers the page, so that the very same is not read again. */
  readonly seen?: SeenPage | null;
  /** Runs one step, and may look at the clock before and after. */
  readonly timed?: <T>(step: PageStep, work: () => Promise<T>) => Promise<T>;
}

const untimed = <T>(_step: PageStep, work: () => Promise<T>): Promise<T> => work();

/** The page is of an account that is not the backend's any more, or the backend is gone: nothing of it counts. */
export class AccountChanged extends AppError {
  readonly key = 'account-changed';
  readonly remedy = { retry: 'soon' } as const;

  constructor() {
    super('The backend was given another account, or deleted, while it was read.');
  }
}

const KNOWN_UNLESS_SAME = `WITH known AS MATERIALIZED (
    SELECT remote_id, part, fingerprint FROM observation WHERE backend_id = $1 AND remote_id = ANY($2)),
  digest AS (SELECT ${digestIn('known')} = $3 AS "isSame" FROM known)
  SELECT "isSame", remote_id AS "remoteId", part, fingerprint FROM digest LEFT JOIN known ON "isSame" IS NOT TRUE`;

/** One page of an import is one unit of work (contract 6.3). */
export class ImportPages {
  private readonly sql: Sql;

  constructor(private readonly database: DataSource) {
    this.sql = sqlOf(database);
  }

  /**
   * Those copies that this backend did not show just so before. A page where nothing changed is recognised by one digest
   * of all its fingerprints, and no row of it is sent.
   */
  async changed<Copy extends Fingerprinted>(backendId: number, copies: readonly Copy[]): Promise<Copy[]> {
    const remoteIds = [...new Set(copies.map(({ remoteId }) => remoteId))];
    const rows = await this.sql.query<Fingerprinted & { isSame: boolean | null }>(KNOWN_UNLESS_SAME, [
      backendId,
      remoteIds,
      digestOf(copies),
    ]);
    if (rows[0]?.isSame) return [];
    const known = new Map(rows.map((row) => [copyKey(row), row.fingerprint]));
    return copies.filter((copy) => known.get(copyKey(copy)) !== copy.fingerprint);
  }

  /** Loads, decides with `decide` (pure), writes; all under the person's lock. */
  async apply(context: PageContext, page: IncomingPage, work: PageWork): Promise<PageOutcome> {
    const timed = work.timed ?? untimed;
    const { runId, dryRun } = context;
    const incoming = page.copies && !dryRun ? new IncomingCopies(page.copies) : null;
    return this.database.transaction(async (manager) => {
      const sql = sqlOf(manager);
      // A run reads a lost page again; single news comes once, so its commit waits for the disk.
      const lock = runId === null ? lockIdentity : lockForWorker;
      const locked = lock(sql, context.identityId);
      // Sent at once: the connection answers them after the lock, and nothing stands still in between.
      const loading = Promise.all([admit(sql, context), load(sql, context, page)]);
      loading.catch(() => undefined);
      await timed('wait', () => locked);
      const [{ flood, isDisputed }, stored] = await timed('load', () => loading);
      const decisions = await timed('decide', () => Promise.resolve(work.decide({ ...stored, flood })));
      const record = dryRun ? rehearse : write;
      const [backendIds, isCancelAsked] = await timed('write', () =>
        Promise.all([
          record(sql, context, { ...decisions, isDisputed, incoming }),
          runId !== null && advanceRun(sql, runId, { step: decisions.step, ...work }),
        ]),
      );
      return { backendIds, isCancelAsked };
    });
  }
}

/** Unmarks by single news within this time count together, so that a flood of them meets the guard, too (M-31). */
const FLOOD_MINUTES = 10;

/**
 * Under the lock, so that nothing counts twice and no page of an account that was changed since comes through. News
 * are told how much was taken away by others like them.
 */
async function admit(sql: Sql, context: PageContext): Promise<Admission> {
  const isNews = context.runId === null;
  const [found] = await sql.query<UnmarkFlood & { readonly isDisputed: boolean }>(
    `SELECT CASE WHEN $3 THEN (SELECT count(*) FROM state_change s WHERE s.identity_id = b.identity_id AND s.cause = 'webhook'
               AND s.rule = 'unmarked' AND s.status = 'applied' AND s.at > now() - interval '${FLOOD_MINUTES} minutes') END AS unmarks,
            CASE WHEN $3 THEN (SELECT count(*) FROM item i WHERE i.identity_id = b.identity_id AND i.decision = 'played') END AS watched,
            EXISTS (SELECT FROM conflict c WHERE c.backend_id = b.id AND c.status <> 'resolved') AS "isDisputed"
       FROM backend b WHERE b.id = $1 AND b.account_generation = $2`,
    [context.backendId, context.accountGeneration, isNews],
  );
  if (!found) throw new AccountChanged();
  const { isDisputed, ...flood } = found;
  return { flood: isNews ? flood : null, isDisputed };
}

interface Admission {
  readonly flood: UnmarkFlood | null;
  /** Some conflict of the backend is open, so that a look may close it. */
  readonly isDisputed: boolean;
}

async function load(
  sql: Sql,
  context: PageContext,
  page: { readonly remoteIds: readonly string[]; readonly keys: readonly ItemKey[] },
): Promise<Omit<PageKnowledge, 'flood'>> {
  const [copies, keys] = await Promise.all([
    sql.query<CopyRow>(
      `SELECT ${COPY_COLUMNS} FROM observation o WHERE o.backend_id = $1 AND o.remote_id = ANY($2)`,
      [context.backendId, page.remoteIds],
    ),
    sql.query<{ key: ItemKey; itemId: number }>(
      `SELECT key, item_id AS "itemId" FROM item_key WHERE identity_id = $1 AND key = ANY($2)`,
      [context.identityId, page.keys],
    ),
  ]);
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

type ItemLoaded = Omit<KnownItem, 'truth'> & TruthRow;

/** The echo of our own write is no viewing. */
const VIEWED_ELSEWHERE = `(SELECT max(${epoch('o.played_at')}) FROM observation o
    WHERE o.item_id = item.id AND o.backend_id IS DISTINCT FROM $2 AND o.watched AND o.as_source AND NOT o.is_echo
      AND o.played_at <= now() + interval '60 seconds')`;

/** The last word was an unmark that has no date of its own, by another backend than `$2`. */
const UNMARKED_BY = `CASE WHEN item.decision = 'unplayed' THEN (
    SELECT jsonb_build_object('backendId', c.backend_id, 'remoteId', c.evidence->>'remoteId', 'part', (c.evidence->>'part')::int,
                              'since', (c.evidence->>'since')::bigint)
      FROM (SELECT * FROM state_change s WHERE s.item_id = item.id AND s.status = 'applied' ORDER BY s.at DESC, s.id DESC LIMIT 1) c
     WHERE c.rule = 'unmarked' AND c.backend_id <> $2 AND c.evidence ? 'since') END`;

async function loadItems(
  sql: Sql,
  ids: readonly number[],
  backendId: number | null,
): Promise<Map<number, KnownItem>> {
  if (ids.length === 0) return new Map();
  const rows = await sql.query<ItemLoaded>(
    `SELECT item.id, item.type, item.year, item.season, item.episode, item.guids, item.parent_guids AS "parentGuids", ${TRUTH_COLUMNS},
            ${VIEWED_ELSEWHERE} AS "viewedElsewhereAt", ${UNMARKED_BY} AS "unmarkedBy"
       FROM item WHERE item.id = ANY($1)`,
    [ids, backendId],
  );
  return new Map(rows.map((row) => [row.id, toKnownItem(row)]));
}

const toKnownItem = (row: ItemLoaded): KnownItem => ({
  id: row.id,
  type: row.type,
  year: row.year ?? null,
  season: row.season,
  episode: row.episode,
  guids: row.guids,
  parentGuids: row.parentGuids,
  truth: toTruth(row),
  viewedElsewhereAt: row.viewedElsewhereAt,
  unmarkedBy: row.unmarkedBy,
});
