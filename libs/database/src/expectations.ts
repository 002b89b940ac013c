import { sameTruth, type PlayState } from '#libs/core';
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

const MAY_WRITE = `EXISTS (SELECT FROM backend b WHERE b.id = e.backend_id AND b.export_enabled AND b.account_generation = $9)`;
/** In the same statement, because everybody else of that person waits meanwhile. */
const IS_TRUTH = `EXISTS (
  SELECT FROM item, LATERAL (SELECT ${TRUTH_COLUMNS}) AS t WHERE item.id = e.item_id
     AND (t.kind, t."decidedAt", t."playedAt", t."positionMs", t."positionAt")
         IS NOT DISTINCT FROM ($4::text, $5::bigint, $6::bigint, $7::int, $8::bigint))`;

/** The statement that notes what the copies of the intent `$1` are expected to show from now on. */
export const expecting = ({ watched, positionMs }: PlayState): string =>
  `${EXPECT} = (${watched}, ${Math.trunc(positionMs)}, now()) ${OF_INTENT}`;

/** What a write will lead to, noted before it is tried. */
export class Expectations {
  private readonly sql: Sql;

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
    return this.database.transaction(async (manager): Promise<Announcement> => {
      const sql = sqlOf(manager);
      // On disk before the call: the server will remember the write, and so must we.
      await lockIdentity(sql, identityId);
      const { kind, decidedAt, playedAt, positionMs, positionAt } = write.truth;
      const rows = await sql.query(
        `${EXPECT} = ($2, $3, now()) ${OF_INTENT} AND ${MAY_WRITE} AND ${IS_TRUTH} RETURNING 1`,
        [
          write.intentId,
          shows.watched,
          shows.positionMs,
          kind,
          decidedAt,
          playedAt,
          positionMs,
          positionAt,
          accountGeneration,
        ],
      );
      return rows.length > 0 ? 'announced' : whyNot(sql, identityId, write);
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

async function whyNot(sql: Sql, identityId: number, { itemId, truth }: DueWrite): Promise<Announcement> {
  const now = (await readTruths(sql, identityId, [itemId])).get(itemId);
  if (!now || sameTruth(now, truth)) return 'gone';
  await addIntents(sql, identityId, [itemId]);
  return 'changed-since';
}
