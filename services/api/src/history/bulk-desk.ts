import { Injectable } from '@nestjs/common';
import { mustAsk } from '#libs/core';
import { BulkMarks, type BulkMark, type BulkWeight, type IdentityRecord, ItemRecords } from '#libs/database';
import { Logger } from '#libs/runtime';
import { conflict, invalid } from '../http/api-problem.js';
import { RunBell } from '../runs/run-bell.js';
import { type BulkActionDto, type BulkResultDto, MOST_AT_ONCE } from './bulk.dto.js';
import { GuardConfig } from './guard.config.js';
import { filterOf } from './history-filter.js';

const BATCH = 500;

/** Carries out what a person decides about many items: shown first, guarded, and one run that can be undone. */
@Injectable()
export class BulkDesk {
  constructor(
    private readonly marks: BulkMarks,
    private readonly items: ItemRecords,
    private readonly guard: GuardConfig,
    private readonly bell: RunBell,
    private readonly logger: Logger,
  ) {}

  async act(identity: IdentityRecord, wanted: BulkActionDto): Promise<BulkResultDto> {
    const ids = await this.selected(identity, wanted);
    const bulk = {
      identityId: identity.id,
      watched: wanted.action === 'watched',
      at: Math.floor(Date.now() / 1_000),
    };
    const weight = await this.marks.weigh(bulk, ids);
    const isDeletion = wanted.action === 'delete';
    const changes = isDeletion ? weight.found : weight.changes;
    const needsWord = !bulk.watched && this.isMuch(changes, weight);
    const failed = await this.unknown(identity, wanted, ids);
    const preview = {
      changed: changes,
      skipped: weight.found - changes,
      failed,
      needs_confirmation: needsWord,
    };
    if (wanted.dry_run === true) return { dry_run: true, ...preview, run_id: null };
    if (needsWord && wanted.confirm !== true)
      throw conflict(
        'needs-confirmation',
        `${changes} items would be ${isDeletion ? 'deleted' : 'unwatched'}. Say \`confirm\` when that is right.`,
      );
    this.logger.info('bulk action', { identity: identity.name, action: wanted.action, items: ids.length });
    const done = isDeletion ? await this.remove(identity, ids) : await this.mark(bulk, ids);
    return { dry_run: false, ...done, failed, needs_confirmation: needsWord };
  }

  private async selected({ id }: IdentityRecord, { ids, filter }: BulkActionDto): Promise<readonly number[]> {
    if ((ids === undefined) === (filter === undefined))
      throw invalid([{ field: 'ids', message: 'Give either ids or a filter.' }]);
    if (ids) return ids;
    const narrowed = filter ? filterOf(filter) : {};
    const found = await this.marks.find(id, narrowed, MOST_AT_ONCE + 1);
    if (found.length > MOST_AT_ONCE)
      throw invalid([
        { field: 'filter', message: `It finds more than ${MOST_AT_ONCE} items. Narrow it down.` },
      ]);
    return found;
  }

  /** Ids that a person named and nobody has. */
  private async unknown(
    { id }: IdentityRecord,
    wanted: BulkActionDto,
    ids: readonly number[],
  ): Promise<BulkResultDto['failed']> {
    if (!wanted.ids) return [];
    const known = await this.items.known(id, ids);
    return ids.filter((one) => !known.has(one)).map((one) => ({ id: one, reason: 'There is no such item.' }));
  }

  private isMuch(changes: number, { watched }: BulkWeight): boolean {
    const limits = {
      maxChanges: this.guard.WS_GUARD_MAX_CHANGES,
      maxPercent: this.guard.WS_GUARD_MAX_PERCENT,
    };
    return mustAsk({ unmarks: changes, watched }, limits);
  }

  private async mark(bulk: BulkMark, ids: readonly number[]) {
    const run_id = await this.marks.begin(bulk, ids.length);
    let [changed, skipped] = [0, 0];
    for (let at = 0; at < ids.length; at += BATCH) {
      const outcome = await this.marks.mark(run_id, bulk, ids.slice(at, at + BATCH));
      changed += outcome.changed;
      skipped += outcome.skipped;
      await this.bell.ringPush(outcome.backendIds);
    }
    return { changed, skipped, run_id };
  }

  private async remove({ id }: IdentityRecord, ids: readonly number[]) {
    let changed = 0;
    for (let at = 0; at < ids.length; at += BATCH)
      changed += await this.items.remove(id, ids.slice(at, at + BATCH));
    return { changed, skipped: 0, run_id: null };
  }
}
