import { Injectable } from '@nestjs/common';
import { PlexCloud } from '#libs/backends';
import { ApiProblem } from '../http/api-problem.js';
import { asking } from './asking.js';
import type { TokenInfoDto } from './plex-auth.dto.js';

/** Tells whose account token it is and what it may do (feature F136). */
@Injectable()
export class TokenInspector {
  constructor(private readonly cloud: PlexCloud) {}

  async inspect(token: string): Promise<TokenInfoDto> {
    const account = await asking(() => this.cloud.account(token));
    if (!account) throw unknownToken();
    const home = await asking(() => this.cloud.home(token));
    const admin = home?.some((member) => member.admin && member.id === account.id) ?? false;
    const message = admin ? 'Token is valid.' : 'Token is valid, but may not list users or get their tokens.';
    return { message, user: account.id, name: account.name, uuid: account.uuid, admin };
  }
}

const unknownToken = (): ApiProblem =>
  new ApiProblem(401, 'token-rejected', 'plex.tv does not know this token as that of an account.', {
    fields: [
      {
        field: 'token',
        message: 'plex.tv does not know this token as that of an account.',
        hint: 'Sign in to Plex again; a token that is good on one server only cannot be checked here.',
      },
    ],
  });
