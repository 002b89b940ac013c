import { Injectable } from '@nestjs/common';
import {
  addTallies,
  CLOCK_TOLERANCE_S,
  itemKeys,
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
  Runs,
  toSeconds,
  type BackendRecord,
  type PageContext,
  type PageOutcome,
  type RunStep,
} from '#libs/database';
import { DirectoryConfig, isSource } from '#libs/directory';
import { Metrics } from '#libs/runtime';
import { ImporterConfig } from '../importer.config.js';
import { PageDecider, type PagePolicy } from './page-decider.js';
import { leftOut } from './left-out.js';
import { toReports, type Report } from './report.js';
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
}

const LONGEST_EPISODE_RANGE = 5;

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
  ) {}

  async import(
    received: readonly RemoteItem[],
    occasion: PageOccasion,
    progress: PageProgress,
  ): Promise<ImportedPage> {
    const policy = policyFor(occasion, this.directory.WS_PROGRESS_THRESHOLD);
    const { ignoreRules } = occasion.backend;
    const items = received.map((item) => withoutIgnoredIds(item, ignoreRules));
    const reports = this.reports(items, occasion, policy.isSource);
    const isAllFresh = occasion.force || occasion.isTrusted;
    const fresh = isAllFresh
      ? reports
      : await this.clock.timed('compare', () => this.pages.changed(occasion.backend.id, reports));
    const left = leftOut(items, reports, progress.received);
    const base: RunStep = {
      done: progress.received,
      requests: progress.requests,
      counts: { unchanged: reports.length - fresh.length, skipped: left.count },
      tally: addTallies(left.tally, await this.checkClock(items, occasion)),
    };
    if (fresh.length === 0) {
      const isCancelAsked =
        occasion.runId !== null && (await this.runs.advance(occasion.runId, base, progress.cursor));
      return { backendIds: [], isCancelAsked, rules: [] };
    }
    return this.apply(fresh, { occasion, policy, base, cursor: progress.cursor });
  }

  private async apply(
    fresh: readonly Report[],
    {
      occasion,
      policy,
      base,
      cursor,
    }: { occasion: PageOccasion; policy: PagePolicy; base: RunStep; cursor: unknown },
  ): Promise<ImportedPage> {
    const page = {
      remoteIds: [...new Set(fresh.map(({ remoteId }) => remoteId))],
      keys: [...new Set(fresh.flatMap(({ item }) => itemKeys(item)))],
    };
    let rules: ReadonlyMap<MergeRule, number> = new Map();
    const outcome = await this.pages.apply(contextFor(occasion, policy), page, {
      cursor,
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

  private reports(items: readonly RemoteItem[], { backend }: PageOccasion, asSource: boolean): Report[] {
    return toReports(items, {
      asSource,
      minimumPositionMs: this.config.WS_PROGRESS_MINIMUM * 1_000,
      longestEpisodeRange: backend.options.MAX_EPISODE_RANGE ?? LONGEST_EPISODE_RANGE,
      withoutEpisodeIds: this.config.WS_GUID_DISABLE_EPISODE,
      withPathIds: this.config.WS_GUID_PATH_ENABLED,
    });
  }
}

const policyFor = (occasion: PageOccasion, rewatchThresholdS: number): PagePolicy => ({
  backendId: occasion.backend.id,
  now: occasion.readAt,
  isSource: isSource(occasion.backend) && !occasion.metadataOnly,
  keepsLook: isSource(occasion.backend) && occasion.metadataOnly,
  mayUnmark: occasion.backend.options.DISABLE_MARK_UNPLAYED !== true,
  isTrusted: occasion.isTrusted,
  rewatchAfterS: rewatchAfter(occasion.backend.syncRewatch, rewatchThresholdS),
  areUnmarksProposed: occasion.runId !== null,
  unmarkLimits: occasion.unmarkLimits,
  isHearsay: occasion.isHearsay === true,
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
