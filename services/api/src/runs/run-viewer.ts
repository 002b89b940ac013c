import { Injectable } from '@nestjs/common';
import { Identities, Ledger, Runs } from '#libs/database';
import { missing } from '../http/api-problem.js';
import { pagingOf, slice } from '../http/paging.js';
import { toChange, toRun } from './run.presenter.js';
import type { ChangePageDto, ChangesQuery, RunDto, RunPageDto, RunsQuery } from './runs.dto.js';

/** Shows runs and what they changed, of all identities unless one is asked for. */
@Injectable()
export class RunViewer {
  constructor(
    private readonly runs: Runs,
    private readonly ledger: Ledger,
    private readonly identities: Identities,
  ) {}

  async list(query: RunsQuery): Promise<RunPageDto> {
    const { total, runs } = await this.runs.list({
      identityId: await this.identityId(query.identity),
      kind: query.kind ?? null,
      status: query.status ?? null,
      backend: query.backend ?? null,
      ...slice(query),
    });
    return { paging: pagingOf(total, query), items: runs.map(toRun) };
  }

  async show(id: string): Promise<RunDto> {
    const run = await this.runs.find(id);
    if (!run) throw missing('run', id);
    return toRun(run);
  }

  async changes(id: string, query: ChangesQuery): Promise<ChangePageDto> {
    await this.show(id);
    const { total, changes } = await this.ledger.changes(id, {
      status: query.status ?? null,
      ...slice(query),
    });
    return { paging: pagingOf(total, query), items: changes.map(toChange) };
  }

  private async identityId(name: string | undefined): Promise<number | null> {
    if (name === undefined) return null;
    const identity = await this.identities.find(name);
    if (!identity) throw missing('identity', name);
    return identity.id;
  }
}
