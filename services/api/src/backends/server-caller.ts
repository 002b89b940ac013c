import { Injectable } from '@nestjs/common';
import {
  backendOf,
  BackendError,
  type ConnectOptions,
  type MediaServerClient,
  type RemoteUserDetails,
  type Validated,
} from '#libs/backends';
import type { BackendType } from '#libs/core';
import type { BackendOptions, BackendRecord } from '#libs/database';
import { clientOptionsOf, deviceIdOf, DirectoryConfig, openOptions, plexExtrasIn } from '#libs/directory';
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
  readonly options?: BackendOptions;
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
    return refusing(() => this.open(candidate).validate());
  }

  /** The users to choose from, for the form of a new backend. */
  users(candidate: Candidate): Promise<readonly RemoteUserDetails[]> {
    return refusing(() => this.open(candidate).inspect.users());
  }

  /** The unique id of the server. */
  uuid(candidate: Candidate): Promise<string> {
    return refusing(async () => (await this.open(candidate).inspect.details()).uuid);
  }

  /** A client of a stored backend. */
  client(record: BackendRecord): MediaServerClient {
    const { type, identityName, name, url, userId: user, uuid } = record;
    const options = openOptions(record.options, this.secrets);
    const token = this.secrets.open(record.sealedToken);
    return this.open({ type, identityName, name, url, token, user, uuid, options });
  }

  /** A client of settings that are not stored; its errors are the server's, not yet a form's. */
  open({ identityName, name, options, ...to }: Candidate): MediaServerClient {
    return backendOf(to.type).connect(
      {
        ...to,
        deviceId: deviceIdOf(identityName, name),
        version: appVersion,
        plex: plexExtrasIn(options ?? {}),
      },
      this.manners(options),
    );
  }

  manners(options: BackendOptions | undefined): ConnectOptions {
    return {
      ...PATIENCE,
      ...clientOptionsOf(options ?? {}),
      plexTvUrl: this.config.WS_PLEX_TV_URL,
      onRequest: ({ type, operation, outcome }) =>
        this.metrics.backendRequests.inc({ kind: type, operation, outcome }),
    };
  }
}

/** What the server refused is a wrong field of the form. */
export async function refusing<T>(ask: () => Promise<T>): Promise<T> {
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
