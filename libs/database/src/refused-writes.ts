/** Why a person's no ended a planned write. */
export const BY_PERSON = 'by-person';

/**
 * Whether nobody has said no to writing what is true of an item now. A no holds until the truth of the item changes
 * again: then it is another write. `o` and `item` must be in scope.
 */
export const NOT_REFUSED = `NOT EXISTS (
  SELECT FROM export_intent refused
   WHERE refused.backend_id = o.backend_id AND refused.item_id = o.item_id AND refused.status = 'rejected' AND refused.reason = '${BY_PERSON}'
     AND NOT EXISTS (SELECT FROM state_change newer WHERE newer.item_id = o.item_id AND newer.status = 'applied' AND newer.at > refused.settled_at))`;
