import { Injectable } from '@nestjs/common';
import { Backends, type IdentityRecord, Parity } from '#libs/database';
import { Logger } from '#libs/runtime';
import { HistoryViewer } from '../history/history-viewer.js';
import { invalid } from '../http/api-problem.js';
import { pagingOf, slice } from '../http/paging.js';
import type { ParityPageDto, ParityPrunedDto, ParityQuery } from './quality.dto.js';

/** Do all backends report the same records? Lists those that do not, and lets them go when a person says so. */
@Injectable()
export class ParityDesk {
  constructor(
    private readonly parity: Parity,
    private readonly backends: Backends,
    private readonly viewer: HistoryViewer,
    private readonly logger: Logger,
  ) {}

  async list(identity: IdentityRecord, query: ParityQuery): Promise<ParityPageDto> {
    const min = await this.checked(identity, query.min);
    const { total, ids } = await this.parity.below(identity.id, { min, ...slice(query) });
    const paging = Object.assign(pagingOf(total, query), { params: { min } });
    return { paging, items: await this.viewer.showMany(identity, ids) };
  }

  async prune(identity: IdentityRecord, wanted: number): Promise<ParityPrunedDto> {
    const min = await this.checked(identity, wanted);
    const deleted_records = await this.parity.removeBelow(identity.id, min);
    this.logger.info('records removed for parity', {
      identity: identity.name,
      min,
      records: deleted_records,
    });
    return { deleted_records };
  }

  /** More than there are backends would be every record. */
  private async checked({ id }: IdentityRecord, min: number): Promise<number> {
    const count = (await this.backends.list(id)).length;
    if (min > count)
      throw invalid([
        { field: 'min', message: `There are ${count} backends, so it can be ${count} at most.` },
      ]);
    return min === 0 ? count : min;
  }
}
