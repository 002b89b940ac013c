/**
 * Whether a person has already agreed to the very change that a planned unmark carries on: the last change of the item
 * turned it unwatched, in a run that somebody approved, and it was not told to this backend yet. Whatever came after it
 * asks anew: another change of the item, or the same backend being out of step again. `e` must be in scope.
 */
export const AGREED = `EXISTS (
  SELECT FROM state_change c JOIN run approved ON approved.id = c.run_id AND approved.is_approved
   WHERE c.id = (SELECT max(last.id) FROM state_change last WHERE last.item_id = e.item_id AND last.status = 'applied')
     AND c.before->>'kind' = 'played' AND c.after->>'kind' <> 'played'
     AND NOT EXISTS (SELECT FROM export_intent told
       WHERE told.item_id = e.item_id AND told.backend_id = e.backend_id AND told.run_id <> e.run_id
         AND told.status IN ('written', 'skipped') AND told.settled_at >= c.at))`;
