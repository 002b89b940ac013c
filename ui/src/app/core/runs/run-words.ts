import type { Run, RunKind, RunStatus } from '../api/schema.gen.js';
import type { Tone } from '../../shared/status-pill/status-pill.js';

type RunMode = NonNullable<Run['mode']>;

const KINDS: Readonly<Record<RunKind, { readonly name: string; readonly link: string }>> = {
  import: { name: $localize`Import`, link: 'from' },
  export: { name: $localize`Export`, link: 'to' },
  backup: { name: $localize`Backup`, link: 'of' },
  restore: { name: $localize`Restore`, link: 'to' },
  undo: { name: $localize`Undo`, link: 'on' },
  report: { name: $localize`Report`, link: 'on' },
  console: { name: $localize`Console command`, link: 'on' },
  bulk: { name: $localize`Bulk action`, link: 'on' },
  validate: { name: $localize`Validation`, link: 'of' },
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
  const { name, link } = KINDS[kind];
  const alone = OF_NO_BACKEND.has(kind) ? name : $localize`${name}:name: · all backends`;
  const what = backend ? `${name} ${link} ${backend}` : alone;
  return dry_run
    ? $localize`Preview of ${what.charAt(0).toLowerCase()}:toLowerCase:${what.slice(1)}:slice:`
    : what;
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
