import { whyUnusable, type RemoteItem, type Tally } from '#libs/core';
import { PageTally } from './page-tally.js';
import type { Report } from './report.js';

/** What of a page cannot be taken at all, and why: what the server sends and nobody can watch, and what has no usable ids. */
export function leftOut(
  items: readonly RemoteItem[],
  reports: readonly Report[],
  received: number,
): { readonly count: number; readonly tally: Tally } {
  const taken = new Set(reports.map(({ remoteId }) => remoteId));
  const tally = new PageTally();
  for (const item of items) if (!taken.has(item.id)) tally.skip(whyUnusable(item) ?? 'no-guid', item.type);
  for (let more = received - items.length; more > 0; more -= 1) tally.skip('not-watchable', null);
  return { count: tally.counts.skipped ?? 0, tally: tally.tally };
}
