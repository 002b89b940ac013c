import { sameTruth, type PlayState } from '#libs/core';
import { Shuttle } from '#libs/runtime';
import { DataSource } from 'typeorm';
import type { BackendRecord } from './backends.js';
import type { DueWrite } from './export-copies.js';
import { addIntents } from './intents.js';
import { sqlOf, type Sql } from './sql-rows.js';
import { lockIdentity, readTruths, TRUTH_COLUMNS } from './truths.js';

/** Whether a write may be made; `gone`: export was switched off or the account changed meanwhile, or the copy is no more (scenario 55). */
export type Announcement = 'announced' | 'changed-since' | 'gone';

/** The fingerprint is forgotten, so that the next import looks even when nothing moved: perhaps the write was not taken. */
const EXPECT = `UPDATE observation o SET fingerprint = '', (expected_watched, expected_position_ms, expected_at)`;
/** All episodes of the file: they show one state. */
const OF_INTENT = `FROM export_intent e
  WHERE e.id = $1 AND o.backend_id = e.backend_id AND o.remote_id = e.remote_id`;

const MAY_WRITE = `EXISTS (SELECT FROM backend b WHERE b.id = e.backend_id AND b.export_enabled AND b.account_generation = w."accountGeneration")`;
/** In the same statement, because everybody else of that person waits meanwhile. */
const IS_TRUTH = `EXISTS (
  SELECT FROM item, LATERAL (SELECT ${TRUTH_COLUMNS}) AS t WHERE item.id = e.item_id
     AND (t.kind, t."decidedAt", t."playedAt", t."positionMs", t."positionAt")
         IS NOT DISTINCT FROM (w.kind, w."decidedAt", w."playedAt", w."positionMs", w."positionAt"))`;

const ANNOUNCE = `${EXPECT} = (w.watched, w."showsMs", now())
  FROM jsonb_to_recordset($1::jsonb) AS w("intentId" bigint, "accountGeneration" int, watched boolean, "showsMs" int,
         kind text, "decidedAt" bigint, "playedAt" bigint, "positionMs" int, "positionAt" bigint)
  JOIN export_intent e ON e.id = w."intentId"
 WHERE o.backend_id = e.backend_id AND o.remote_id = e.remote_id AND ${MAY_WRITE} AND ${IS_TRUTH}
RETURNING w."intentId"`;

/** A write that is about to be tried, and what the target shows when it succeeds. */
interface Announced {
  readonly write: DueWrite;
  readonly shows: PlayState;
  /** Of the account that the write was planned for. */
  readonly accountGeneration: number;
}

/** Announcements in one transaction. */
const GROUP = 64;

/** What a write will lead to, noted before it is tried. */
export class Expectations {
  private readonly sql: Sql;
  /** By person: whoever comes while a transaction of that person is under way goes with the next one. */
  private readonly shuttles = new Map<number, Shuttle<Announced, Announcement>>();

  constructor(private readonly database: DataSource) {
    this.sql = sqlOf(database);
  }

  /**
   * Notes what a write will lead to, before it is tried: a worker that is killed after the call leaves no state behind
   * that the next import takes for a person's wish (contract 5.6). Under the person's lock, so that a change of the
   * truth either comes first, and stops the write, or finds the expectation and opens an intent of its own.
   */
  async announce(
    { identityId, accountGeneration }: Pick<BackendRecord, 'identityId' | 'accountGeneration'>,
    write: DueWrite,
    shows: PlayState,
  ): Promise<Announcement> {
    let shuttle = this.shuttles.get(identityId);
    if (!shuttle) {
      shuttle = new Shuttle((group) => this.announceAll(identityId, group), GROUP);
      this.shuttles.set(identityId, shuttle);
    }
    return shuttle.take({ write, shows, accountGeneration });
  }

  private announceAll(identityId: number, group: readonly Announced[]): Promise<Announcement[]> {
    return this.database.transaction(async (manager) => {
      const sql = sqlOf(manager);
      // On disk before the call: the server will remember the write, and so must we.
      await lockIdentity(sql, identityId);
      const announced = new Set<number>();
      for (const round of rounds(group)) for (const id of await announceRound(sql, round)) announced.add(id);
      const answers: Announcement[] = [];
      for (const { write } of group)
        answers.push(announced.has(write.intentId) ? 'announced' : await whyNot(sql, identityId, write));
      return answers;
    });
  }

  /** Takes the announcement of a failed write back. */
  async retract({ intentId, knowledge }: DueWrite): Promise<void> {
    const { watched = null, positionMs = null, at = null } = knowledge.expected ?? {};
    await this.sql.query(`${EXPECT} = ($2, $3, to_timestamp($4)) ${OF_INTENT}`, [
      intentId,
      watched,
      positionMs,
      at,
    ]);
  }
}

/** A statement touches a row once, so two writes to one file are announced one after the other. */
function rounds(group: readonly Announced[]): Announced[][] {
  const byFile = new Map<string, number>();
  const found: Announced[][] = [];
  for (const announced of group) {
    const round = byFile.get(announced.write.remoteId) ?? 0;
    byFile.set(announced.write.remoteId, round + 1);
    (found[round] ??= []).push(announced);
  }
  return found;
}

async function announceRound(sql: Sql, round: readonly Announced[]): Promise<number[]> {
  const rows = await sql.query<{ intentId: number }>(ANNOUNCE, [
    JSON.stringify(
      round.map(({ write: { intentId, truth }, shows, accountGeneration }) => ({
        ...truth,
        intentId,
        accountGeneration,
        watched: shows.watched,
        showsMs: shows.positionMs,
      })),
    ),
  ]);
  return rows.map(({ intentId }) => intentId);
}

async function whyNot(sql: Sql, identityId: number, { itemId, truth }: DueWrite): Promise<Announcement> {
  const now = (await readTruths(sql, identityId, [itemId])).get(itemId);
  if (!now || sameTruth(now, truth)) return 'gone';
  await addIntents(sql, identityId, [itemId]);
  return 'changed-since';
}
