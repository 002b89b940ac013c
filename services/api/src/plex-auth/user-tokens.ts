import { Injectable } from '@nestjs/common';
import { BackendError, PlexCloud, TokenFinder } from '#libs/backends';
import { plexExtrasIn } from '#libs/directory';
import type { BackendUserDto } from '../backends/backends.dto.js';
import type { Candidate } from '../backends/server-caller.js';

export interface TokensWish {
  readonly candidate: Candidate;
  readonly serverUuid: string;
  /** Id or uuid; null for everybody. */
  readonly only: string | null;
}

/** Adds the users' own tokens to their list, one after another: plex.tv bears no burst (plex.md quirk 26). */
@Injectable()
export class UserTokens {
  constructor(private readonly cloud: PlexCloud) {}

  async addTo(
    users: readonly BackendUserDto[],
    { candidate, serverUuid, only }: TokensWish,
  ): Promise<BackendUserDto[]> {
    const { adminToken, userPin, isGuest } = plexExtrasIn(candidate.options ?? {});
    const owner = { token: adminToken ?? candidate.token, serverUuid, isGuest: isGuest ?? false };
    const finder = new TokenFinder(this.cloud, owner);
    const list: BackendUserDto[] = [];
    for (const user of users) {
      const isMeant = only === null || only === user.id || only === user.uuid;
      const found = isMeant ? await tokenOf(finder, user.id, userPin) : { token: null };
      list.push(Object.assign({}, user, found));
    }
    return list;
  }
}

/** A user without a token is listed all the same, with the reason. */
async function tokenOf(
  finder: TokenFinder,
  user: string,
  pin: string | undefined,
): Promise<Pick<BackendUserDto, 'token' | 'token_error'>> {
  try {
    return { token: (await finder.of({ user, pin: pin ?? null })).token };
  } catch (error) {
    if (!(error instanceof BackendError)) throw error;
    return { token: null, token_error: `${error.message} ${error.hint}` };
  }
}
