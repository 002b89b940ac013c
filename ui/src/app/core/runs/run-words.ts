import type { Run, RunKind, RunStatus } from '../api/schema.gen.js';
import type { Tone } from '../../shared/status-pill/status-pill.js';

type RunMode = NonNullable<Run['mode']>;

const KINDS: Readonly<Record<RunKind, { readonly name: string; readonly link: string }>> = {
  import: { name: 'Import', link: 'from' },
  export: { name: 'Export', link: 'to' },
  backup: { name: 'Backup', link: 'of' },
  restore: { name: 'Restore', link: 'to' },
  undo: { name: 'Undo', link: 'on' },
  report: { name: 'Report', link: 'on' },
  console: { name: 'Console command', link: 'on' },
};
/** These are nobody's in particular; a missing backend does not mean all of them. */
const OF_NO_BACKEND: ReadonlySet<RunKind> = new Set<RunKind>(['undo', 'report', 'console']);

const STATUSES: Readonly<Record<RunStatus, { readonly text: string; readonly tone: Tone }>> = {
  queued: { text: 'Queued', tone: 'quiet' },
  running: { text: 'Running', tone: 'info' },
  awaiting_approval: { text: 'Waiting for approval', tone: 'warn' },
  succeeded: { text: 'Succeeded', tone: 'good' },
  failed: { text: 'Failed', tone: 'bad' },
  cancelled: { text: 'Cancelled', tone: 'quiet' },
};

const MODES: Readonly<Record<RunMode, string>> = {
  full: 'Full',
  push: 'Push',
  'metadata-only': 'Metadata only',
};

export const RUN_KINDS: readonly RunKind[] = [
  'import',
  'export',
  'backup',
  'restore',
  'undo',
  'report',
  'console',
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

/** A run of many marks by one order has what they were marked as. */
interface Bulk {
  readonly bulk?: 'watched' | 'unwatched';
}
type TitledRun = Pick<Run, 'kind' | 'backend' | 'dry_run'> & Bulk;

export const isBulk = ({ bulk }: Pick<Run, 'kind'> & Bulk): boolean => bulk !== undefined;

/** For example "Import from den_plex" or "Preview of export to attic". */
export function runTitle({ kind, backend, dry_run, bulk }: TitledRun): string {
  if (bulk) return `Marked many as ${bulk}`;
  const { name, link } = KINDS[kind];
  const alone = OF_NO_BACKEND.has(kind) ? name : `${name} · all backends`;
  const what = backend ? `${name} ${link} ${backend}` : alone;
  return dry_run ? `Preview of ${what.charAt(0).toLowerCase()}${what.slice(1)}` : what;
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
