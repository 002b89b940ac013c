import type { MergeRule } from '#libs/core';

/** Rules after which the backend itself may be out of step with the truth and has to be told. */
export const DRIFTED: ReadonlySet<MergeRule> = new Set([
  'replaced',
  'never-seen-played',
  'not-an-opinion',
  'may-not-unmark',
  'older-than-truth',
  'unconfirmed-write',
]);

/** Rules after which what was seen before stays: a later look, or the proof that a complete read needs (M-21c). */
export const UNHEARD: ReadonlySet<MergeRule> = new Set(['stale', 'read-incomplete']);
