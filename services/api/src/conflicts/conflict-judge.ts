import { Injectable } from '@nestjs/common';
import { Conflicts, type ConflictOutcome, type IdentityRecord } from '#libs/database';
import { Logger } from '#libs/runtime';
import { type ApiProblem, conflict, invalid, missing } from '../http/api-problem.js';
import { pagingOf, slice } from '../http/paging.js';
import { RunBell } from '../runs/run-bell.js';
import { toConflict } from './conflict.presenter.js';
import type { ConflictChoiceBody, ConflictDto, ConflictPageDto, ConflictsQuery } from './conflicts.dto.js';

/** Shows what a person must decide, and carries the decision out. */
@Injectable()
export class ConflictJudge {
  constructor(
    private readonly conflicts: Conflicts,
    private readonly bell: RunBell,
    private readonly logger: Logger,
  ) {}

  async list({ id }: IdentityRecord, query: ConflictsQuery): Promise<ConflictPageDto> {
    const filter = { status: query.status ?? 'open', kind: query.kind ?? null, ...slice(query) };
    const { total, conflicts } = await this.conflicts.list(id, filter);
    return { paging: pagingOf(total, query), items: conflicts.map(toConflict) };
  }

  async resolve(identity: IdentityRecord, id: number, choice: ConflictChoiceBody): Promise<ConflictDto> {
    const side = sideOf(choice);
    const at = Math.floor(Date.now() / 1_000);
    const outcome = await this.conflicts.resolve(identity.id, id, { side, at });
    if (outcome.kind !== 'settled') throw refusal(outcome.kind, id);
    this.logger.info('conflict settled', { conflict: id, identity: identity.name, side });
    await this.bell.ringPush(outcome.backendIds);
    const found = await this.conflicts.find(identity.id, id);
    if (!found) throw missing('conflict', id);
    return toConflict(found);
  }
}

function sideOf({ side, action }: ConflictChoiceBody): string {
  if ((side === undefined) === (action === undefined))
    throw invalid([{ field: 'side', message: 'Send either a side or the action ignore.' }]);
  return side ?? 'ignore';
}

function refusal(kind: Exclude<ConflictOutcome['kind'], 'settled'>, id: number): ApiProblem {
  switch (kind) {
    case 'not-found':
      return missing('conflict', id);
    case 'settled-before':
      return conflict('settled-before', 'This is settled already.');
    case 'no-such-side':
      return invalid([{ field: 'side', message: 'The conflict has no such side.' }]);
    case 'id-taken':
      return conflict(
        'id-taken',
        'Another item has that id. Correct the match on the server, then import again.',
      );
  }
}
