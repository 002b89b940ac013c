import { Injectable } from '@nestjs/common';
import {
  backendOf,
  BackendError,
  type Library,
  type MediaServerClient,
  type RemoteUser,
  type Validated,
} from '#libs/backends';
import type { BackendType } from '#libs/core';
import type { BackendRecord } from '#libs/database';
import { deviceIdOf, DirectoryConfig } from '#libs/directory';
import { appVersion, Metrics, SecretBox } from '#libs/runtime';
import { ApiProblem } from '../http/api-problem.js';

/** A person waits for the answer, so this is shorter than what the workers allow. */
const PATIENCE = { timeoutMs: 15_000, retries: 1 };

/** A backend as somebody wants it to be; nothing of it is stored. */
export interface Candidate {
  readonly type: BackendType;
  readonly identityName: string;
  readonly name: string;
  readonly url: string;
  readonly token: string;
  readonly user: string | null;
  /** Of a backend that is stored already: another server at its new address is refused. */
  readonly uuid: string | null;
}

/** Asks media servers on behalf of a person who waits. */
@Injectable()
export class ServerCaller {
  constructor(
    private readonly secrets: SecretBox,
    private readonly config: DirectoryConfig,
    private readonly metrics: Metrics,
  ) {}

  /** Whether the settings are right, by the server's own word. A refusal names the field to change. */
  check(candidate: Candidate): Promise<Validated> {
    return refusing(() => this.client(candidate).validate());
  }

  /** The users to choose from, for the form of a new backend. */
  users(type: BackendType, { url, token }: Pick<Candidate, 'url' | 'token'>): Promise<readonly RemoteUser[]> {
    const nobody = { type, identityName: '', name: '', url, token, user: null, uuid: null };
    return refusing(() => this.client(nobody).users());
  }

  libraries(backend: BackendRecord): Promise<readonly Library[]> {
    const token = this.secrets.open(backend.sealedToken);
    return this.client({ ...candidateOf(backend), token }).libraries();
  }

  private client({ identityName, name, ...to }: Candidate): MediaServerClient {
    return backendOf(to.type).connect(
      { ...to, deviceId: deviceIdOf(identityName, name), version: appVersion },
      {
        ...PATIENCE,
        plexTvUrl: this.config.WS_PLEX_TV_URL,
        onRequest: ({ type, operation, outcome }) =>
          this.metrics.backendRequests.inc({ kind: type, operation, outcome }),
      },
    );
  }
}

const candidateOf = ({
  type,
  identityName,
  name,
  url,
  userId,
  uuid,
}: BackendRecord): Omit<Candidate, 'token'> => ({
  type,
  identityName,
  name,
  url,
  user: userId,
  uuid,
});

/** What the server refused is a wrong field of the form. */
async function refusing<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof BackendError)) throw error;
    const { key, field, message, hint } = error;
    throw new ApiProblem(400, key, message, { fields: [{ field: editable(field), message, hint }] });
  }
}

/** Whose server it is follows from its address, which is what a person can change. */
const editable = (field: BackendError['field']): string =>
  field === null || field === 'uuid' ? 'url' : field;
