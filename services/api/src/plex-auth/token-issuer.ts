import { Injectable } from '@nestjs/common';
import { PlexCloud, TokenFinder } from '#libs/backends';
import type { BackendRecord } from '#libs/database';
import { plexExtrasOf } from '#libs/directory';
import { Logger, SecretBox } from '#libs/runtime';
import { asking } from './asking.js';
import type { UserTokenDto, UserTokenWishDto } from './plex-auth.dto.js';
import { notPlex } from './server-scout.js';

/** Gets another person's own token with that of the server's owner (plex.md 2.5). */
@Injectable()
export class TokenIssuer {
  constructor(
    private readonly cloud: PlexCloud,
    private readonly secrets: SecretBox,
    private readonly logger: Logger,
  ) {}

  async issue(backend: BackendRecord, { id, username, pin }: UserTokenWishDto): Promise<UserTokenDto> {
    if (backend.type !== 'plex') throw notPlex();
    const extras = plexExtrasOf(backend.options, this.secrets);
    const token = extras.adminToken ?? this.secrets.open(backend.sealedToken);
    const finder = new TokenFinder(this.cloud, {
      token,
      serverUuid: backend.uuid,
      isGuest: extras.isGuest ?? false,
    });
    const found = await asking(() => finder.of({ user: id, pin: pin ?? extras.userPin ?? null }));
    this.logger.info('token of a Plex user handed out', { backend: backend.name, user: found.person.id });
    return { token: found.token, username: username ?? found.person.name };
  }
}
