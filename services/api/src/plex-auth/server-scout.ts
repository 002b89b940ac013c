import { Injectable } from '@nestjs/common';
import {
  BackendError,
  connectionCandidates,
  isPlexDirect,
  PlexCloud,
  type CloudServer,
  type PlexExtras,
} from '#libs/backends';
import type { BackendRecord } from '#libs/database';
import { plexExtrasOf } from '#libs/directory';
import { SecretBox } from '#libs/runtime';
import { invalid } from '../http/api-problem.js';
import { asking } from './asking.js';
import type { PlexServerDto } from './plex-auth.dto.js';

/** Finds the servers that a Plex account reaches, and the ways to them (plex.md 2.3). */
@Injectable()
export class ServerScout {
  constructor(
    private readonly cloud: PlexCloud,
    private readonly secrets: SecretBox,
  ) {}

  async find(token: string, adminToken?: string): Promise<PlexServerDto[]> {
    return (await asking(() => this.servers(token, adminToken))).flatMap(toRows);
  }

  /** Of a stored backend. Its address stays what it is: only a person changes it. */
  ofBackend({ type, sealedToken, options }: BackendRecord): Promise<PlexServerDto[]> {
    if (type !== 'plex') throw notPlex();
    const extras: PlexExtras = plexExtrasOf(options, this.secrets);
    return this.find(this.secrets.open(sealedToken), extras.adminToken);
  }

  /** A server's own token is no account's; where its servers lie is no secret between the two. */
  private async servers(token: string, adminToken: string | undefined): Promise<readonly CloudServer[]> {
    try {
      return await this.cloud.servers(token);
    } catch (error) {
      const isRefused = error instanceof BackendError && error.key === 'token-rejected';
      if (!isRefused || adminToken === undefined || adminToken === token) throw error;
      return this.cloud.servers(adminToken);
    }
  }
}

export const notPlex = () =>
  invalid([{ field: 'type', message: 'Must be plex: other servers have no cloud that knows them.' }]);

function toRows(server: CloudServer): PlexServerDto[] {
  const { name, uuid, version, online, owned } = server;
  return connectionCandidates(server).map((way) => ({
    name,
    identifier: uuid,
    version,
    proto: way.protocol,
    address: way.address,
    port: way.port,
    uri: way.uri,
    online,
    owned,
    local: way.local,
    relay: way.relay,
    ipv6: way.ipv6,
    plex_direct: isPlexDirect(way),
  }));
}
