import type { BackendType, IgnoreRule } from '#libs/core';

export interface ClientOptions {
  /** Requests per second at most. */
  readonly rps?: number;
  /** Seconds after which a silent request is given up. */
  readonly timeout?: number;
  /** Whether its certificate must be valid; yes unless switched off. */
  readonly verify_host?: boolean;
}

/** Settings of a backend beside its switches; keys as in `servers.yaml` (env.md 5). */
export interface BackendOptions {
  /** Import titles and ids from it, never a play state. */
  readonly IMPORT_METADATA_ONLY?: boolean;
  /** Never believe an unmark from it. */
  readonly DISABLE_MARK_UNPLAYED?: boolean;
  /** What an export may do there; all of it unless switched off (one-way rules in the small, scenario 55). */
  readonly EXPORT_MARK_PLAYED?: boolean;
  readonly EXPORT_MARK_UNPLAYED?: boolean;
  readonly EXPORT_PROGRESS?: boolean;
  /** How its server likes to be called; the strictest of all backends of one server counts. */
  readonly client?: ClientOptions;
  /** Library ids to skip, comma separated. */
  readonly ignore?: string;
  /** Ids of the only libraries to read, comma separated; with `LIBRARY_INVERSE` of the only ones to skip. */
  readonly LIBRARY_SELECT?: string;
  readonly LIBRARY_INVERSE?: boolean;
  /** Leave the server alone while somebody is watching something on it. */
  readonly PAUSE_WHILE_STREAMING?: boolean;
  /** The token came from a sign-in by name and password. */
  readonly is_limited_token?: boolean;
  readonly LIBRARY_SEGMENT?: number;
  readonly MAX_EPISODE_RANGE?: number;
  /** Whether its server is listened to, where it tells of itself without a webhook. */
  readonly LISTEN?: boolean;
  /** Seconds between two questions to its server for what changed last; none are asked without. */
  readonly POLL?: number;
  readonly [other: string]: unknown;
}

export interface BackendRecord {
  readonly id: number;
  readonly identityId: number;
  readonly identityName: string;
  /** Whether this person wants second viewings carried on; null: as the installation is set. */
  readonly syncRewatch: boolean | null;
  readonly name: string;
  readonly type: BackendType;
  readonly url: string;
  readonly sealedToken: string;
  readonly userId: string;
  readonly userName: string | null;
  readonly uuid: string;
  readonly importEnabled: boolean;
  readonly exportEnabled: boolean;
  readonly options: BackendOptions;
  readonly ignoreRules: readonly IgnoreRule[];
  readonly importLastSync: Date | null;
  readonly exportLastSync: Date | null;
  /** Another number, another account (see `changeAccount`). */
  readonly accountGeneration: number;
  /** Seconds by which its server was seen to date viewings ahead of us. */
  readonly clockAhead: number | null;
  readonly healthStatus: 'ok' | 'failing' | 'unknown';
  readonly healthMessage: string | null;
  readonly healthAt: Date | null;
}

/** Why a backend is failing: the key of an error and a sentence for its owner. */
export interface HealthFailure {
  readonly key: string;
  readonly message: string;
}

export interface FailingBackends {
  readonly kind: BackendType;
  readonly reason: string;
  readonly count: number;
}

export type NewBackend = Pick<
  BackendRecord,
  | 'identityId'
  | 'name'
  | 'type'
  | 'url'
  | 'sealedToken'
  | 'userId'
  | 'userName'
  | 'uuid'
  | 'importEnabled'
  | 'exportEnabled'
  | 'options'
>;
export type BackendChanges = Partial<Omit<NewBackend, 'identityId' | 'name' | 'type'>>;
