import {
  isEchoStill,
  itemKeys,
  merge,
  NOTHING_KNOWN,
  sameTruth,
  UNDECIDED,
  type ItemKey,
  type Knowledge,
  type MergeRule,
  type Sides,
  type Truth,
  type Verdict,
} from '#libs/core';
import {
  copyKey,
  type KnownItem,
  type LedgerEntry,
  type NewItem,
  type PageDecisions,
  type PageKnowledge,
  type RunCounts,
  type SeenCopy,
} from '#libs/database';
import { hasContradiction, unite } from './id-union.js';
import type { Report } from './report.js';

export interface PagePolicy {
  /** Unix seconds of the moment before the page was read. */
  readonly now: number;
  readonly isSource: boolean;
  readonly mayUnmark: boolean;
  readonly isTrusted: boolean;
  /** Whether unmarks wait for the end of the read, as proposals of the run. */
  readonly areUnmarksProposed: boolean;
  /** Whether unmarks are believed at all on this occasion. */
  readonly isReadComplete: boolean;
}

/** Rules after which the backend itself may be out of step with the truth and has to be told. */
const DRIFTED: ReadonlySet<MergeRule> = new Set([
  'replaced',
  'never-seen-played',
  'may-not-unmark',
  'older-than-truth',
  'unconfirmed-write',
]);

/** Rules after which what was seen before stays: a later look, or the proof that a complete read needs (M-21c). */
const UNHEARD: ReadonlySet<MergeRule> = new Set(['stale', 'read-incomplete']);

interface Change extends LedgerEntry {
  readonly rule: MergeRule;
}

type Counts = { -readonly [Name in keyof RunCounts]?: number };

/** Decides a page: identity of each report, merge, and what has to be written. No I/O; reports count in their order. */
export class PageDecider {
  private readonly truths = new Map<number, Truth>();
  private readonly changes = new Map<number, LedgerEntry>();
  private readonly proposals: LedgerEntry[] = [];
  private readonly newItems: { item: NewItem; truth: Truth; rule: string }[] = [];
  private readonly newByKey = new Map<ItemKey, number>();
  private readonly grown = new Map<number, PageDecisions['grown'][number]>();
  private readonly seen = new Map<string, SeenCopy>();
  private readonly restless = new Set<number>();
  private readonly counts: Counts = {};
  readonly rules = new Map<MergeRule, number>();

  constructor(
    private readonly known: PageKnowledge,
    private readonly policy: PagePolicy,
  ) {}

  decide(reports: readonly Report[]): Omit<PageDecisions, 'step'> & { readonly counts: Partial<RunCounts> } {
    for (const report of reports) this.take(report);
    return {
      newItems: this.newItems.map(({ item, truth, rule }) => ({ ...item, truth, rule })),
      changes: [...this.changes.values()],
      proposals: this.proposals,
      grown: [...this.grown.values()],
      seen: [...this.seen.values()],
      restless: [...this.restless],
      counts: this.counts,
    };
  }

  private take(report: Report): void {
    const keys = itemKeys(report.item);
    const place = this.placeAmongNew(keys);
    const item = place === undefined ? this.match(report, keys) : undefined;
    if (place !== undefined) this.takeNewAgain(report, place);
    else if (item) this.takeKnown(report, keys, item);
    else if (this.policy.isSource) this.takeNew(report, keys);
    else this.count('skipped');
  }

  /** Strongest first: show with numbers, own ids, and last what this backend called the same before (SR-24, SR-25). */
  private match(report: Report, keys: readonly ItemKey[]): KnownItem | undefined {
    for (const key of keys) {
      const id = this.known.keys.get(key);
      if (id !== undefined) return this.known.items.get(id);
    }
    const before = this.known.copies.get(copyKey(report));
    const item = before && this.known.items.get(before.itemId);
    return item && !hasContradiction(item, report.item) ? item : undefined;
  }

  private placeAmongNew(keys: readonly ItemKey[]): number | undefined {
    for (const key of keys) {
      if (this.known.keys.has(key)) return undefined;
      const place = this.newByKey.get(key);
      if (place !== undefined) return place;
    }
    return undefined;
  }

  private takeNew(report: Report, keys: readonly ItemKey[]): void {
    const { truth, rule } = this.merge({ truth: UNDECIDED, known: NOTHING_KNOWN, report: report.item }, null);
    const place = this.newItems.push({ item: { report: report.item, truth, keys, rule }, truth, rule }) - 1;
    for (const key of keys) if (!this.newByKey.has(key)) this.newByKey.set(key, place);
    this.see(report, { isNew: place }, false);
    this.count('added');
    this.countChange(UNDECIDED, truth);
  }

  /** A second copy of an item that this very page brought. */
  private takeNewAgain(report: Report, place: number): void {
    const found = this.newItems[place];
    if (!found) return;
    const { truth, rule } = this.merge(
      { truth: found.truth, known: NOTHING_KNOWN, report: report.item },
      null,
    );
    if (!sameTruth(truth, found.truth)) this.countChange(found.truth, truth);
    this.newItems[place] = { ...found, truth, rule: sameTruth(truth, found.truth) ? found.rule : rule };
    this.see(report, { isNew: place }, false);
    this.count('unchanged');
  }

  private takeKnown(report: Report, keys: readonly ItemKey[], item: KnownItem): void {
    const before = this.truths.get(item.id) ?? item.truth;
    const copy = this.known.copies.get(copyKey(report));
    const knowledge = copy?.itemId === item.id ? copy.knowledge : NOTHING_KNOWN;
    const verdict = this.merge(
      { truth: before, known: knowledge, report: report.item },
      item.viewedElsewhereAt,
    );
    const change = { itemId: item.id, before, after: verdict.truth, rule: verdict.rule };
    if (this.policy.areUnmarksProposed && isUnmark(before, verdict.truth)) {
      this.propose(report, change);
      return;
    }
    this.grow(report, keys, item);
    if (!UNHEARD.has(verdict.rule)) this.see(report, { id: item.id }, isEcho(verdict, knowledge, report));
    this.adopt(change);
  }

  private merge(sides: Sides, viewedElsewhereAt: number | null): Verdict {
    const { now, isSource, mayUnmark, isTrusted, isReadComplete } = this.policy;
    const verdict = merge(sides, { now, isSource, mayUnmark, isTrusted, isReadComplete, viewedElsewhereAt });
    this.rules.set(verdict.rule, (this.rules.get(verdict.rule) ?? 0) + 1);
    return verdict;
  }

  /** The observation stays as it was, so that the next complete read finds the same wish again. */
  private propose(report: Report, change: Change): void {
    const { remoteId, part, fingerprint } = report;
    this.proposals.push({ ...change, evidence: { remoteId, part, fingerprint, report: report.item } });
  }

  private adopt(change: Change): void {
    const { itemId, before, after, rule } = change;
    if (DRIFTED.has(rule)) this.restless.add(itemId);
    if (sameTruth(before, after)) {
      this.count('unchanged');
      return;
    }
    this.truths.set(itemId, after);
    this.changes.set(itemId, { ...change, before: this.changes.get(itemId)?.before ?? before });
    this.restless.add(itemId);
    this.count('updated');
    this.countChange(before, after);
  }

  /** Ids of sources that the item lacks are added; a second value of a source is kept with its backend only (M-29). */
  private grow(report: Report, keys: readonly ItemKey[], item: KnownItem): void {
    const already = this.grown.get(item.id);
    const united = unite(already ?? item, report.item);
    if (!united) return;
    const added = itemKeys({ ...report.item, ...united }).filter(
      (key) => keys.includes(key) && !this.known.keys.has(key),
    );
    this.grown.set(item.id, { itemId: item.id, ...united, keys: [...(already?.keys ?? []), ...added] });
  }

  private see(report: Report, item: SeenCopy['item'], isEchoed: boolean): void {
    const { remoteId, part, fingerprint } = report;
    this.seen.set(copyKey(report), {
      remoteId,
      part,
      fingerprint,
      item,
      report: report.item,
      isEcho: isEchoed,
    });
  }

  private count(name: keyof RunCounts): void {
    this.counts[name] = (this.counts[name] ?? 0) + 1;
  }

  private countChange(before: Truth, after: Truth): void {
    if (before.kind !== after.kind) this.count(after.kind === 'played' ? 'played' : 'unplayed');
    else if (before.positionMs !== after.positionMs) this.count('progress');
  }
}

const isUnmark = (before: Truth, after: Truth): boolean =>
  before.kind === 'played' && after.kind !== 'played';

/** The stamp of our own write stays what it is until the server reports another date. */
const isEcho = (verdict: Verdict, known: Knowledge, { item }: Report): boolean =>
  verdict.rule === 'echo' || isEchoStill(known, item);
