import { Injectable } from '@nestjs/common';
import { mustAsk } from '#libs/core';
import {
  Backends,
  Proposals,
  Runs,
  toSeconds,
  type BackendRecord,
  type PageContext,
  type RunRecord,
} from '#libs/database';
import { guardLimits, isSource } from '#libs/directory';
import { Logger } from '#libs/runtime';
import { ImporterConfig } from '../importer.config.js';
import { PushBell } from '../pages/push-bell.js';
import { APPLY } from './import-cursor.js';

/** After a complete read: asks the guard, carries out the unmarks or parks the run, and moves the date on. */
@Injectable()
export class ImportFinisher {
  constructor(
    private readonly runs: Runs,
    private readonly proposals: Proposals,
    private readonly backends: Backends,
    private readonly bell: PushBell,
    private readonly config: ImporterConfig,
    private readonly logger: Logger,
  ) {}

  async finish(run: RunRecord, backend: BackendRecord): Promise<void> {
    if (run.dryRun) return this.runs.finish(run.id, 'succeeded', null);
    await this.proposals.supersede(backend.id, run.id);
    if (!run.isApproved && (await this.isTooMuch(run))) {
      this.logger.warn('import awaits approval', { backend: backend.name });
      return this.runs.park(run.id);
    }
    const isAllHeard = await this.applyProposals(run, backend);
    if (isAllHeard && this.isWholeRead(run))
      await this.backends.recordRun(backend, 'import', run.startedAt ?? run.createdAt);
    await this.runs.finish(run.id, 'succeeded', null);
  }

  private async isTooMuch(run: RunRecord): Promise<boolean> {
    const { unmarks, watched } = await this.proposals.weigh(run.id, run.identityId);
    return mustAsk({ unmarks, watched }, guardLimits(this.config));
  }

  /**
   * False when something changed under a proposal: then the last look at that item is still the older one, and the
   * date must not say otherwise (M-33).
   */
  private async applyProposals(run: RunRecord, backend: BackendRecord): Promise<boolean> {
    const context = proposalContext(run, backend);
    let outdated = 0;
    for (
      let batch = await this.proposals.applyNext(context);
      batch;
      batch = await this.proposals.applyNext(context)
    ) {
      const counts = { updated: batch.applied, unplayed: batch.applied, skipped: batch.outdated };
      const tally = { 'skipped.changed-since': batch.outdated };
      await this.runs.advance(run.id, { done: 0, counts, requests: 0, tally }, APPLY);
      await this.bell.ring(batch.backendIds);
      outdated += batch.outdated;
    }
    return outdated === 0;
  }

  /**
   * A metadata-only pass over a source proves nothing about play states, and one over some of its libraries nothing
   * about the others, so its date stays (scenario 61, TR-54).
   */
  private isWholeRead(run: RunRecord): boolean {
    if (run.options.libraries !== undefined) return false;
    return run.mode !== 'metadata-only' || run.options.metadata_only !== true;
  }
}

export const proposalContext = (run: RunRecord, backend: BackendRecord): PageContext => ({
  identityId: run.identityId,
  accountGeneration: backend.accountGeneration,
  cause: 'import',
  runId: run.id,
  backendId: backend.id,
  via: backend.name,
  event: 'task.import',
  now: toSeconds(run.startedAt ?? run.createdAt) ?? 0,
  asSource: isSource(backend),
  dryRun: false,
  lastCompleteRead: toSeconds(backend.importLastSync),
});
