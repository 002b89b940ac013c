import type { ApiCaller } from '../api-caller.js';
import { WrongValue } from '../command-parser.js';
import type { Printer } from '../printer.js';
import { choice, flag, number, text } from '../options.js';
import { command } from './simple-command.js';

interface EventCard {
  readonly id: string;
  readonly display_id: string;
  readonly status_name: string;
  readonly event: string;
  readonly reference: string | null;
  readonly event_data: Readonly<Record<string, unknown>>;
  readonly options: Readonly<Record<string, unknown>>;
  readonly attempts: number;
  readonly logs: readonly string[];
  readonly created_at: string;
  readonly updated_at: string;
  readonly delay_by: number | null;
}

interface EventPage {
  readonly paging: { readonly page: number; readonly last_page: number; readonly total: number };
  readonly filter: Readonly<Record<string, unknown>>;
  readonly items: readonly EventCard[];
}

const FILTERS = {
  all: flag('a', 'Of every status'),
  status: text('s', 'pending, running, success, failed or cancelled; several by commas'),
  event: text('e', 'The name, such as run_task'),
  reference: text('r', 'The reference'),
  before: text('', 'Made before: a date, or a phrase such as "2 hours ago"'),
  after: text('', 'Made after'),
};

interface Filters {
  readonly all: boolean;
  readonly status: string | undefined;
  readonly event: string | undefined;
  readonly reference: string | undefined;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

const filtersOf = ({ all, ...filters }: Filters) => ({
  ...Object.fromEntries(Object.entries(filters).filter(([name]) => name in FILTERS)),
  ...(all ? { all: 1 } : {}),
});

function block(event: EventCard, number?: number): readonly string[] {
  const place = number === undefined ? '' : `${number}. `;
  return [
    `${place}[${event.status_name}] ${event.display_id} ${event.event}`,
    `   made ${event.created_at}, changed ${event.updated_at}, attempts ${event.attempts}${event.delay_by ? `, delayed ${event.delay_by} s` : ''}`,
    ...(event.reference === null ? [] : [`   ${event.reference}`]),
    `   ${event.id}`,
  ];
}

const show = (printer: Printer, event: EventCard): void => printer.either(event, () => block(event));

export const EventsList = command({
  name: 'events:list',
  summary: 'List what waits, failed or was cancelled, or whatever is asked for',
  aliases: ['events:queued'],
  options: {
    ...FILTERS,
    page: number('p', 'The page', { min: 1 }),
    perpage: number('', 'Events of a page; 25 when absent', { min: 1, max: 1_000 }),
    direction: choice('d', 'By date', ['asc', 'desc']),
  },
  examples: ['-a', '-s failed --after "2 hours ago"'],
  run: async ({ options }, { api, printer }) => {
    const { page, perpage = 25, direction } = options;
    const found = await api.get<EventPage>('system/events', {
      ...filtersOf(options),
      page,
      perpage,
      direction,
    });
    const { paging, items } = found;
    printer.either(found, () => [
      `Page ${paging.page} of ${paging.last_page}, ${paging.total} events.`,
      ...items.flatMap((event, index) => ['', ...block(event, (paging.page - 1) * perpage + index + 1)]),
    ]);
    return 0;
  },
});

const ID = {
  name: 'id',
  about: 'The id of the event, its last 12 digits, or latest',
  suggests: 'event' as const,
};
const path = (id = ''): string => `system/events/${encodeURIComponent(id)}`;
const SECTIONS = ['summary', 'data', 'options', 'logs', 'entry', 'all'];
const FORCE = flag('f', 'Do not ask');

export const EventsView = command({
  name: 'events:view',
  summary: 'Show one event',
  options: { section: text('', `What of it: ${SECTIONS.join(', ')}; several by commas`) },
  args: [ID],
  run: async ({ options, args: [id] }, { api, printer }) => {
    const asked = options.section?.split(',') ?? ['summary', 'data', 'logs'];
    const unknown = asked.find((section) => !SECTIONS.includes(section));
    if (unknown !== undefined)
      throw new WrongValue(`--section is one of ${SECTIONS.join(', ')}, not ${unknown}.`);
    const event = await api.get<EventCard>(path(id));
    const has = (section: string): boolean => asked.includes(section) || asked.includes('all');
    printer.either(event, () => [
      ...(has('summary') ? block(event) : []),
      ...(has('data') ? ['', 'Data:', JSON.stringify(event.event_data, null, 2)] : []),
      ...(has('options') ? ['', 'Options:', JSON.stringify(event.options, null, 2)] : []),
      ...(has('logs') && event.logs.length > 0 ? ['', 'Logs:', ...event.logs] : []),
      ...(asked.includes('entry') ? [JSON.stringify(event, null, 2)] : []),
    ]);
    return 0;
  },
});

export const EventsCancel = command({
  name: 'events:cancel',
  summary: 'Cancel an event that is pending',
  options: { force: FORCE, 'clear-logs': flag('', 'Accepted: a pending event has none') },
  args: [ID],
  question: ({ options, args: [id = ''] }) => (options.force ? null : `The event ${id} is cancelled.`),
  run: async ({ args: [id] }, { api, printer }) => {
    show(printer, await api.patch<EventCard>(path(id), { status: 4 }));
    return 0;
  },
});

export const EventsReset = command({
  name: 'events:reset',
  summary: 'Carry an event out again',
  options: { force: FORCE, 'keep-logs': flag('', 'Keep what it had printed') },
  args: [ID],
  question: ({ options, args: [id = ''] }) =>
    options.force ? null : `The event ${id} is carried out again.`,
  run: async ({ options, args: [id] }, { api, printer }) => {
    show(printer, await api.patch<EventCard>(path(id), { status: 0, reset_logs: !options['keep-logs'] }));
    return 0;
  },
});

export const EventsDelete = command({
  name: 'events:delete',
  summary: 'Delete an event that has ended',
  options: { force: FORCE },
  args: [ID],
  question: ({ options, args: [id = ''] }) => (options.force ? null : `The event ${id} is deleted.`),
  run: async ({ args: [id] }, { api, printer }) => {
    const { id: gone } = await api.delete<EventCard>(path(id));
    printer.headline(`Deleted the event ${gone}.`);
    return 0;
  },
});

const PURGE = {
  ...FILTERS,
  'include-pending': flag('', 'Also commands that wait'),
  limit: number('l', 'At most so many', { min: 1, max: 100_000 }),
  'dry-run': flag('', 'Only count'),
  force: FORCE,
};

export const EventsPurge = command({
  name: 'events:purge',
  summary: 'Delete the events that fit; runs of imports and the like stay',
  options: PURGE,
  examples: ['-s failed --before "3 days ago"', '--all --dry-run'],
  question: ({ options }) =>
    options.force || options['dry-run'] ? null : 'The events that fit are deleted.',
  run: async ({ options }, { api, printer }) => {
    const filters = filtersOf(options);
    if (Object.keys(filters).every((name) => filters[name as keyof typeof filters] === undefined))
      throw new WrongValue('Say which events: a filter, or --all.');
    const query = {
      ...filters,
      limit: options.limit,
      ...(options['include-pending'] ? { include_pending: 1 } : {}),
    };
    const { matched } = await remove(api, { ...query, dry_run: 1 });
    printer.headline(`${matched} events fit.`);
    if (options['dry-run']) return 0;
    printer.headline(`Deleted ${(await remove(api, query)).deleted} events.`);
    return 0;
  },
});

const remove = (api: ApiCaller, query: Readonly<Record<string, string | number | undefined>>) =>
  api.delete<{ readonly deleted: number; readonly matched: number }>('system/events', { query });

export const EventsListeners = command({
  name: 'events:listeners',
  summary: 'List the kinds of events',
  options: {},
  run: (_wish, { printer }) => {
    printer.table({ event: 'Event', value: 'What it is' }, [
      { event: 'run_console', value: 'a command' },
      { event: 'run_task', value: 'a task, by its timer or by hand' },
      { event: 'on_webhook', value: 'what a media server sent' },
      { event: 'on_push', value: 'changes that are carried to a backend' },
      { event: 'run_import, run_export, run_backup, run_restore, run_undo', value: 'the runs' },
    ]);
    return Promise.resolve(0);
  },
});

interface Job {
  readonly id: string;
  readonly event: string;
  readonly state: string;
  readonly attempts: number;
  readonly reason: string | null;
  readonly created_at: string;
}

export const TransportQueue = command({
  name: 'transport:queue',
  summary: 'Show what lies in the queues',
  options: {
    page: number('p', 'The page', { min: 1 }),
    perpage: number('', 'Jobs of a page; 25 when absent', { min: 1, max: 100 }),
    state: choice('s', 'Of this state', ['pending', 'processing', 'delayed', 'failed']),
    filter: text('f', 'With this in it'),
  },
  run: async ({ options }, { api, printer }) => {
    const found = await api.get<{
      readonly items: readonly Job[];
      readonly queues: readonly Readonly<Record<string, string | number>>[];
    }>('system/transport/queue', options);
    if (printer.manner.shape !== 'table') printer.data(found);
    else {
      printer.table(
        { queue: 'Queue', waiting: 'Waiting', active: 'Active', delayed: 'Delayed', failed: 'Failed' },
        found.queues,
      );
      printer.table(
        {
          id: 'Id',
          event: 'Job',
          state: 'State',
          attempts: 'Attempts',
          reason: 'Reason',
          created_at: 'Added',
        },
        found.items.map(({ id, event, state, attempts, reason, created_at: added }) => ({
          id,
          event,
          state,
          attempts,
          reason,
          created_at: added,
        })),
      );
    }
    return 0;
  },
});

export const TransportView = command({
  name: 'transport:queue:view',
  summary: 'Show one job of the queues',
  options: {},
  args: [{ name: 'id', about: 'Its id, as transport:queue shows it, or latest' }],
  run: async ({ args: [id = ''] }, { api, printer }) => {
    const name =
      id === 'latest'
        ? (await api.get<{ readonly items: readonly Job[] }>('system/transport/queue')).items[0]?.id
        : id;
    if (name === undefined) printer.headline('The queues are empty.');
    else printer.data(await api.get(`system/transport/queue/${encodeURIComponent(name)}`));
    return 0;
  },
});
