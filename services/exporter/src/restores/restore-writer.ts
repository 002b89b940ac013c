import { Injectable } from '@nestjs/common';
import { BackendError } from '#libs/backends';
import { isAnotherItem, planRestore, sameState, withoutNoise, type RemoteItem } from '#libs/core';
import { Backends, Restores, type DueRestore, type RestoreOutcome, type RunCounts } from '#libs/database';
import { isSource } from '#libs/directory';
import { InjectProducer, Producer, pushesQueue } from '#libs/queue';
import { Logger, Metrics } from '#libs/runtime';
import { ExporterConfig } from '../exporter.config.js';
import { isOfOneItem, isRefusal } from '../exports/write-refusal.js';
import { NowPlaying } from '../exports/now-playing.js';
import { accountChanged, exportOff, RunCancelled } from '../exports/export-failure.js';
import { severalAtOnce } from '../exports/several-at-once.js';
import type { WriteCursor } from './restore-cursor.js';
import { targetOf, wishOf, type RestoreWork } from './restore-work.js';

const BATCH = 100;

/** Carries out what a restore planned; each copy is read right before it is written. */
@Injectable()
export class RestoreWriter {
  constructor(
    private readonly restores: Restores,
    private readonly backends: Backends,
    private readonly nowPlaying: NowPlaying,
    private readonly config: ExporterConfig,
    private readonly metrics: Metrics,
    private readonly logger: Logger,
    @InjectProducer(pushesQueue) private readonly pushes: Producer<typeof pushesQueue>,
  ) {}

  async writeAll(given: RestoreWork, cursor: WriteCursor): Promise<void> {
    for (;;) {
      const work = await this.withSettingsOfNow(given);
      const due = await this.restores.due(work.run.id, BATCH);
      if (due.length === 0) return;
      const isSequential = work.run.options.sync_requests ?? this.config.WS_HTTP_SYNC_REQUESTS;
      await severalAtOnce(due, isSequential ? 1 : this.config.WS_EXPORT_CONCURRENCY, (write) =>
        this.write(work, write, cursor),
      );
    }
  }

  /** What a person allows counts when it is written, not when it was planned. */
  private async withSettingsOfNow(work: RestoreWork): Promise<RestoreWork> {
    const backend = await this.backends.byId(work.backend.id);
    if (!backend || (!backend.exportEnabled && !work.options.ignoreExportOff))
      throw exportOff(work.backend.name);
    // The connection of the run is good for the account that it was begun with, and no other.
    if (backend.accountGeneration !== work.backend.accountGeneration)
      throw accountChanged(work.backend.name, 'Start the restore again.');
    return { ...work, backend };
  }

  private async write(work: RestoreWork, due: DueRestore, cursor: WriteCursor): Promise<void> {
    work.signal.throwIfAborted();
    const before = work.contact.requests();
    const outcome = await this.attempt(work, due);
    this.metrics.exports.inc({ kind: work.backend.type, outcome: outcome.status });
    const requests = Math.max(0, work.contact.requests() - before);
    const settled = await this.restores.settle(targetOf(work), due, {
      outcome: { ...outcome, decides: outcome.decides && isSource(work.backend) },
      step: { done: 1, requests, counts: countsOf(outcome, due) },
      cursor,
      now: Math.floor(Date.now() / 1_000),
    });
    await this.pushes.addMany(
      'push',
      settled.backendIds.map((backendId) => ({ backendId })),
    );
    if (settled.isCancelAsked) throw new RunCancelled();
  }

  private async attempt(work: RestoreWork, due: DueRestore): Promise<RestoreOutcome> {
    try {
      const found = await work.contact.client.find(due.remoteId);
      if (!found) return skipped('copy-is-gone');
      if (due.identified && isAnotherItem(due.identified, found)) {
        // Another server at this address is told as such.
        await work.contact.client.validate();
        return skipped('changed-since');
      }
      return await this.compareAndSwap(work, due, found);
    } catch (error) {
      if (!(error instanceof BackendError) || !isOfOneItem(error)) throw error;
      this.logger.warn('restore refused', { backend: work.backend.name, reason: error.key });
      return { status: 'failed', reason: error.key, decides: false };
    }
  }

  /** Exactly what was planned, weighed by the guard and perhaps shown: another write needs another plan. */
  private async compareAndSwap(
    work: RestoreWork,
    due: DueRestore,
    found: RemoteItem,
  ): Promise<RestoreOutcome> {
    const minimumMs = this.config.WS_PROGRESS_MINIMUM * 1_000;
    const read = { ...found, ...withoutNoise(found, minimumMs) };
    if (sameState(read, due.after)) return { status: 'skipped', reason: 'already-there', decides: true };
    const wish = { ...wishOf(work, minimumMs), withProgress: due.rule === 'write-progress' };
    const step = planRestore({ ...due.after, updated: due.updated }, read, wish);
    if (step.kind === 'skip') return skipped(step.because);
    if (step.rule !== due.rule) return skipped('changed-since');
    const { client } = work.contact;
    if (
      due.rule === 'write-progress' &&
      (await this.nowPlaying.isPlaying(work.backend.id, client, due.remoteId))
    )
      return skipped('currently-playing');
    return this.put(work, due, read);
  }

  private async put(work: RestoreWork, due: DueRestore, read: RemoteItem): Promise<RestoreOutcome> {
    const retract = await this.restores.announce(targetOf(work), due);
    if (!retract) throw accountChanged(work.backend.name, 'Start the restore again.');
    try {
      await work.contact.client.write(read, { ...due.after, playedAt: due.updated > 0 ? due.updated : null });
    } catch (error) {
      // Whatever may have reached the server is still to be expected there.
      if (isRefusal(error)) await retract();
      throw error;
    }
    return { status: 'written', reason: null, decides: true };
  }
}

const skipped = (reason: string): RestoreOutcome => ({ status: 'skipped', reason, decides: false });

function countsOf({ status }: RestoreOutcome, { rule }: DueRestore): Partial<RunCounts> {
  if (status === 'failed') return { failed: 1 };
  if (status === 'skipped') return { skipped: 1 };
  return { updated: 1, [COUNTED[rule]]: 1 };
}

const COUNTED = {
  'write-played': 'played',
  'write-unplayed': 'unplayed',
  'write-progress': 'progress',
} as const;
