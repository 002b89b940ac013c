import type { JobState, QueueJob } from '../../core/api/schema.gen.js';
import type { Tone } from '../../shared/status-pill/status-pill.js';

export const STATES: readonly JobState[] = ['pending', 'processing', 'delayed', 'failed'];

const STATE_WORDS: Readonly<Record<JobState, { readonly text: string; readonly tone: Tone }>> = {
  pending: { text: 'Waiting', tone: 'quiet' },
  processing: { text: 'Being done', tone: 'info' },
  delayed: { text: 'Later', tone: 'quiet' },
  failed: { text: 'Failed', tone: 'bad' },
};

const QUEUES: Readonly<Record<string, { readonly name: string; readonly about: string }>> = {
  imports: { name: 'Imports', about: 'Whole imports and backups' },
  changes: { name: 'Live news', about: 'What webhooks told, and undoing' },
  exports: { name: 'Exports', about: 'Whole exports and restores' },
  pushes: { name: 'Pushes', about: 'A few changes to one backend' },
  commands: { name: 'Commands', about: 'Console commands and due tasks' },
};

const JOBS: Readonly<Record<string, string>> = {
  'import-run': 'Import',
  'backup-run': 'Backup',
  'item-changed': 'Look at one item',
  'deliveries-received': 'Read the webhook inbox',
  'undo-run': 'Undo',
  'export-run': 'Export',
  'restore-run': 'Restore',
  push: 'Push',
  'command-run': 'Console command',
  'task-due': 'Task is due',
};

export const queueName = (queue: string): string => QUEUES[queue]?.name ?? queue;
export const queueAbout = (queue: string): string => QUEUES[queue]?.about ?? '';
export const jobName = (job: string): string => JOBS[job] ?? job;
export const stateOf = (state: string): { readonly text: string; readonly tone: Tone } => {
  const known = STATES.find((one) => one === state);
  return known ? STATE_WORDS[known] : { text: state, tone: 'quiet' };
};

/** The run that a job works on, if it works on one. */
export function runOf({ data }: QueueJob): string | null {
  const id: unknown = data['runId'];
  return typeof id === 'string' || typeof id === 'number' ? String(id) : null;
}

/** What a job carries besides its run, for example "backendId 3, remoteId 4711". */
export const carries = ({ data }: QueueJob): string =>
  Object.entries(data)
    .filter(([name, value]) => name !== 'runId' && typeof value !== 'object')
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ');
