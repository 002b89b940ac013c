import { Inject, Injectable } from '@nestjs/common';
import { PlexCloud, type CloudSignIn } from '#libs/backends';
import { installationIdOf } from '#libs/directory';
import { appVersion, SecretsConfig } from '#libs/runtime';
import { ApiProblem } from '../http/api-problem.js';
import { asking } from './asking.js';
import type { SignInCheckDto, SignInDto } from './plex-auth.dto.js';

const PRODUCT = 'WatchState';
const CONFIRM = 'https://app.plex.tv/auth#?';

/** Lets a person sign in to Plex in the browser, so that no token has to be typed (plex.md 2.2). */
@Injectable()
export class SignInClerk {
  private readonly clientId: string;

  constructor(
    private readonly cloud: PlexCloud,
    @Inject(SecretsConfig) secrets: SecretsConfig,
  ) {
    this.clientId = installationIdOf(secrets.WS_SECRET_KEY);
  }

  async begin(): Promise<SignInDto> {
    return this.show(await asking(() => this.cloud.startSignIn()));
  }

  async check({ id, code }: SignInCheckDto): Promise<SignInDto> {
    const found = await asking(() => this.cloud.pollSignIn({ id, code }));
    if (!found)
      throw new ApiProblem(404, 'sign-in-expired', 'This sign-in has expired or never was. Begin a new one.');
    return this.show(found);
  }

  /** What plex.tv says, and what a page needs to send the person there. */
  private show({ raw, id, code, authToken, expiresAt }: CloudSignIn): SignInDto {
    return {
      ...raw,
      'X-Plex-Client-Identifier': this.clientId,
      'X-Plex-Product': PRODUCT,
      ...{ 'X-Plex-Version': appVersion, 'X-Plex-Device-Name': PRODUCT },
      id: Number(id),
      code,
      authToken,
      expiresAt,
      auth_url: CONFIRM + this.confirmation(code),
    };
  }

  private confirmation(code: string): string {
    const parameters = { clientID: this.clientId, code, 'context[device][product]': PRODUCT };
    return new URLSearchParams(parameters).toString();
  }
}
