import { Injectable } from '@nestjs/common';
import {
  FailedWrites,
  type FailedWrite,
  type FailedWritesQuestion,
  type IdentityRecord,
} from '#libs/database';
import { Logger } from '#libs/runtime';
import { BackendViewer } from '../backends/backend-viewer.js';
import { missing } from '../http/api-problem.js';
import { pagingOf, slice } from '../http/paging.js';
import { RunBell } from '../runs/run-bell.js';
import type {
  FailedWriteDto,
  FailedWritePageDto,
  FailedWritesQuery,
  HandledWritesDto,
} from './failed-writes.dto.js';

/** Shows the writes that failed for good, and does with them what a person says. */
@Injectable()
export class FailedWritesDesk {
  constructor(
    private readonly writes: FailedWrites,
    private readonly backends: BackendViewer,
    private readonly bell: RunBell,
    private readonly logger: Logger,
  ) {}

  async list(identity: IdentityRecord, query: FailedWritesQuery): Promise<FailedWritePageDto> {
    const { total, writes } = await this.writes.list(
      await this.question(identity, query.backend),
      slice(query),
    );
    return { paging: pagingOf(total, query), items: writes.map(toDto) };
  }

  async retryAll(identity: IdentityRecord, backend?: string): Promise<HandledWritesDto> {
    return this.retry(await this.question(identity, backend));
  }

  async dropAll(identity: IdentityRecord, backend?: string): Promise<HandledWritesDto> {
    return { count: await this.writes.drop(await this.question(identity, backend)) };
  }

  async retryOne(identity: IdentityRecord, id: number): Promise<HandledWritesDto> {
    return one(id, await this.retry({ identityId: identity.id, id }));
  }

  async dropOne(identity: IdentityRecord, id: number): Promise<HandledWritesDto> {
    return one(id, { count: await this.writes.drop({ identityId: identity.id, id }) });
  }

  private async retry(question: FailedWritesQuestion): Promise<HandledWritesDto> {
    const { count, backendIds } = await this.writes.retry(question);
    this.logger.info('failed writes tried again', { count });
    await this.bell.ringPush(backendIds);
    return { count };
  }

  private async question(identity: IdentityRecord, backend?: string): Promise<FailedWritesQuestion> {
    if (backend === undefined) return { identityId: identity.id };
    return { identityId: identity.id, backendId: (await this.backends.find(identity, backend)).id };
  }
}

function one(id: number, handled: HandledWritesDto): HandledWritesDto {
  if (handled.count === 0) throw missing('failed-write', id);
  return handled;
}

const toDto = ({ runId, before, after, at, ...write }: FailedWrite): FailedWriteDto => ({
  ...write,
  before: { watched: before.watched, position_ms: before.positionMs },
  after: { watched: after.watched, position_ms: after.positionMs },
  run_id: runId,
  at: at.toISOString(),
});
