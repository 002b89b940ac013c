/**
 * The shapes of the API, written by hand until they are generated from the OpenAPI document.
 * Nothing else in the UI states what the API answers, so this file alone is replaced then.
 */
export type BackendType = 'plex' | 'jellyfin' | 'emby';

export interface Account {
  readonly username: string;
  readonly created_at: string;
  readonly expires_at: string;
  readonly refresh_required: boolean;
}

export interface Identity {
  readonly identity: string;
  readonly backends: readonly string[];
}

export interface Paging {
  readonly total: number;
  readonly perpage: number;
  readonly current_page: number;
  readonly first_page: number;
  readonly next_page: number | null;
  readonly prev_page: number | null;
  readonly last_page: number;
}

export interface FieldProblem {
  readonly field: string;
  readonly message: string;
  readonly hint?: string;
}

export interface ErrorEnvelope {
  readonly error: {
    readonly code: number;
    readonly key: string;
    readonly message: string;
    readonly fields?: readonly FieldProblem[];
    readonly request_id?: string;
  };
  readonly run_id?: string;
}

export interface SyncDirection {
  readonly enabled: boolean;
  readonly last_sync: string | null;
}

export interface BackendHealth {
  readonly status: 'ok' | 'failing' | 'unknown';
  readonly message: string | null;
  readonly checked_at: string | null;
}

export interface ActiveRun {
  readonly id: string;
  readonly kind: RunKind;
  readonly status: RunStatus;
}

export interface Backend {
  readonly name: string;
  readonly type: BackendType;
  readonly url: string;
  readonly uuid: string;
  readonly user: string;
  readonly user_name: string | null;
  readonly token: string;
  readonly token_set: boolean;
  readonly import: SyncDirection;
  readonly export: SyncDirection;
  readonly options: Readonly<Record<string, unknown>>;
  readonly urls: { readonly webhook: string };
  readonly health: BackendHealth;
  readonly active_runs: readonly ActiveRun[];
}

export interface BackendUser {
  readonly id: string;
  readonly name: string;
  readonly admin: boolean;
}

export interface NewBackend {
  readonly name: string;
  readonly type: BackendType;
  readonly url: string;
  readonly token: string;
  readonly user?: string;
  readonly import: { readonly enabled: boolean };
  readonly export: { readonly enabled: boolean };
  readonly options?: Readonly<Record<string, unknown>>;
}

export interface BackendChange {
  readonly key:
    | 'url'
    | 'token'
    | 'user'
    | 'import.enabled'
    | 'export.enabled'
    | 'options.IMPORT_METADATA_ONLY'
    | 'options.DISABLE_MARK_UNPLAYED'
    | 'options.ignore';
  readonly value: string | boolean;
}

export interface DeletedBackend {
  readonly deleted: { readonly references: number; readonly records: number };
}

export interface SyncOptions {
  readonly force?: boolean;
  readonly ignore_date?: boolean;
  readonly dry_run?: boolean;
  readonly metadata_only?: boolean;
  readonly trust?: boolean;
  readonly sync_requests?: boolean;
}

export type RunKind = 'import' | 'export' | 'backup' | 'restore' | 'undo' | 'report' | 'console';
export type RunMode = 'full' | 'push' | 'metadata-only';
export type RunStatus = 'queued' | 'running' | 'awaiting_approval' | 'succeeded' | 'failed' | 'cancelled';

export interface RunCounts {
  readonly added: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly failed: number;
  readonly played: number;
  readonly unplayed: number;
  readonly progress: number;
  readonly skipped: number;
}

export interface RunError {
  readonly key: string;
  readonly message: string;
  readonly hint: string | null;
}

export interface Run {
  readonly id: string;
  readonly kind: RunKind;
  readonly identity: string;
  readonly backend: string | null;
  readonly mode: RunMode | null;
  readonly dry_run: boolean;
  readonly status: RunStatus;
  readonly progress: { readonly done: number; readonly total: number | null };
  readonly counts: RunCounts;
  readonly requests: number;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly finished_at: string | null;
  readonly error: RunError | null;
}

export interface RunPage {
  readonly paging: Paging;
  readonly items: readonly Run[];
}

export interface PlayState {
  readonly watched: boolean;
  readonly position_ms: number | null;
}

export type ChangeStatus = 'planned' | 'applied' | 'skipped' | 'failed' | 'rejected';

export interface Change {
  readonly id: string;
  readonly item: {
    readonly id: string | number;
    readonly type: ItemType;
    readonly title: string;
    readonly year: number | null;
    readonly season: number | null;
    readonly episode: number | null;
  };
  readonly backend: string | null;
  readonly before: PlayState | null;
  readonly after: PlayState | null;
  readonly rule: string;
  readonly status: ChangeStatus;
  readonly reason: string | null;
  readonly at: string;
}

export interface ChangePage {
  readonly paging: Paging;
  readonly items: readonly Change[];
}

export type ItemType = 'movie' | 'episode';
export type Guids = Readonly<Record<string, string>>;

/** What one backend was last seen to say about an item. */
export interface Observation {
  readonly id: string | number;
  readonly type: ItemType;
  readonly watched: boolean;
  readonly via?: string;
  readonly title: string | null;
  readonly year: number | null;
  readonly season: number | null;
  readonly episode: number | null;
  readonly guids: Guids;
  readonly parent: Guids;
  readonly added_at: string | number | null;
  readonly played_at: string | number | null;
  readonly progress: number | null;
  readonly library: string | null;
  readonly path: string | null;
  readonly show: string | null;
  readonly multi: boolean | null;
  readonly in_sync: boolean;
}

export interface HistoryItem {
  readonly id: string | number;
  readonly type: ItemType;
  readonly title: string;
  readonly content_title: string | null;
  readonly year: number | null;
  readonly season: number | null;
  readonly episode: number | null;
  readonly watched: boolean;
  readonly updated: number | null;
  readonly via: string | null;
  readonly progress: number | null;
  readonly event: string | null;
  readonly guids: Guids;
  readonly parent: Guids;
  readonly rguids: readonly string[];
  readonly reported_by: readonly string[];
  readonly not_reported_by: readonly string[];
  readonly metadata: Readonly<Record<string, Observation>>;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface HistoryPage {
  readonly paging: Paging;
  readonly history: readonly HistoryItem[];
}

export interface Library {
  readonly id: string;
  readonly title: string;
  readonly type: string;
  readonly supported: boolean;
  readonly ignored: boolean;
}
