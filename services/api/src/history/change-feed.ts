import { Injectable } from '@nestjs/common';
import { type IdentityRecord, Ledger } from '#libs/database';
import { toChange } from '../runs/run.presenter.js';
import type { ChangeFeedDto, ChangeFeedQuery } from './change-feed.dto.js';

/** What changed since somebody looked: for scripts that follow a history. */
@Injectable()
export class ChangeFeed {
  constructor(private readonly ledger: Ledger) {}

  async since({ id }: IdentityRecord, { since, limit }: ChangeFeedQuery): Promise<ChangeFeedDto> {
    const changes = await this.ledger.since(id, { after: since, limit });
    return {
      last_id: changes.at(-1)?.id ?? since,
      items: changes.map(({ cause, runId, ...change }) =>
        Object.assign(toChange(change), { cause, run_id: runId }),
      ),
    };
  }
}
