import { itemKeys, type IdDifference, type Guids, type Truth } from '#libs/core';
import type { ContradictingIds, OppositeWishes, Quarantine } from './conflict-notes.js';
import { saveCopies } from './copies.js';
import { addIntents } from './intents.js';
import type { Sql } from './sql-rows.js';
import { addLedgerEntries, asApplied, readTruths, updateTruths } from './truths.js';

/** What a person says: which side is right, or `ignore`, that it shall be left as it is. */
export interface Choice {
  readonly side: string;
  /** Unix seconds. */
  readonly at: number;
}

export type ConflictOutcome =
  | { readonly kind: 'settled'; /** Backends that now have an open intent. */ readonly backendIds: number[] }
  | { readonly kind: 'not-found' | 'settled-before' | 'no-such-side' | 'id-taken' };

interface Told {
  readonly id: number;
  readonly identityId: number;
  readonly itemId: number | null;
  readonly backendId: number;
  readonly remoteId: string;
  readonly part: number;
}

type Unsettled = Told &
  (
    | { readonly kind: 'opposite-wishes'; readonly itemId: number; readonly evidence: OppositeWishes }
    | { readonly kind: 'contradicting-ids'; readonly itemId: number; readonly evidence: ContradictingIds }
    | { readonly kind: 'quarantined'; readonly evidence: Quarantine }
  );

const settled = (backendIds: number[] = []): ConflictOutcome => ({ kind: 'settled', backendIds });

/** Under the person's lock, in the caller's transaction. */
export async function settleConflict(
  sql: Sql,
  { identityId, id }: { readonly identityId: number; readonly id: number },
  choice: Choice,
): Promise<ConflictOutcome> {
  const [found] = await sql.query<Unsettled & { readonly status: string }>(
    `SELECT id, identity_id AS "identityId", kind, item_id AS "itemId", backend_id AS "backendId", remote_id AS "remoteId", part,
            evidence, status FROM conflict WHERE identity_id = $1 AND id = $2 FOR UPDATE`,
    [identityId, id],
  );
  if (!found) return { kind: 'not-found' };
  if (found.status === 'resolved') return { kind: 'settled-before' };
  if (choice.side === 'ignore') {
    await sql.query(`UPDATE conflict SET status = 'ignored', closed_at = now() WHERE id = $1`, [id]);
    return settled();
  }
  switch (found.kind) {
    case 'opposite-wishes':
      return chooseWish(sql, found, choice);
    case 'contradicting-ids':
      return chooseIds(sql, found, choice);
    case 'quarantined':
      return chooseItem(sql, found, choice);
  }
}

/** First the conflict, so that the backend may be told again. */
const close = (sql: Sql, { id }: Told, side: string): Promise<unknown> =>
  sql.query(`UPDATE conflict SET status = 'resolved', resolution = $2, closed_at = now() WHERE id = $1`, [
    id,
    side,
  ]);

const causeOf = ({ identityId }: Told) =>
  ({
    identityId,
    cause: 'user',
    runId: null,
    backendId: null,
    via: 'webui',
    event: 'webui.resolve',
  }) as const;

async function chooseWish(
  sql: Sql,
  told: Extract<Unsettled, { kind: 'opposite-wishes' }>,
  { side, at }: Choice,
): Promise<ConflictOutcome> {
  if (side !== 'played' && side !== 'unplayed') return { kind: 'no-such-side' };
  const before = (await readTruths(sql, told.identityId, [told.itemId])).get(told.itemId);
  if (!before) return { kind: 'not-found' };
  await close(sql, told, side);
  const after = decided(before, side, at);
  const change = {
    itemId: told.itemId,
    before,
    after,
    rule: 'person',
    evidence: { conflict: told.id, side },
  };
  await updateTruths(sql, causeOf(told), [change]);
  await addLedgerEntries(sql, causeOf(told), asApplied([change]));
  return settled(await addIntents(sql, told.identityId, [told.itemId]));
}

const decided = (before: Truth, kind: 'played' | 'unplayed', at: number): Truth => ({
  kind,
  decidedAt: at,
  playedAt: before.playedAt ?? (kind === 'played' ? at : null),
  positionMs: 0,
  positionAt: at,
});

interface ItemIds {
  readonly type: 'movie' | 'episode';
  readonly season: number | null;
  readonly episode: number | null;
  readonly guids: Guids;
  readonly parentGuids: Guids;
}

/** `item`: our ids are right. `backend`: the item takes over what the backend says, unless another item has that id. */
async function chooseIds(
  sql: Sql,
  told: Extract<Unsettled, { kind: 'contradicting-ids' }>,
  { side }: Choice,
): Promise<ConflictOutcome> {
  if (side !== 'item' && side !== 'backend') return { kind: 'no-such-side' };
  if (side === 'backend' && !(await takeOver(sql, told))) return { kind: 'id-taken' };
  await close(sql, told, side);
  const truth = (await readTruths(sql, told.identityId, [told.itemId])).get(told.itemId);
  if (truth) {
    const evidence = { conflict: told.id, side, ...told.evidence };
    const entry = { itemId: told.itemId, before: truth, after: truth, rule: 'ids-chosen', evidence };
    await addLedgerEntries(sql, causeOf(told), asApplied([entry]));
  }
  return settled();
}

async function takeOver(
  sql: Sql,
  { identityId, itemId, evidence }: Extract<Unsettled, { kind: 'contradicting-ids' }>,
): Promise<boolean> {
  const [ours] = await sql.query<ItemIds>(
    `SELECT type, season, episode, guids, parent_guids AS "parentGuids" FROM item WHERE id = $1`,
    [itemId],
  );
  if (!ours) return false;
  const theirs = {
    ...ours,
    guids: replaced(ours.guids, evidence.differences, 'item'),
    parentGuids: replaced(ours.parentGuids, evidence.differences, 'show'),
  };
  const keys = itemKeys(theirs);
  const taken = await sql.query(
    'SELECT FROM item_key WHERE identity_id = $1 AND key = ANY($2) AND item_id <> $3 LIMIT 1',
    [identityId, keys, itemId],
  );
  if (taken.length > 0) return false;
  await sql.query('UPDATE item SET guids = $2, parent_guids = $3, updated_at = now() WHERE id = $1', [
    itemId,
    theirs.guids,
    theirs.parentGuids,
  ]);
  await sql.query('DELETE FROM item_key WHERE item_id = $1 AND key <> ALL($2)', [itemId, keys]);
  await sql.query(
    'INSERT INTO item_key (identity_id, key, item_id) SELECT $1, key, $3 FROM unnest($2::text[]) AS key ON CONFLICT DO NOTHING',
    [identityId, keys, itemId],
  );
  // The next import compares every copy with the new ids.
  await sql.query(`UPDATE observation SET fingerprint = '' WHERE item_id = $1`, [itemId]);
  return true;
}

const replaced = (guids: Guids, differences: readonly IdDifference[], of: IdDifference['of']): Guids => ({
  ...guids,
  ...Object.fromEntries(
    differences.filter((one) => one.of === of).map(({ source, theirs }) => [source, theirs]),
  ),
});

/** Ties the copy to the item that a person chose. The next import takes what it shows for a first look. */
async function chooseItem(
  sql: Sql,
  told: Extract<Unsettled, { kind: 'quarantined' }>,
  { side, at }: Choice,
): Promise<ConflictOutcome> {
  const { backendId, remoteId, part, evidence } = told;
  const chosen = evidence.candidates.find(({ id }) => String(id) === side);
  const [item] = await sql.query('SELECT FROM item WHERE id = $1 AND identity_id = $2', [
    chosen?.id ?? 0,
    told.identityId,
  ]);
  if (!chosen || !item) return { kind: 'no-such-side' };
  await close(sql, told, side);
  const copy = { remoteId, part, report: evidence.report, fingerprint: '', isEcho: false };
  await saveCopies(
    sql,
    { backendId, now: at, asSource: false },
    { seen: [{ ...copy, item: { id: chosen.id } }], newIds: [] },
  );
  return settled();
}
