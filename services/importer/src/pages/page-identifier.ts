import { idDifferences, matchItem, type Match } from '#libs/core';
import type { ContradictingIds, PageKnowledge, Quarantine } from '#libs/database';
import { ItemBook, type Growth } from './item-book.js';
import type { Report } from './report.js';

/** What a report was found to be. */
export type Identity =
  | {
      readonly kind: 'item';
      /** Negative for an item of this page. */ readonly id: number;
      readonly ids: ContradictingIds | null;
    }
  | { readonly kind: 'quarantine'; readonly evidence: Quarantine }
  /** Unknown, and of a backend that adds none. */
  | { readonly kind: 'unknown' };

export interface PageIdentities {
  /** One for each report, in their order. */
  readonly identities: readonly Identity[];
  readonly growths: readonly Growth[];
  /** Stored items and those that became part of them. */
  readonly merges: ReadonlyMap<number, readonly number[]>;
}

/** Finds out which item each report of a page is, before anything is decided about its state. No I/O. */
export function identifyPage(
  known: PageKnowledge,
  reports: readonly Report[],
  addsItems: boolean,
): PageIdentities {
  const book = new ItemBook(known);
  const matches = reports.map((report) => identify(book, report, addsItems));
  return {
    identities: matches.map((match, index) => settle(book, match, reports[index])),
    growths: book.growths(),
    merges: book.merges(),
  };
}

type Found = Exclude<Match, { kind: 'merge' }>;

function identify(book: ItemBook, report: Report, addsItems: boolean): Found {
  const match = matchItem(report.item, book.hits(report));
  if (match.kind === 'quarantine') return match;
  if (match.kind === 'new') return addsItems ? one(book.add(report)) : match;
  if (match.kind === 'merge') book.merge(match.id, match.gone);
  const others = match.kind === 'one' ? match.others : [];
  if (others.length === 0) book.learn(match.id, report);
  return one(match.id, others);
}

const one = (id: number, others: readonly number[] = []): Found => ({ kind: 'one', id, others });

/** Once the whole page is known: later reports may have merged what earlier ones found. */
function settle(book: ItemBook, match: Found, report: Report | undefined): Identity {
  if (match.kind === 'new' || !report) return { kind: 'unknown' };
  if (match.kind === 'quarantine') {
    const ids = [...new Set(match.ids.map((id) => book.current(id)))];
    const candidates = ids.flatMap((id) => book.row(id) ?? []).map(toCandidate);
    return { kind: 'quarantine', evidence: { by: match.by, candidates, report: report.item } };
  }
  const id = book.current(match.id);
  const row = book.row(id);
  const others = match.others
    .map((other) => book.current(other))
    .filter((other) => other > 0 && other !== id);
  const differences = row ? idDifferences(row, report.item) : [];
  const isClear = differences.length === 0 && others.length === 0;
  return { kind: 'item', id, ids: isClear ? null : { differences, others } };
}

const toCandidate = ({
  id,
  type,
  season,
  episode,
  guids,
  parentGuids,
}: Quarantine['candidates'][number]): Quarantine['candidates'][number] => ({
  id,
  type,
  season,
  episode,
  guids,
  parentGuids,
});
