import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { OldHistory } from '#libs/archive';
import { readOldState, type RemoteItem } from '#libs/core';
import { Runs, type BackendRecord, type RunRecord } from '#libs/database';
import { GuidBook } from '#libs/directory';
import { DataFolder } from '#libs/runtime';
import { PageImporter, type PageOccasion } from '../pages/page-importer.js';
import { PushBell } from '../pages/push-bell.js';
import { RunCancelled } from './import-failure.js';

const PAGE = 1_000;

/**
 * Takes what an older installation knew of a person as evidence, by the rules of a first look: viewings and positions by
 * their dates, never an unmark. What a server shows today is not in it, so no copy counts as looked at.
 */
@Injectable()
export class HistoryTaker {
  constructor(
    private readonly runs: Runs,
    private readonly pages: PageImporter,
    @Inject(GuidBook) private readonly guids: GuidBook,
    private readonly bell: PushBell,
    private readonly folder: DataFolder,
  ) {}

  async take(run: RunRecord, backend: BackendRecord, signal: AbortSignal): Promise<void> {
    const { old } = run.options;
    const [first, ...others] = old?.sources ?? [];
    if (!old || first === undefined) throw new Error(`run ${run.id} does not say what to take`);
    const history = OldHistory.open(join(this.folder.root, old.file));
    const sources = [first, ...others] as const;
    try {
      for (let after = placeIn(run.cursor); ;) {
        signal.throwIfAborted();
        const page = history.page(after, PAGE);
        if (page.rows.length === 0) break;
        const at = occasion(run, backend);
        const reading = { sources, now: at.readAt, rules: this.guids.rules(backend.type) };
        const told = page.rows.flatMap((row) => readOldState(row, reading) ?? []);
        after = page.after;
        await this.takePage(
          told.filter(({ backend: name }) => name === backend.name).map(({ item }) => item),
          {
            at,
            after,
          },
        );
      }
    } finally {
      history.close();
    }
    await this.runs.finish(run.id, 'succeeded', null);
  }

  private async takePage(
    items: readonly RemoteItem[],
    { at, after }: { readonly at: PageOccasion; readonly after: number },
  ): Promise<void> {
    const progress = { received: items.length, requests: 0, cursor: { phase: 'old', after } };
    const outcome = await this.pages.import(items, at, progress);
    await this.bell.ring(outcome.backendIds);
    if (outcome.isCancelAsked) throw new RunCancelled();
  }
}

const placeIn = (cursor: unknown): number =>
  typeof cursor === 'object' && cursor !== null && 'after' in cursor && typeof cursor.after === 'number'
    ? cursor.after
    : 0;

const occasion = (run: RunRecord, backend: BackendRecord): PageOccasion => ({
  backend,
  runId: run.id,
  cause: 'import',
  event: 'import.watchstate',
  readAt: Math.floor(Date.now() / 1_000),
  force: true,
  metadataOnly: false,
  dryRun: run.dryRun,
  isTrusted: false,
  unmarkLimits: null,
  isUnseen: true,
});
