import { scheduler } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import {
  addTallies,
  CLOCK_TOLERANCE_S,
  countsOf,
  rewatchAfter,
  type GuardLimits,
  type MergeRule,
  type RemoteItem,
  type Tally,
  withoutIgnoredIds,
} from '#libs/core';
import {
  Backends,
  ImportPages,
  digestOf,
  Runs,
  SeenPages,
  toSeconds,
  type BackendRecord,
  type PageContext,
  type PageOutcome,
  type PagePlace,
  type RunStep,
  type SeenPage,
} from '#libs/database';
import { DirectoryConfig, isSource } from '#libs/directory';
import { Metrics } from '#libs/runtime';
import { ImporterConfig } from '../importer.config.js';
import { PageDecider, type PagePolicy } from './page-decider.js';
import { leftOut } from './left-out.js';
import { PageMemory } from './page-memory.js';
import { toReports, type Report, type ReportPolicy } from './report.js';
import { StepClock } from './step-clock.js';

/** What one page belongs to. */
export interface PageOccasion {
  readonly backend: BackendRecord;
  readonly runId: string | null;
  readonly cause: 'import' | 'webhook';
  readonly event: string;
  /** Unix seconds of the moment before the page was read: what we wrote later is not judged by it. */
  readonly readAt: number;
  readonly force: boolean;
  readonly metadataOnly: boolean;
  readonly dryRun: boolean;
  readonly isTrusted: boolean;
  /** What news may take away together with others like them; null for a run, whose unmarks are proposals. */
  readonly unmarkLimits: GuardLimits | null;
  /** The news that led to this look. */
  readonly news?: { readonly source: string; readonly deliveryId: number };
  /** Not read on the server, but told by a payload: it may add to the truth, and is no look at the copy. */
  readonly isHearsay?: boolean;
  /** What is told is of no copy that a server shows now: only items and truths are stored. */
  readonly isUnseen?: boolean;
  /** Somebody may be watching on: what is only a position waits for quiet. */
  readonly isSettling?: boolean;
}

export interface ImportedPage extends PageOutcome {
  /** What was decided of those that changed. */
  readonly rules: readonly MergeRule[];
}

export interface PageProgress {
  readonly received: number;
  readonly requests: number;
  readonly cursor: unknown;
  /** How to know the page again, when the very same comes once more. */
  readonly known?: (PagePlace & Pick<SeenPage, 'mark' | 'total'>) | null;
}

const LONGEST_EPISODE_RANGE = 5;

/** How many titles are looked at in one go while the page of somebody else may wait for its answer. */
const PIECE = 100;

/** One page of up to 1,000 items as one unit of work; what is unchanged is not touched (contract 6.3). */
@Injectable()
export class PageImporter {
  constructor(
    private readonly pages: ImportPages,
    private readonly runs: Runs,
    private readonly backends: Backends,
    private readonly config: ImporterConfig,
    private readonly directory: DirectoryConfig,
    private readonly metrics: Metrics,
    private readonly clock: StepClock,
    private readonly seen: SeenPages,
  ) {}

  /** What need not be read again of a library; null when everything is to be taken as news. */
  memoryOf(
    occasion: PageOccasion,
    library: { readonly id: string; readonly limit: number },
  ): PageMemory | null {
    if (occasion.force || occasion.isTrusted) return null;
    const { id, ignoreRules } = occasion.backend;
    const policy = this.reportPolicy(occasion);
    return new PageMemory(this.seen, { backendId: id, libraryId: library.id }, [
      policy,
      ignoreRules,
      library.limit,
    ]);
  }

  /** A page that is the very same as when it was last read, and so is all that is kept of it. */
  async pass(seen: SeenPage, { runId }: PageOccasion, progress: PageProgress): Promise<ImportedPage> {
    const { counts, tally, received: done } = seen;
    const step = { done, requests: progress.requests, counts, tally };
    const isCancelAsked = runId !== null && (await this.runs.advance(runId, step, progress.cursor));
    return { backendIds: [], isCancelAsked, rules: [] };
  }

  async import(
    received: readonly RemoteItem[],
    occasion: PageOccasion,
    progress: PageProgress,
  ): Promise<ImportedPage> {
    const { ignoreRules } = occasion.backend;
    const items = received.map((item) => withoutIgnoredIds(item, ignoreRules));
    const policy = this.reportPolicy(occasion);
    const reports = await inPieces(items, (some) => toReports(some, policy));
    const isAllFresh = occasion.force || occasion.isTrusted;
    const fresh = isAllFresh
      ? reports
      : await this.clock.timed('compare', () => this.pages.changed(occasion.backend.id, reports));
    const left = leftOut(items, reports, progress.received);
    const warnings = await this.checkClock(items, occasion);
    const base: RunStep = {
      done: progress.received,
      requests: progress.requests,
      counts: { unchanged: reports.length - fresh.length, skipped: left.count },
      tally: addTallies(left.tally, warnings),
    };
    const { cursor, known } = progress;
    // What warns has to be read again, and a rehearsal leaves nothing behind.
    const isKept = known && !occasion.dryRun && countsOf(warnings).length === 0;
    const seen = isKept ? { ...known, ...seenOf(reports, left), received: progress.received } : null;
    if (fresh.length === 0) {
      const isCancelAsked =
        occasion.runId !== null &&
        (await this.runs.advanceOver(occasion.runId, { step: base, cursor, seen }));
      return { backendIds: [], isCancelAsked, rules: [] };
    }
    return this.apply(fresh, { occasion, base, cursor, seen });
  }

  private async apply(
    fresh: readonly Report[],
    { occasion, base, cursor, seen }: Work,
  ): Promise<ImportedPage> {
    const policy = policyFor(occasion, this.directory.WS_PROGRESS_THRESHOLD);
    const page = {
      remoteIds: [...new Set(fresh.map(({ remoteId }) => remoteId))],
      keys: [...new Set(fresh.flatMap(({ keys }) => keys))],
      copies: fresh.map(({ item: report, ...copy }) => ({ ...copy, report })),
    };
    let rules: ReadonlyMap<MergeRule, number> = new Map();
    const outcome = await this.pages.apply(contextFor(occasion, policy), page, {
      cursor,
      seen,
      timed: (step, work) => this.clock.timed(step, work),
      decide: (known) => {
        const decider = new PageDecider(known, policy);
        const { counts, tally = {}, ...decisions } = decider.decide(fresh);
        rules = decider.rules;
        return {
          ...decisions,
          step: { ...base, counts: sum(base.counts, counts), tally: addTallies(base.tally ?? {}, tally) },
        };
      },
    });
    for (const [verdict, times] of rules) this.metrics.merges.inc({ verdict }, times);
    return { ...outcome, rules: [...rules.keys()] };
  }

  /** Dates from the future tell that one of the two clocks is wrong (M-27, scenario 25). */
  private async checkClock(items: readonly RemoteItem[], { backend, readAt }: PageOccasion): Promise<Tally> {
    const ahead = items.flatMap(({ playedAt }) => {
      const seconds = (playedAt ?? 0) - readAt;
      return seconds > CLOCK_TOLERANCE_S ? [seconds] : [];
    });
    if (ahead.length === 0) return {};
    await this.backends.recordClock(backend.id, Math.max(...ahead));
    return { 'warned.clock-ahead': ahead.length };
  }

  private reportPolicy(occasion: PageOccasion): ReportPolicy {
    return {
      asSource: readsAsSource(occasion),
      minimumPositionMs: this.config.WS_PROGRESS_MINIMUM * 1_000,
      longestEpisodeRange: occasion.backend.options.MAX_EPISODE_RANGE ?? LONGEST_EPISODE_RANGE,
      withoutEpisodeIds: this.config.WS_GUID_DISABLE_EPISODE,
      withPathIds: this.config.WS_GUID_PATH_ENABLED,
    };
  }
}

async function inPieces<T, R>(all: readonly T[], work: (some: readonly T[]) => R[]): Promise<R[]> {
  const results: R[] = [];
  for (let from = 0; from < all.length; from += PIECE) {
    if (from > 0) await scheduler.yield();
    results.push(...work(all.slice(from, from + PIECE)));
  }
  return results;
}

interface Work {
  readonly occasion: PageOccasion;
  readonly base: RunStep;
  readonly cursor: unknown;
  readonly seen: SeenPage | null;
}

/** What a page will count as when it comes just so again. */
const seenOf = (reports: readonly Report[], left: ReturnType<typeof leftOut>) => ({
  counts: { unchanged: reports.length, skipped: left.count },
  tally: left.tally,
  remoteIds: [...new Set(reports.map(({ remoteId }) => remoteId))],
  digest: digestOf(reports),
});

const readsAsSource = ({ backend, metadataOnly }: PageOccasion): boolean =>
  isSource(backend) && !metadataOnly;

const policyFor = (occasion: PageOccasion, rewatchThresholdS: number): PagePolicy => ({
  backendId: occasion.backend.id,
  now: occasion.readAt,
  isSource: readsAsSource(occasion),
  keepsLook: isSource(occasion.backend) && occasion.metadataOnly,
  mayUnmark: occasion.backend.options.DISABLE_MARK_UNPLAYED !== true,
  isTrusted: occasion.isTrusted,
  rewatchAfterS: rewatchAfter(occasion.backend.syncRewatch, rewatchThresholdS),
  areUnmarksProposed: occasion.runId !== null,
  unmarkLimits: occasion.unmarkLimits,
  isHearsay: occasion.isHearsay === true,
  isUnseen: occasion.isUnseen === true,
});

export const contextFor = (
  occasion: PageOccasion,
  { isSource: asSource }: Pick<PagePolicy, 'isSource'>,
): PageContext => ({
  identityId: occasion.backend.identityId,
  accountGeneration: occasion.backend.accountGeneration,
  cause: occasion.cause,
  runId: occasion.runId,
  backendId: occasion.backend.id,
  via: occasion.backend.name,
  event: occasion.event,
  source: occasion.news?.source ?? null,
  deliveryId: occasion.news?.deliveryId ?? null,
  now: occasion.readAt,
  asSource,
  dryRun: occasion.dryRun,
  isSettling: occasion.isSettling === true,
  lastCompleteRead: toSeconds(occasion.backend.importLastSync),
});

function sum(a: RunStep['counts'], b: RunStep['counts']): RunStep['counts'] {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<keyof RunStep['counts']>;
  return Object.fromEntries([...names].map((name) => [name, (a[name] ?? 0) + (b[name] ?? 0)]));
}
