import { Injectable } from '@nestjs/common';
import { mustAsk } from '#libs/core';
import {
  BULK_BATCH,
  type BulkAction,
  BulkMarks,
  type BulkOrder,
  type BulkSelection,
  type BulkWeight,
  type IdentityRecord,
  ItemRecords,
} from '#libs/database';
import { GuardConfig, guardLimits } from '#libs/directory';
import { Logger } from '#libs/runtime';
import { type ApiProblem, conflict, invalid } from '../http/api-problem.js';
import { RunBell } from '../runs/run-bell.js';
import type { BulkActionDto, BulkResultDto } from './bulk.dto.js';
import { filterOf } from './history-filter.js';

/**
 * Carries out what a person decides about many items: weighed first, guarded, and one run that can be undone. A small
 * order is done when the answer comes; a large one is carried out by the importer, and its run tells how far it is.
 */
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
    const order = { identityId: identity.id, action: wanted.action, selection: selectionOf(wanted) };
    const weight = await this.marks.weigh(order);
    const { found, changes } = weight;
    const needsWord = wanted.action !== 'watched' && this.isMuch(weight);
    const told = {
      ...{ changed: changes, skipped: found - changes, needs_confirmation: needsWord },
      failed: await this.unknown(identity, wanted),
    };
    if (wanted.dry_run === true) return { dry_run: true, ...told, run_id: null, status: null };
    if (needsWord && wanted.confirm !== true) throw unconfirmed(wanted.action, changes);
    this.logger.info('bulk action', { identity: identity.name, action: wanted.action, items: found });
    return { dry_run: false, ...told, ...(await this.carryOut(order, weight, wanted.confirm === true)) };
  }

  private async carryOut(
    order: BulkOrder,
    { found, changes }: BulkWeight,
    isApproved: boolean,
  ): Promise<Pick<BulkResultDto, 'changed' | 'skipped' | 'run_id' | 'status'>> {
    if (found <= BULK_BATCH) {
      const { runId, batch } = await this.marks.atOnce(order, isApproved);
      await this.bell.ringPush(batch.backendIds);
      const { changed } = batch;
      return { changed, skipped: found - changed, run_id: runId, status: 'succeeded' };
    }
    const id = await this.marks.begin(order, isApproved);
    await this.bell.ring({ id, kind: 'bulk' });
    return { changed: changes, skipped: found - changes, run_id: id, status: 'queued' };
  }

  /** Ids that a person named and nobody has. */
  private async unknown(
    { id }: IdentityRecord,
    { ids = [] }: BulkActionDto,
  ): Promise<BulkResultDto['failed']> {
    if (ids.length === 0) return [];
    const known = await this.items.known(id, ids);
    return ids.filter((one) => !known.has(one)).map((one) => ({ id: one, reason: 'There is no such item.' }));
  }

  private isMuch({ changes, watched }: BulkWeight): boolean {
    return mustAsk({ unmarks: changes, watched }, guardLimits(this.guard));
  }
}

function selectionOf({ ids, filter }: BulkActionDto): BulkSelection {
  if ((ids === undefined) === (filter === undefined))
    throw invalid([{ field: 'ids', message: 'Give either ids or a filter.' }]);
  return ids === undefined ? { filter: filter ? filterOf(filter) : {} } : { ids };
}

const unconfirmed = (action: BulkAction, changes: number): ApiProblem =>
  conflict(
    'needs-confirmation',
    `${changes} items would be ${action === 'delete' ? 'deleted' : 'unwatched'}. Say \`confirm\` when that is right.`,
  );
