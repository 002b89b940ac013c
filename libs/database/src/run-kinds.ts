/** What a run does. */
export const RUN_KINDS = [
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
] as const;
export type RunKind = (typeof RUN_KINDS)[number];

export type RunMode = 'full' | 'push' | 'metadata-only';

export const RUN_STATUSES = [
  'queued',
  'running',
  'awaiting_approval',
  'succeeded',
  'failed',
  'cancelled',
] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];
