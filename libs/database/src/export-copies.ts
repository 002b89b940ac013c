import type { Identified, Knowledge, Truth } from '#libs/core';
import { UNDISPUTED } from './conflict-notes.js';
import { COPY_COLUMNS, knowledgeOf, type CopyRow } from './copies.js';
import { GIVEN_UP } from './failed-writes.js';
import type { CopyId } from './import-page.js';
import { toTruth, TRUTH_COLUMNS, type TruthRow } from './truths.js';

/** A copy on the target together with our truth about its item. */
export interface TargetCopy extends CopyId {
  readonly itemId: number;
  readonly truth: Truth;
  /** Writes in a row that had no effect there. */
  readonly unconfirmedWrites: number;
  readonly knowledge: Knowledge;
}

export interface CopyWithTruth extends CopyRow, Omit<TruthRow, 'playedAt' | 'positionMs'> {
  readonly truthPlayedAt: number | null;
  readonly truthPositionMs: number;
  readonly intentId: number;
  readonly rule: string;
  readonly changedAtMs: number;
  readonly identified: Identified;
}

/** What tells an item from others; `item` must be in scope. */
export const IDENTIFIED = `json_build_object('type', item.type, 'season', item.season, 'episode', item.episode, 'year', item.year,
  'guids', item.guids, 'parentGuids', item.parent_guids)`;

/** A planned write, with what is true and known at this moment. */
export interface DueWrite extends TargetCopy {
  readonly intentId: number;
  /** What was planned, and perhaps shown to a person. */
  readonly rule: string;
  /** The item that it is about. */
  readonly identified: Identified;
  /** When the item last changed, unix milliseconds. */
  readonly changedAtMs: number;
}

/** The truth's columns, renamed where a copy has the same ones. */
export const TRUTH_BESIDE_COPY = TRUTH_COLUMNS.replace('"playedAt"', '"truthPlayedAt"').replace(
  '"positionMs"',
  '"truthPositionMs"',
);

export const toTarget = (row: CopyWithTruth, lastCompleteRead: number | null): TargetCopy => ({
  remoteId: row.remoteId,
  part: row.part,
  itemId: row.itemId,
  unconfirmedWrites: row.unconfirmedWrites,
  truth: toTruth({ ...row, playedAt: row.truthPlayedAt, positionMs: row.truthPositionMs }),
  knowledge: knowledgeOf(row, lastCompleteRead),
});

/**
 * Whether a copy may be written at all: a file of several episodes only when all of them agree (G-23), and nothing that
 * a person still has to decide about. `o` and `item` must be in scope.
 */
export const WRITABLE = `NOT EXISTS (
  SELECT FROM observation s JOIN item si ON si.id = s.item_id
   WHERE s.backend_id = o.backend_id AND s.remote_id = o.remote_id AND s.part <> o.part
     AND ((si.decision = 'played') <> (item.decision = 'played') OR si.position_ms <> item.position_ms)) AND ${UNDISPUTED}
   AND o.unconfirmed_writes < ${GIVEN_UP}`;

/** One write is for the whole file; of its episodes, one that somebody decided on speaks for it. */
export const ONE_OF_FILE = `SELECT DISTINCT ON (o.remote_id) ${COPY_COLUMNS}, ${TRUTH_BESIDE_COPY}
    FROM observation o JOIN item ON item.id = o.item_id`;
export const FIRST_OF_FILE = `ORDER BY o.remote_id, item.decision = 'default', o.part`;
