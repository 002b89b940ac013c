import type { Event as WsEvent } from '../../core/api/schema.gen.js';
import type { Tone } from '../../shared/status-pill/status-pill.js';

export const PENDING = 0;
export const RUNNING = 1;
export const CANCELLED = 4;

const TONES: readonly Tone[] = ['quiet', 'info', 'good', 'bad', 'quiet'];

export const EVENT_STATUSES: readonly { readonly value: string; readonly label: string }[] = [
  { value: 'pending', label: $localize`Pending` },
  { value: 'running', label: $localize`Running` },
  { value: 'success', label: $localize`Success` },
  { value: 'failed', label: $localize`Failed` },
  { value: 'cancelled', label: $localize`Cancelled` },
];

const LABELS = new Map(EVENT_STATUSES.map(({ value, label }) => [value, label]));
/** A status as the filter above the list calls it. */
export const eventStatusText = ({ status_name: name }: Pick<WsEvent, 'status_name'>): string =>
  LABELS.get(name) ?? name;

export const eventTone = ({ status }: Pick<WsEvent, 'status'>): Tone => TONES[status] ?? 'quiet';

/** What an event is about, in one line: its command, its task or its reference. */
export function subjectOf({
  event_data: data,
  reference,
}: Pick<WsEvent, 'event_data' | 'reference'>): string {
  const { command, task, backend, title } = data;
  const found = [command, task, title, backend].find((value) => typeof value === 'string' && value !== '');
  return typeof found === 'string' ? found : (reference ?? '');
}

export const isOver = ({ status }: Pick<WsEvent, 'status'>): boolean => status > RUNNING;
