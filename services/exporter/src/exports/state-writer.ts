import { Injectable } from '@nestjs/common';
import { BackendError } from '#libs/backends';
import {
  isAnotherItem,
  planWrite,
  withoutNoise,
  type ExportPermissions,
  type PlayState,
  type RemoteItem,
  type Tally,
} from '#libs/core';
import {
  Backends,
  Expectations,
  ExportPlans,
  MOST_UNCONFIRMED,
  type BackendRecord,
  type DueWrite,
  type IntentOutcome,
  type RunCounts,
  type Settlement,
} from '#libs/database';
import { DirectoryConfig, exportPermissions, Turnstile } from '#libs/directory';
import { changesQueue, InjectProducer, Producer } from '#libs/queue';
import { Logger, Metrics, Shuttle } from '#libs/runtime';
import { ExporterConfig } from '../exporter.config.js';
import { WRITE } from './export-cursor.js';
import { accountChanged, exportOff, RunCancelled } from './export-failure.js';
import { targetOf, type ExportWork } from './export-work.js';
import { NowPlaying } from './now-playing.js';
import { asError, severalAtOnce } from './several-at-once.js';
import { isOfOneItem, isRefusal } from './write-refusal.js';
import { writeDate } from './planner.js';

const BATCH = 250;
const LANES_PER_SEAT = 3;

/** Carries out a plan by compare and swap: each target is read right before it is written. */
@Injectable()
export class StateWriter {
  constructor(
    private readonly plans: ExportPlans,
    private readonly backends: Backends,
    private readonly expectations: Expectations,
    private readonly nowPlaying: NowPlaying,
    private readonly config: ExporterConfig,
    private readonly directory: DirectoryConfig,
    private readonly metrics: Metrics,
    private readonly logger: Logger,
    @InjectProducer(changesQueue) private readonly changes: Producer<typeof changesQueue>,
  ) {}

  async writeAll(given: ExportWork): Promise<void> {
    let work = given;
    const target = targetOf(work.backend);
    for (;;) {
      work = await this.withSettingsOfNow(work);
      const due = await this.plans.due(work.run.id, target, BATCH);
      if (due.length === 0) break;
      await this.writeBatch(work, due);
    }
    await this.plans.skipGone(work.run.id);
  }

  /** What a person allows counts when it is written, not when it was planned. */
  private async withSettingsOfNow(work: ExportWork): Promise<ExportWork> {
    return { ...work, backend: await this.stillThere(work.backend) };
  }

  /**
   * What came of a write is saved while the next one is made: a run that is killed in between finds its write done on
   * the target.
   */
  private async writeBatch(work: ExportWork, due: readonly DueWrite[]): Promise<void> {
    const shuttle = new Shuttle<Settlement, boolean>((group) => this.settle(work, group), BATCH);
    const settling: Promise<void>[] = [];
    let failure: unknown = null;
    const settle = (settlement: Settlement): Promise<void> =>
      shuttle
        .take(settlement)
        .then(stopWhenAsked)
        .catch((error: unknown) => void (failure ??= error));
    const { lanes, seats } = this.widthOf(work);
    const door = new Turnstile(seats);
    const written = severalAtOnce(due, lanes, async (write) => {
      if (failure === null) settling.push(settle(await this.write({ ...work, door }, write)));
    });
    await written.finally(() => Promise.all(settling));
    if (failure !== null) throw asError(failure);
  }

  private async settle(work: ExportWork, group: readonly Settlement[]): Promise<boolean[]> {
    const isCancelAsked = await this.plans.settle(work.run.id, group, WRITE);
    return group.map(() => isCancelAsked);
  }

  /** More are looked at than are written at a time: whoever waits for the database holds no seat at the server. */
  private widthOf({ run }: ExportWork): { readonly lanes: number; readonly seats: number } {
    const isSequential = run.options.sync_requests ?? this.config.WS_HTTP_SYNC_REQUESTS;
    const seats = isSequential ? 1 : this.config.WS_EXPORT_CONCURRENCY;
    return { lanes: isSequential ? 1 : seats * LANES_PER_SEAT, seats };
  }

  private async write(work: Writing, due: DueWrite): Promise<Settlement> {
    work.signal.throwIfAborted();
    const before = work.contact.requests();
    const outcome = await this.attempt(work, due);
    const requests = Math.max(0, work.contact.requests() - before);
    this.metrics.exports.inc({ kind: work.backend.type, outcome: outcome.status });
    // A whole export also carries what is years old.
    if (work.run.isAutomatic && outcome.status === 'written')
      this.metrics.exportLag.observe(Math.max(0, Date.now() - due.changedAtMs) / 1_000);
    const step = { done: 1, requests, counts: countsOf(outcome, due.rule), tally: tallyOf(outcome) };
    return { write: due, outcome, step };
  }

  private async attempt(work: Writing, due: DueWrite): Promise<IntentOutcome> {
    const may = exportPermissions(work.backend, {
      ignoreDate: work.run.options.ignore_date === true,
      rewatchThresholdS: this.directory.WS_PROGRESS_THRESHOLD,
    });
    try {
      return await this.compareAndSwap(work, due, may);
    } catch (error) {
      if (!(error instanceof BackendError) || !isOfOneItem(error)) throw error;
      this.logger.warn('write refused', { backend: work.backend.name, reason: error.key });
      return { status: 'failed', reason: error.key };
    }
  }

  private async compareAndSwap(work: Writing, due: DueWrite, may: ExportPermissions): Promise<IntentOutcome> {
    const { contact, backend } = work;
    const found = await contact.client.find(due.remoteId);
    if (!found) return { status: 'skipped', reason: 'copy-is-gone' };
    if (isAnotherItem(due.identified, found)) return this.leaveAlone(work, due);
    // As an import would read it: the position of a wrong press is no news.
    const read = { ...found, ...withoutNoise(found, this.config.WS_PROGRESS_MINIMUM * 1_000) };
    const step = planWrite({ truth: due.truth, known: due.knowledge, report: read }, may);
    switch (step.kind) {
      case 'import-first':
        await this.changes.add('item-changed', { backendId: backend.id, remoteId: due.remoteId });
        return { status: 'skipped', reason: 'news-there' };
      case 'skip':
        // Perhaps our own write of a run that was killed before it could say so: then this is what to expect, too.
        return step.because === 'already-there'
          ? {
              status: 'skipped',
              reason: step.because,
              shows: { watched: read.watched, positionMs: read.positionMs },
            }
          : { status: 'skipped', reason: step.because };
      case 'write':
        // Exactly what was planned, weighed by the guard and perhaps shown: another write needs another plan.
        if (step.rule !== due.rule) return { status: 'skipped', reason: 'changed-since' };
        if (due.unconfirmedWrites >= MOST_UNCONFIRMED) return this.giveUp(work);
        if (await this.isUnderWay(work, { due, read, state: step.state }))
          return { status: 'skipped', reason: 'currently-playing' };
        return this.put(work, { due, read, state: step.state });
    }
  }

  /** Another server at this address is told as such; else somebody matched the title anew, which is for an import to find. */
  private async leaveAlone({ contact, backend }: Writing, { remoteId }: DueWrite): Promise<IntentOutcome> {
    await contact.client.validate();
    await this.changes.add('item-changed', { backendId: backend.id, remoteId });
    return { status: 'skipped', reason: 'news-there' };
  }

  /** Announced first: a worker may be killed between the call and its record. */
  private async put(
    { contact: { client }, backend, door }: Writing,
    { due, read, state }: Swap,
  ): Promise<IntentOutcome> {
    const announcement = await this.expectations.announce(backend, due, state);
    if (announcement === 'changed-since') return { status: 'skipped', reason: announcement };
    if (announcement === 'gone') return this.whyNotWritten(backend);
    const leave = await door.enter();
    try {
      await client.write(read, { ...state, playedAt: writeDate(due) });
    } catch (error) {
      // Whatever may have reached the server is still to be expected there.
      if (isRefusal(error)) await this.expectations.retract(due);
      throw error;
    } finally {
      leave();
    }
    return { status: 'written', shows: state };
  }

  /** The player that is at it will say where it got to (P-12); a second viewing keeps its place, so that waits, too. */
  private async isUnderWay({ contact, backend }: ExportWork, { due, state }: Swap): Promise<boolean> {
    if (due.rule !== 'write-progress' && state.positionMs === 0) return false;
    return this.nowPlaying.isPlaying(backend.id, contact.client, due.remoteId);
  }

  /** It said yes several times and did nothing; a person has to look (scenario 42). */
  private giveUp({ backend }: ExportWork): IntentOutcome {
    this.logger.warn('write never takes effect', { backend: backend.name });
    return { status: 'failed', reason: 'unconfirmed' };
  }

  private async whyNotWritten(backend: BackendRecord): Promise<IntentOutcome> {
    await this.stillThere(backend);
    return { status: 'skipped', reason: 'copy-is-gone' };
  }

  /** As it is set now; the connection of the run is good for the account that it was begun with, and no other. */
  private async stillThere({ id, name, accountGeneration }: BackendRecord): Promise<BackendRecord> {
    const backend = await this.backends.byId(id);
    if (!backend?.exportEnabled) throw exportOff(name);
    if (backend.accountGeneration !== accountGeneration) throw accountChanged(name);
    return backend;
  }
}

/** An export whose writes go through a door that lets so many in at a time. */
type Writing = ExportWork & { readonly door: Turnstile };

interface Swap {
  readonly due: DueWrite;
  readonly read: RemoteItem;
  readonly state: PlayState;
}

const stopWhenAsked = (isCancelAsked: boolean): void => {
  if (isCancelAsked) throw new RunCancelled();
};

const tallyOf = (outcome: IntentOutcome): Tally =>
  outcome.status === 'skipped' ? { [`skipped.${outcome.reason}`]: 1 } : {};

function countsOf(outcome: IntentOutcome, rule: string): Partial<RunCounts> {
  if (outcome.status === 'skipped') return { skipped: 1 };
  if (outcome.status === 'failed') return { failed: 1 };
  switch (rule) {
    case 'write-played':
      return { updated: 1, played: 1 };
    case 'write-unplayed':
      return { updated: 1, unplayed: 1 };
    default:
      return { updated: 1, progress: 1 };
  }
}
