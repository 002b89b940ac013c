import { stateOf, UNDECIDED } from '#libs/core';
import { noteConflicts, type LookedAt } from './conflict-notes.js';
import { dropCopies, saveCopies } from './copies.js';
import type { NewItem, PageContext, PageDecisions } from './import-page.js';
import type { IncomingCopies } from './incoming-copies.js';
import { addPageIntents } from './intents.js';
import { mergeItems, removeUnsupported } from './item-merges.js';
import type { Sql } from './sql-rows.js';
import { TypedColumns } from './typed-columns.js';
import {
  addLedgerEntries,
  asApplied,
  asProposed,
  isVisible,
  updateTruths,
  type LedgerEntry,
} from './truths.js';

/** What a page comes to, and what is known of the backend. */
export interface Written extends PageDecisions {
  readonly incoming: IncomingCopies | null;
  /** Some conflict of it is open, so that a look may close it. */
  readonly isDisputed: boolean;
}

/**
 * Writes what a page comes to, by set; returns the backends that now have an open intent. What needs no answer of the
 * one before is sent at once: the connection keeps the order, and the lock is held no longer than the work takes.
 */
export async function write(
  sql: Sql,
  context: PageContext,
  { isDisputed, incoming, ...decisions }: Written,
): Promise<number[]> {
  const { merges = [], dropped = [], left = [], conflicts = [] } = decisions;
  await mergeItems(sql, context, merges);
  const newIds = await insertItems(sql, context, decisions.newItems);
  const steps = [
    growItems(sql, context, { ...decisions, newIds }),
    updateTruths(sql, context, decisions.changes),
    addLedgerEntries(sql, context, [
      ...asApplied(decisions.changes.filter(isVisible)),
      ...asApplied(firstDecisions(decisions.newItems, newIds)),
      ...asProposed(decisions.proposals),
    ]),
    dropCopies(sql, context.backendId, dropped),
    saveCopies(sql, context, { seen: decisions.seen, newIds, incoming }),
    removeUnsupported(sql, left),
    noteConflicts(sql, context, { found: conflicts, looked: isDisputed ? lookedAt(decisions) : [] }),
  ];
  const [backendIds] = await Promise.all([addPageIntents(sql, context, decisions.restless), ...steps]);
  return backendIds;
}

/** Copies that a page speaks of, those that it takes away included: whatever was open about these is gone with them. */
const lookedAt = ({ seen, dropped = [] }: PageDecisions): LookedAt[] => [
  ...seen.map(({ remoteId, part, report: { watched } }) => ({ remoteId, part, watched })),
  ...dropped.map(({ remoteId, part }) => ({ remoteId, part, watched: true })),
];

/** A rehearsal only records what would change. */
export async function rehearse(
  sql: Sql,
  context: PageContext,
  { changes, proposals }: PageDecisions,
): Promise<number[]> {
  await addLedgerEntries(sql, context, asProposed([...changes, ...proposals]));
  return [];
}

/** A new item that comes with a decision is a change of the truth; one by default is none. */
const firstDecisions = (items: readonly NewItem[], ids: readonly number[]): LedgerEntry[] =>
  items.flatMap(({ truth, rule }, index) => {
    const itemId = ids[index];
    const state = stateOf(truth);
    if (itemId === undefined || (!state.watched && state.positionMs === 0)) return [];
    return [{ itemId, before: UNDECIDED, after: truth, rule }];
  });

const NEW_ITEM = new TypedColumns({
  type: 'text',
  title: 'text',
  episodeTitle: 'text',
  year: 'int',
  season: 'int',
  episode: 'int',
  guids: 'jsonb',
  parentGuids: 'jsonb',
  kind: 'text',
  decidedAt: 'bigint',
  playedAt: 'bigint',
  positionMs: 'int',
  positionAt: 'bigint',
  changedAt: 'bigint',
});

async function insertItems(sql: Sql, context: PageContext, items: readonly NewItem[]): Promise<number[]> {
  if (items.length === 0) return [];
  const rows = items.map(({ report, truth }) => ({
    ...report,
    ...truth,
    positionMs: stateOf(truth).positionMs,
    changedAt: truth.decidedAt ?? truth.positionAt ?? report.addedAt,
  }));
  const inserted = await sql.query<{ id: number }>(
    `INSERT INTO item (identity_id, type, title, episode_title, year, season, episode, guids, parent_guids, decision, decided_at,
                       played_at, position_ms, position_at, via, event, changed_at)
     SELECT $1, r.type, r.title, r."episodeTitle", r.year, r.season, r.episode, r.guids, r."parentGuids", r.kind,
            to_timestamp(r."decidedAt"), to_timestamp(r."playedAt"), r."positionMs", to_timestamp(r."positionAt"), $2, $3,
            coalesce(to_timestamp(r."changedAt"), now())
       FROM ${NEW_ITEM.from('r', 4)} ORDER BY r.place RETURNING id`,
    [context.identityId, context.via, context.event, ...NEW_ITEM.parametersOf(rows)],
  );
  // Identity values are drawn in the order of the rows, so sorted ids stand in the order of `items`.
  return inserted.map(({ id }) => id).sort((a, b) => a - b);
}

/** New ids of known items, and the keys of those and of the new items, in one statement. */
async function growItems(
  sql: Sql,
  context: PageContext,
  {
    grown,
    newItems,
    newIds,
  }: Pick<PageDecisions, 'grown' | 'newItems'> & { readonly newIds: readonly number[] },
): Promise<void> {
  const pairs = [...newItems.map(({ keys }, index) => ({ itemId: newIds[index], keys })), ...grown].flatMap(
    ({ itemId, keys }) => keys.map((key) => ({ key, itemId })),
  );
  if (pairs.length === 0 && grown.length === 0) return;
  await sql.query(
    `WITH grown AS (
       UPDATE item SET guids = r.guids, parent_guids = r."parentGuids", updated_at = now()
         FROM jsonb_to_recordset($4::jsonb) AS r("itemId" bigint, guids jsonb, "parentGuids" jsonb) WHERE item.id = r."itemId")
     INSERT INTO item_key (identity_id, key, item_id)
     SELECT $3, k.key, k.item_id FROM unnest($1::text[], $2::bigint[]) AS k(key, item_id) ON CONFLICT DO NOTHING`,
    [
      pairs.map(({ key }) => key),
      pairs.map(({ itemId }) => itemId),
      context.identityId,
      JSON.stringify(grown),
    ],
  );
}
