import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import {
  type BackendError,
  backendOf,
  type ConnectOptions,
  type Connection,
  type MediaServerClient,
} from '#libs/backends';
import { type BackendOptions, type BackendRecord, Backends } from '#libs/database';
import { DirectoryConfig } from './directory.config.js';
import { ServerPace } from './server-pace.js';
import { plexExtrasOf, SECRET_OPTIONS } from './plex-extras.js';
import { GuidBook } from './guids/guid-book.js';
import { GatedClient } from './gated-client.js';
import { StreamingWatch } from './streaming-watch.js';
import { TokenGate } from './token-gate.js';
import { appVersion, Logger, Metrics, SecretBox } from '#libs/runtime';

/** A client together with the number of requests since it was asked for. */
export interface Contact {
  readonly client: MediaServerClient;
  requests(): number;
}

interface Line {
  readonly settings: string;
  readonly client: MediaServerClient;
  requests: number;
}

/** A page of a large library on a slow machine takes minutes (jellyfin-emby.md 1.1). */
const TIMEOUT_MS = 300_000;

/** Below what a run may be silent before it counts as lost. */
const LONGEST_WAIT_MS = 20_000;

/** Whose token it is, is asked again every day; one that was refused, not for five minutes (users.md 19 and 22). */
const GATE = { proofMs: 86_400_000, blockMs: 300_000 } as const;

const BREAKER = { failures: 6, firstRestMs: 10_000, longestRestMs: 120_000 } as const;

/** The options that tell a Plex client more, as they are stored. */
const plexSettings = (options: BackendOptions): readonly unknown[] =>
  [...SECRET_OPTIONS, 'plex_user_uuid', 'plex_guest_user'].map((key) => options[key]);

/** What a backend's own options ask of the calls to its server; absent members keep the default. */
export const clientOptionsOf = ({
  client,
}: BackendOptions): Pick<ConnectOptions, 'timeoutMs' | 'verifyTls'> => ({
  ...(client?.timeout === undefined ? {} : { timeoutMs: client.timeout * 1_000 }),
  ...(client?.verify_host === undefined ? {} : { verifyTls: client.verify_host }),
});

/** Names this installation's backend towards its server; the same for ever, so that device lists do not fill up. */
export const deviceIdOf = (identityName: string, backendName: string): string =>
  createHash('sha256').update(`watchstate/${identityName}/${backendName}`).digest('hex').slice(0, 32);

/**
 * Opens connections to the servers of stored backends. A backend keeps its client while its settings last: what the
 * client has found out about the server is not asked again.
 */
@Injectable()
export class ServerDirectory {
  private readonly lines = new Map<number, Line>();
  private readonly paces = new Map<string, ServerPace>();

  constructor(
    @Inject(SecretBox) private readonly secrets: SecretBox,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(DirectoryConfig) private readonly config: DirectoryConfig,
    @Inject(Backends) private readonly backends: Backends,
    @Inject(Logger) private readonly logger: Logger,
    @Inject(GuidBook) private readonly guids: GuidBook,
  ) {}

  contact(backend: BackendRecord): Contact {
    const line = this.lineTo(backend);
    this.paceOf(backend).setRate(backend.id, backend.options.client?.rps);
    const before = line.requests;
    return { client: line.client, requests: () => line.requests - before };
  }

  /** How to reach the account, for those who open a line of their own. */
  connection(backend: BackendRecord): Connection {
    return {
      type: backend.type,
      url: backend.url,
      token: this.secrets.open(backend.sealedToken),
      user: backend.userId,
      uuid: backend.uuid,
      deviceId: deviceIdOf(backend.identityName, backend.name),
      version: appVersion,
      plex: plexExtrasOf(backend.options, this.secrets),
    };
  }

  private lineTo(backend: BackendRecord): Line {
    const { type, url, sealedToken, userId, uuid, options } = backend;
    const asked = [clientOptionsOf(options), plexSettings(options), options.PAUSE_WHILE_STREAMING];
    // A client remembers what ids its shows have; other rules make other ids of them.
    const settings = JSON.stringify([type, url, sealedToken, userId, uuid, asked, this.guids.version]);
    const known = this.lines.get(backend.id);
    if (known?.settings === settings) return known;
    const inner = this.connect(backend, () => (line.requests += 1));
    const line: Line = { settings, client: this.gated(backend, inner), requests: 0 };
    this.lines.set(backend.id, line);
    return line;
  }

  /** One for each server, by its own id: the backends of all persons on it share it (contract 4). */
  private paceOf({ uuid }: Pick<BackendRecord, 'uuid'>): ServerPace {
    const known = this.paces.get(uuid);
    if (known) return known;
    const { WS_SERVER_READS: reads, WS_SERVER_WRITES: writes } = this.config;
    const pace = new ServerPace({ ...BREAKER, reads, writes, longestWaitMs: LONGEST_WAIT_MS });
    this.paces.set(uuid, pace);
    return pace;
  }

  private gated(backend: BackendRecord, client: MediaServerClient): MediaServerClient {
    const gate = new TokenGate(GATE, {
      prove: () => client.validate(),
      told: (why) => void this.tell(backend, why),
      now: () => Date.now(),
    });
    const watch = new StreamingWatch(() => client.inspect.nowPlaying());
    const isPausing = backend.options.PAUSE_WHILE_STREAMING === true;
    return new GatedClient(client, gate, () => (isPausing ? watch.mayWork() : Promise.resolve()));
  }

  private async tell({ id, name }: BackendRecord, why: BackendError | null): Promise<void> {
    if (why) this.logger.warn('backend blocked', { backend: name, reason: why.key });
    else this.logger.info('backend no longer blocked', { backend: name });
    try {
      await this.backends.recordHealth(id, why && { key: why.key, message: `${why.message} ${why.hint}` });
    } catch {
      // The failure is told by the run as well; this is only so that it is seen before the next one.
    }
  }

  private connect(backend: BackendRecord, count: () => void): MediaServerClient {
    return backendOf(backend.type).connect(this.connection(backend), {
      timeoutMs: TIMEOUT_MS,
      ...clientOptionsOf(backend.options),
      pace: this.paceOf(backend),
      plexTvUrl: this.config.WS_PLEX_TV_URL,
      guidRules: this.guids.rules(backend.type),
      onRequest: ({ type, operation, outcome, seconds }) => {
        count();
        this.metrics.backendRequests.inc({ kind: type, operation, outcome });
        this.metrics.backendRequestSeconds.inc({ kind: type, operation }, seconds);
      },
    });
  }
}
