import { Injectable } from '@nestjs/common';
import { type IdentityRecord, PersonMarks } from '#libs/database';
import { Logger } from '#libs/runtime';
import { conflict, missing } from '../http/api-problem.js';
import { RunBell } from '../runs/run-bell.js';
import { HistoryViewer } from './history-viewer.js';
import type { HistoryItemDto } from './history.dto.js';

/** Carries out what a person says about an item: the truth at once, the backends right after. */
@Injectable()
export class WatchMarker {
  constructor(
    private readonly marks: PersonMarks,
    private readonly viewer: HistoryViewer,
    private readonly bell: RunBell,
    private readonly logger: Logger,
  ) {}

  markPlayed(identity: IdentityRecord, itemId: number): Promise<HistoryItemDto> {
    return this.mark(identity, itemId, true);
  }

  markUnplayed(identity: IdentityRecord, itemId: number): Promise<HistoryItemDto> {
    return this.mark(identity, itemId, false);
  }

  private async mark(identity: IdentityRecord, itemId: number, watched: boolean): Promise<HistoryItemDto> {
    const at = Math.floor(Date.now() / 1_000);
    const outcome = await this.marks.mark({ identityId: identity.id, itemId, watched, at });
    if (outcome.kind === 'not-found') throw missing('item', itemId);
    if (outcome.kind === 'unchanged')
      throw conflict('no-change', `This is marked as ${watched ? 'played' : 'unplayed'} already.`);
    this.logger.info('item marked', { item: itemId, identity: identity.name, watched });
    await this.bell.ringPush(outcome.backendIds);
    return this.viewer.show(identity, itemId);
  }
}
