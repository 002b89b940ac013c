import { conditionsOf, type HistoryFilter } from './history-filter.js';

/** Which items an order means: those of these ids, or all that a filter finds. */
export type BulkSelection = { readonly ids: readonly number[] } | { readonly filter: HistoryFilter };

/** The condition of a selection; `$1` is the identity. */
export const conditionsOfSelection = (
  identityId: number,
  selection: BulkSelection,
): { readonly where: string; readonly parameters: readonly unknown[] } =>
  'ids' in selection
    ? { where: 'WHERE item.identity_id = $1 AND item.id = ANY($2)', parameters: [identityId, selection.ids] }
    : conditionsOf(identityId, selection.filter);
