import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { backendOf, type ConnectOptions, type MediaServerClient } from '#libs/backends';
import type { BackendRecord } from '#libs/database';
import { appVersion, Metrics, SecretBox } from '#libs/runtime';

/** A client together with the number of requests it has made. */
export interface Contact {
  readonly client: MediaServerClient;
  requests(): number;
}

/** Names this installation's backend towards its server; the same for ever, so that device lists do not fill up. */
export const deviceIdOf = (identityName: string, backendName: string): string =>
  createHash('sha256').update(`watchstate/${identityName}/${backendName}`).digest('hex').slice(0, 32);

/** Opens connections to the servers of stored backends. */
@Injectable()
export class ServerDirectory {
  constructor(
    @Inject(SecretBox) private readonly secrets: SecretBox,
    @Inject(Metrics) private readonly metrics: Metrics,
  ) {}

  contact(backend: BackendRecord, options: Omit<ConnectOptions, 'onRequest'> = {}): Contact {
    let requests = 0;
    const client = backendOf(backend.type).connect(
      {
        type: backend.type,
        url: backend.url,
        token: this.secrets.open(backend.sealedToken),
        user: backend.userId,
        uuid: backend.uuid,
        deviceId: deviceIdOf(backend.identityName, backend.name),
        version: appVersion,
      },
      {
        ...options,
        onRequest: ({ type, operation, outcome }) => {
          requests += 1;
          this.metrics.backendRequests.inc({ kind: type, operation, outcome });
        },
      },
    );
    return { client, requests: () => requests };
  }
}
