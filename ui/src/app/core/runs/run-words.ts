import type { Run, RunKind, RunStatus } from '../api/schema.gen.js';
import type { Tone } from '../../shared/status-pill/status-pill.js';

type RunMode = NonNullable<Run['mode']>;

interface KindWords {
  readonly name: string;
  readonly previewed: string;
  readonly at: (backend: string) => string;
  readonly previewedAt: (backend: string) => string;
}
const KINDS: Readonly<Record<RunKind, KindWords>> = {
  import: {
    name: $localize`Import`,
    previewed: $localize`Preview of import`,
    at: (backend) => $localize`Import from ${backend}:backend:`,
    previewedAt: (backend) => $localize`Preview of import from ${backend}:backend:`,
  },
  export: {
    name: $localize`Export`,
    previewed: $localize`Preview of export`,
    at: (backend) => $localize`Export to ${backend}:backend:`,
    previewedAt: (backend) => $localize`Preview of export to ${backend}:backend:`,
  },
  backup: {
    name: $localize`Backup`,
    previewed: $localize`Preview of backup`,
    at: (backend) => $localize`Backup of ${backend}:backend:`,
    previewedAt: (backend) => $localize`Preview of backup of ${backend}:backend:`,
  },
  restore: {
    name: $localize`Restore`,
    previewed: $localize`Preview of restore`,
    at: (backend) => $localize`Restore to ${backend}:backend:`,
    previewedAt: (backend) => $localize`Preview of restore to ${backend}:backend:`,
  },
  undo: {
    name: $localize`Undo`,
    previewed: $localize`Preview of undo`,
    at: (backend) => $localize`Undo on ${backend}:backend:`,
    previewedAt: (backend) => $localize`Preview of undo on ${backend}:backend:`,
  },
  report: {
    name: $localize`Report`,
    previewed: $localize`Preview of report`,
    at: (backend) => $localize`Report on ${backend}:backend:`,
    previewedAt: (backend) => $localize`Preview of report on ${backend}:backend:`,
  },
  console: {
    name: $localize`Console command`,
    previewed: $localize`Preview of console command`,
    at: (backend) => $localize`Console command on ${backend}:backend:`,
    previewedAt: (backend) => $localize`Preview of console command on ${backend}:backend:`,
  },
  bulk: {
    name: $localize`Bulk action`,
    previewed: $localize`Preview of bulk action`,
    at: (backend) => $localize`Bulk action on ${backend}:backend:`,
    previewedAt: (backend) => $localize`Preview of bulk action on ${backend}:backend:`,
  },
  validate: {
    name: $localize`Validation`,
    previewed: $localize`Preview of validation`,
    at: (backend) => $localize`Validation of ${backend}:backend:`,
    previewedAt: (backend) => $localize`Preview of validation of ${backend}:backend:`,
  },
  playlist: {
    name: $localize`Playlists`,
    previewed: $localize`Preview of playlists`,
    at: (backend) => $localize`Playlists of ${backend}:backend:`,
    previewedAt: (backend) => $localize`Preview of playlists of ${backend}:backend:`,
  },
};
/** These are nobody's in particular; a missing backend does not mean all of them. */
const OF_NO_BACKEND: ReadonlySet<RunKind> = new Set<RunKind>(['undo', 'report', 'console', 'bulk']);

const STATUSES: Readonly<Record<RunStatus, { readonly text: string; readonly tone: Tone }>> = {
  queued: { text: $localize`Queued`, tone: 'quiet' },
  running: { text: $localize`Running`, tone: 'info' },
  awaiting_approval: { text: $localize`Waiting for approval`, tone: 'warn' },
  succeeded: { text: $localize`Succeeded`, tone: 'good' },
  failed: { text: $localize`Failed`, tone: 'bad' },
  cancelled: { text: $localize`Cancelled`, tone: 'quiet' },
};

const MODES: Readonly<Record<RunMode, string>> = {
  full: $localize`Full`,
  push: $localize`Push`,
  'metadata-only': $localize`Metadata only`,
};

export const RUN_KINDS: readonly RunKind[] = [
  'import',
  'export',
  'backup',
  'restore',
  'undo',
  'report',
  'console',
  'bulk',
  'validate',
  'playlist',
];
export const RUN_STATUSES: readonly RunStatus[] = [
  'queued',
  'running',
  'awaiting_approval',
  'succeeded',
  'failed',
  'cancelled',
];

export const kindText = (kind: RunKind): string => KINDS[kind].name;
export const statusText = (status: RunStatus): string => STATUSES[status].text;
export const statusTone = (status: RunStatus): Tone => STATUSES[status].tone;
export const modeText = (mode: RunMode | null): string => (mode ? MODES[mode] : '');

/** A run of one order about many items has what was done with them. */
type Bulk = Pick<Run, 'bulk'>;
type TitledRun = Pick<Run, 'kind' | 'backend' | 'dry_run'> & Bulk;

const BULKS: Readonly<Record<NonNullable<Run['bulk']>, string>> = {
  watched: $localize`Marked many as watched`,
  unwatched: $localize`Marked many as unwatched`,
  delete: $localize`Deleted many`,
};

/** Marks by one order; a deletion cannot be taken back. */
export const isBulkMark = ({ bulk }: Bulk): boolean => bulk !== undefined && bulk !== 'delete';

/** For example "Import from den_plex" or "Preview of export to attic". */
export function runTitle({ kind, backend, dry_run, bulk }: TitledRun): string {
  if (bulk) return BULKS[bulk];
  const words = KINDS[kind];
  if (backend) return dry_run ? words.previewedAt(backend) : words.at(backend);
  const name = dry_run ? words.previewed : words.name;
  return OF_NO_BACKEND.has(kind) ? name : $localize`${name}:run: · all backends`;
}

export const isActive = ({ status }: Pick<Run, 'status'>): boolean =>
  status === 'queued' || status === 'running';

export const hasEnded = ({ status }: Pick<Run, 'status'>): boolean =>
  status === 'succeeded' || status === 'failed' || status === 'cancelled';

/** How long a run took, or has taken so far, in ms; null before it has started. */
export function runDuration(run: Pick<Run, 'started_at' | 'finished_at'>, now: number): number | null {
  if (!run.started_at) return null;
  const end = run.finished_at ? Date.parse(run.finished_at) : now;
  return Math.max(0, end - Date.parse(run.started_at));
}
