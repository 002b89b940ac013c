import type { Guids } from '#libs/core';

/** What an episode is told by its show. */
export interface ShowFacts {
  readonly guids: Guids;
  readonly genres: readonly string[] | undefined;
}

/** Of a show that this user may not see, or that is none. */
export const NO_SHOW: ShowFacts = { guids: {}, genres: undefined };
