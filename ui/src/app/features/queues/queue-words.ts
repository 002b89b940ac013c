import type { JobState, QueueJob } from '../../core/api/schema.gen.js';
import type { Tone } from '../../shared/status-pill/status-pill.js';

export const STATES: readonly JobState[] = ['pending', 'processing', 'delayed', 'failed'];

const STATE_WORDS: Readonly<Record<JobState, { readonly text: string; readonly tone: Tone }>> = {
  pending: { text: $localize`Waiting`, tone: 'quiet' },
  processing: { text: $localize`Being done`, tone: 'info' },
  delayed: { text: $localize`Later`, tone: 'quiet' },
  failed: { text: $localize`Failed`, tone: 'bad' },
};

const QUEUES: Readonly<Record<string, { readonly name: string; readonly about: string }>> = {
  imports: { name: $localize`Imports`, about: $localize`Whole imports and backups` },
  changes: { name: $localize`Live news`, about: $localize`What webhooks told` },
  undos: { name: $localize`Undoing`, about: $localize`Changes and runs that are taken back` },
  exports: { name: $localize`Exports`, about: $localize`Whole exports and restores` },
  pushes: { name: $localize`Pushes`, about: $localize`A few changes to one backend` },
  playlists: { name: $localize`Playlists`, about: $localize`Reading and writing lists of titles` },
  commands: { name: $localize`Commands`, about: $localize`Console commands and due tasks` },
};

const JOBS: Readonly<Record<string, string>> = {
  'import-run': $localize`Import`,
  'backup-run': $localize`Backup`,
  'item-changed': $localize`Look at one item`,
  'deliveries-received': $localize`Read the webhook inbox`,
  'undo-run': $localize`Undo`,
  'export-run': $localize`Export`,
  'restore-run': $localize`Restore`,
  push: $localize`Push`,
  'command-run': $localize`Console command`,
  'task-due': $localize`Task is due`,
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
