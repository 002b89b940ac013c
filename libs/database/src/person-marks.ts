import { decidedByPerson, stateOf } from '#libs/core';
import { DataSource } from 'typeorm';
import { addIntents } from './intents.js';
import { lockIdentity, readTruths, writeTruths } from './truths.js';
import { sqlOf } from './sql-rows.js';

export type MarkOutcome =
  | { readonly kind: 'marked'; /** Backends that now have an open intent. */ readonly backendIds: number[] }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'not-found' };

export interface Mark {
  readonly identityId: number;
  readonly itemId: number;
  readonly watched: boolean;
  /** Unix seconds. */
  readonly at: number;
}

/** What a person decides in the UI or through the API (I-20): truth, ledger and intents in one transaction. */
export class PersonMarks {
  constructor(private readonly database: DataSource) {}

  async mark({ identityId, itemId, watched, at }: Mark): Promise<MarkOutcome> {
    return this.database.transaction(async (manager): Promise<MarkOutcome> => {
      const sql = sqlOf(manager);
      await lockIdentity(sql, identityId);
      const before = (await readTruths(sql, identityId, [itemId])).get(itemId);
      if (!before) return { kind: 'not-found' };
      if (stateOf(before).watched === watched) return { kind: 'unchanged' };
      const after = decidedByPerson(before, watched, at);
      const cause = {
        identityId,
        cause: 'user',
        runId: null,
        backendId: null,
        via: 'webui',
        event: watched ? 'webui.markplayed' : 'webui.markunplayed',
      } as const;
      await writeTruths(sql, cause, [{ itemId, before, after, rule: 'person' }]);
      return { kind: 'marked', backendIds: await addIntents(sql, identityId, [itemId]) };
    });
  }
}
