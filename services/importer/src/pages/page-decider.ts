import {
  combineTruths,
  isDisputed,
  isOurStamp,
  merge,
  mustAsk,
  NOTHING_KNOWN,
  sameTruth,
  UNDECIDED,
  type GuardLimits,
  type Knowledge,
  type MergeRule,
  type Sides,
  type Truth,
  type Verdict,
} from '#libs/core';
import {
  copyIdOf,
  copyKey,
  type ContradictingIds,
  type CopyId,
  type ItemMerge,
  type KnownItem,
  type LedgerEntry,
  type PageDecisions,
  type PageKnowledge,
  type RunStep,
} from '#libs/database';
import { CopyLog } from './copy-log.js';
import { contradictingIds, disputedMerge, oppositeWishes, quarantined } from './conflict-finder.js';
import { identifyPage, type Identity, type PageIdentities } from './page-identifier.js';
import { PageTally } from './page-tally.js';
import type { Report } from './report.js';
import { DRIFTED, UNHEARD } from './verdict-effects.js';

export interface PagePolicy {
  readonly backendId: number;
  /** Unix seconds of the moment before the page was read. */
  readonly now: number;
  readonly isSource: boolean;
  /** What was last seen stays: a metadata-only pass over a source (M-16, scenario 61); news told by a payload, unread. */
  readonly keepsLook: boolean;
  readonly isHearsay: boolean;
  /** Nothing is stored of copies; only items and their truths. */
  readonly isUnseen: boolean;
  readonly mayUnmark: boolean;
  readonly isTrusted: boolean;
  /** Seconds after which a position of a watched item is a second viewing to be carried on; null: never. */
  readonly rewatchAfterS: number | null;
  /** Whether unmarks wait for the end of the read, as proposals of the run. */
  readonly areUnmarksProposed: boolean;
  /** Beyond these no unmark of single news is believed: it is left to the next import, which asks a person. */
  readonly unmarkLimits: GuardLimits | null;
}

interface Change extends LedgerEntry {
  readonly rule: MergeRule;
}

interface Newcomer {
  readonly report: Report;
  readonly truth: Truth;
  readonly rule: string;
}

/** Decides a page: identity of each report, merge, and what has to be written. No I/O; reports count in their order. */
export class PageDecider {
  private readonly truths = new Map<number, Truth>();
  private readonly changes = new Map<number, LedgerEntry>();
  private readonly proposals: LedgerEntry[] = [];
  private readonly newcomers = new Map<number, Newcomer>();
  private readonly merges: ItemMerge[] = [];
  private readonly copies = new CopyLog();
  private readonly restless = new Set<number>();
  private readonly becameOf = new Map<number, number>();
  private readonly disputed = new Map<number, readonly number[]>();
  private readonly tally = new PageTally();
  /** Carried out by this page. */
  private unmarks = 0;
  readonly rules = new Map<MergeRule, number>();

  constructor(
    private readonly known: PageKnowledge,
    private readonly policy: PagePolicy,
  ) {}

  decide(reports: readonly Report[]): Omit<PageDecisions, 'step'> & Pick<RunStep, 'counts' | 'tally'> {
    const page = identifyPage(this.known, reports, this.policy.isSource);
    for (const [id, gone] of page.merges) this.mergeItems(id, gone);
    page.identities.forEach((identity, index) => {
      const report = reports[index];
      if (!report) return;
      this.take(report, identity);
      if (identity.kind === 'item') this.noteDispute(report, identity.id);
    });
    this.dropMissingParts(reports);
    return {
      ...this.itemsOf(page),
      ...(this.policy.isUnseen ? { seen: [] } : this.copies.result([...this.newcomers.keys()])),
      restless: [...this.restless],
      counts: this.tally.counts,
      tally: this.tally.tally,
    };
  }

  private itemsOf({
    growths,
  }: PageIdentities): Pick<PageDecisions, 'newItems' | 'grown' | 'changes' | 'proposals' | 'merges'> {
    const keysOf = new Map(growths.map(({ row, keys }) => [row.id, keys]));
    const rowOf = new Map(growths.map(({ row }) => [row.id, row]));
    return {
      newItems: [...this.newcomers].map(([id, { report, truth, rule }]) => {
        const { guids, parentGuids } = rowOf.get(id) ?? report.item;
        return { report: { ...report.item, guids, parentGuids }, truth, rule, keys: keysOf.get(id) ?? [] };
      }),
      grown: growths
        .filter(({ row }) => row.id > 0)
        .map(({ row, keys }) => ({ itemId: row.id, guids: row.guids, parentGuids: row.parentGuids, keys })),
      changes: [...this.changes.values()],
      proposals: this.proposals,
      merges: this.merges,
    };
  }

  private take(report: Report, identity: Identity): void {
    const before = this.copyBefore(report)?.itemId;
    if (identity.kind === 'item' && before !== undefined && before !== identity.id) this.copies.leave(before);
    if (identity.kind === 'quarantine') this.keepOut(report, identity);
    else if (identity.kind === 'unknown') this.tally.skip('metadata-only', report.item.type);
    else if (identity.id < 0) this.takeNew(report, identity.id);
    else this.takeKnown(report, identity.id);
    if (identity.kind === 'item' && identity.ids) this.noteIds(report, identity.id, identity.ids);
  }

  /** Rows that proved to be the same item count as one from here on. */
  private mergeItems(id: number, gone: readonly number[]): void {
    for (const other of gone) this.becameOf.set(other, id);
    const truths = gone.flatMap((other) => this.known.items.get(other)?.truth ?? []);
    const before = this.known.items.get(id)?.truth;
    if (!before) return;
    const after = truths.reduce(combineTruths, before);
    this.merges.push({ itemId: id, gone, before, after });
    if (isDisputed([before, ...truths])) this.disputed.set(id, [id, ...gone]);
    this.truths.set(id, after);
    this.restless.add(id);
    this.tally.take('updated', this.known.items.get(id)?.type ?? 'movie');
  }

  /** A merge takes no viewing away: where one of its rows was unmarked later, a person is asked (contract 5.4). */
  private noteDispute(report: Report, id: number): void {
    const rows = this.disputed.get(id)?.flatMap((row) => this.known.items.get(row) ?? []);
    if (!rows) return;
    this.disputed.delete(id);
    this.copies.note(
      disputedMerge(this.policy.backendId, { rows, itemId: id, report, now: this.policy.now }),
    );
  }

  private keepOut(report: Report, { evidence }: Extract<Identity, { kind: 'quarantine' }>): void {
    const before = this.copyBefore(report);
    if (before) this.copies.drop(report, before.itemId);
    this.copies.note(quarantined({ ...report, backendId: this.policy.backendId }, evidence));
    this.tally.skip('quarantined', report.item.type);
  }

  /** Ids of an item that only this page knows are told of at the next read, when it has a number. */
  private noteIds(report: Report, itemId: number, evidence: ContradictingIds): void {
    if (itemId > 0)
      this.copies.note(contradictingIds({ ...report, backendId: this.policy.backendId }, itemId, evidence));
  }

  /** A file may hold fewer episodes than it once did (G-20). */
  private dropMissingParts(reports: readonly Report[]): void {
    const parts = new Map(reports.map((report) => [report.remoteId, report.parts]));
    for (const [key, copy] of this.known.copies) {
      const { remoteId, part } = copyIdOf(key);
      if (part < (parts.get(remoteId) ?? Infinity)) continue;
      this.copies.drop({ remoteId, part }, this.current(copy.itemId));
    }
  }

  private takeNew(report: Report, id: number): void {
    const before = this.newcomers.get(id);
    const truth = before?.truth ?? UNDECIDED;
    const verdict = this.merge({ truth, known: NOTHING_KNOWN, report: report.item }, null);
    const isChanged = !before || !sameTruth(truth, verdict.truth);
    this.newcomers.set(id, {
      report: before?.report ?? report,
      truth: verdict.truth,
      rule: isChanged ? verdict.rule : before.rule,
    });
    this.copies.see(report, id, false);
    if (before) this.tally.count('unchanged');
    else this.tally.take('added', report.item.type);
    if (isChanged) this.tally.change(truth, verdict.truth);
  }

  private takeKnown(report: Report, id: number): void {
    const item = this.known.items.get(id);
    if (!item) return;
    const before = this.truths.get(id) ?? item.truth;
    const copy = this.copyBefore(report);
    const knowledge = copy?.itemId === id ? copy.knowledge : NOTHING_KNOWN;
    const verdict = this.merge({ truth: before, known: knowledge, report: report.item }, item);
    const since = knowledge.observed?.at ?? this.policy.now;
    const change = { itemId: id, before, after: verdict.truth, rule: verdict.rule };
    if (isUnmark(before, verdict.truth)) {
      this.unmark(report, { change, knowledge, since });
      return;
    }
    if (this.isHeard(verdict, knowledge)) this.copies.see(report, id, isOurStamp(knowledge, report.item));
    const told = { item, itemId: id, verdict, report, since, now: this.policy.now };
    this.copies.note(oppositeWishes(this.policy.backendId, told));
    this.adopt(change);
  }

  /** Whether this look takes the place of the one before. */
  private isHeard({ rule }: Verdict, { observed }: Knowledge): boolean {
    const isKept = this.policy.keepsLook && observed?.asSource === true;
    return !isKept && !this.policy.isHearsay && !UNHEARD.has(rule);
  }

  private merge(sides: Sides, item: KnownItem | null): Verdict {
    const { now, isSource, mayUnmark, isTrusted, rewatchAfterS } = this.policy;
    const verdict = merge(sides, {
      now,
      isSource,
      mayUnmark,
      isTrusted,
      isReadComplete: this.isUnmarkBelieved(),
      viewedElsewhereAt: item?.viewedElsewhereAt ?? null,
      unmarkedElsewhereSince: item?.unmarkedBy?.since ?? null,
      rewatchAfterS,
    });
    this.tally.judged(verdict.rule);
    this.rules.set(verdict.rule, (this.rules.get(verdict.rule) ?? 0) + 1);
    return verdict;
  }

  private isUnmarkBelieved(): boolean {
    const { unmarkLimits } = this.policy;
    if (unmarkLimits === null) return true;
    const { unmarks, watched } = this.known.flood ?? { unmarks: Number.NaN, watched: 0 };
    return !mustAsk({ unmarks: unmarks + this.unmarks + 1, watched }, unmarkLimits);
  }

  /**
   * A proposal leaves the observation as it was, so that the next complete read finds the same wish again. The last
   * look before it goes into the ledger: the unmark happened somewhere between (M-33).
   */
  private unmark(
    report: Report,
    found: {
      readonly change: Change;
      readonly knowledge: Knowledge;
      readonly since: number;
    },
  ): void {
    const { remoteId, part, fingerprint } = report;
    const evidence = { remoteId, part, fingerprint, report: report.item, since: found.since };
    const change = { ...found.change, evidence };
    if (this.policy.areUnmarksProposed) {
      this.proposals.push(change);
      return;
    }
    this.unmarks += 1;
    this.copies.see(report, change.itemId, isOurStamp(found.knowledge, report.item));
    this.adopt(change);
  }

  private adopt(change: Change): void {
    const { itemId, before, after, rule } = change;
    if (DRIFTED.has(rule)) this.restless.add(itemId);
    if (sameTruth(before, after)) {
      this.tally.count('unchanged');
      return;
    }
    this.truths.set(itemId, after);
    this.changes.set(itemId, { ...change, before: this.changes.get(itemId)?.before ?? before });
    this.restless.add(itemId);
    this.tally.take('updated', this.known.items.get(itemId)?.type ?? 'movie');
    this.tally.change(before, after);
  }

  private copyBefore(copy: CopyId): { readonly itemId: number; readonly knowledge: Knowledge } | undefined {
    const found = this.known.copies.get(copyKey(copy));
    return found && { ...found, itemId: this.current(found.itemId) };
  }

  private current(id: number): number {
    return this.becameOf.get(id) ?? id;
  }
}

const isUnmark = (before: Truth, after: Truth): boolean =>
  before.kind === 'played' && after.kind !== 'played';
