import { Injectable } from '@nestjs/common';
import {
  ConsoleRuns,
  EVENT_STATUSES,
  type EventFilter,
  type EventRecord,
  Events,
  type EventStatus,
} from '#libs/database';
import { redact } from '#libs/runtime';
import { CommandDesk } from '../console/command-desk.js';
import { ApiProblem, conflict, invalid, missing } from '../http/api-problem.js';
import { pagingOf, slice } from '../http/paging.js';
import { referenceOf } from '../tasks/task-starter.js';
import { TaskCatalogue } from '../tasks/task-catalogue.js';
import type {
  EventChangeDto,
  EventDto,
  EventFilterQuery,
  EventPageDto,
  EventsQuery,
  EventsRemovalQuery,
  EventStatsDto,
  NewEventDto,
  RemovedEventsDto,
} from './events.dto.js';
import { momentOf } from './time-phrase.js';

const MOST_LOG_LINES = 200;
/** Without a wish: what waits, and what went wrong (rest-api.md 9). */
const STANDARD: readonly EventStatus[] = ['pending', 'failed', 'cancelled'];
const ID = /^([0-9a-f]{8}(-[0-9a-f]{4}){3}-)?[0-9a-f]{12}$/i;
const NEWEST = new Set(['latest', 'last', 'newest']);

/** Shows events, makes them, and does with them what a person may. */
@Injectable()
export class EventDesk {
  constructor(
    private readonly events: Events,
    private readonly runs: ConsoleRuns,
    private readonly desk: CommandDesk,
    private readonly tasks: TaskCatalogue,
  ) {}

  async list(query: EventsQuery): Promise<EventPageDto> {
    const { total, events } = await this.events.list({
      ...filterOf(query, STANDARD),
      sort: query.sort ?? 'updated_at',
      isAscending: query.direction === 'asc',
      ...slice(query),
    });
    const paging = pagingOf(total, query);
    return {
      paging: Object.assign({ page: query.page, next: paging.next_page, previous: paging.prev_page }, paging),
      filter: filtersIn(query),
      items: events.map((event) => toEvent(event)),
      statuses: EVENT_STATUSES.map((name, id) => ({ id, name })),
    };
  }

  async stats({ only }: { readonly only?: string }): Promise<EventStatsDto> {
    const counts = await this.events.counts();
    const wanted =
      only === undefined ? EVENT_STATUSES : only.split(',').map((name) => statusNamed(name, 'only'));
    return Object.fromEntries(wanted.map((name) => [name, counts[name]]));
  }

  async show(name: string): Promise<EventDto> {
    const event = await this.find(name);
    const lines = event.source === 'console' ? await this.runs.lastOutput(event.id, MOST_LOG_LINES) : [];
    const payload =
      event.source === 'delivery' ? { payload: redact(await this.events.payload(event.id)) } : {};
    return toEvent(
      { ...event, data: { ...event.data, ...payload } },
      lines.map(({ text }) => text),
    );
  }

  async add(order: NewEventDto, askedBy: string): Promise<EventDto> {
    const what = this.orderOf(order);
    const run = await this.desk.take({
      ...what,
      askedBy,
      ...(order.DELAY_BY ? { dueAt: new Date(Date.now() + order.DELAY_BY * 1_000) } : {}),
    });
    if (!run)
      throw conflict('event-active', `Another event of the reference ${what.reference ?? ''} waits or runs.`);
    return this.show(run.id);
  }

  async change(name: string, { status, reset_logs: forget = true }: EventChangeDto): Promise<EventDto> {
    const event = await this.find(name);
    if (event.source !== 'console') throw refused(event, 'cannot be changed here; see its run');
    if (status === 4) {
      if (event.status !== 'pending') throw refused(event, 'can only be cancelled while it is pending');
      await this.desk.cancel(event.id);
    } else {
      if (event.status === 'running' || event.status === 'pending') throw refused(event, 'has not ended yet');
      const run = await this.runs.reset(event.id, { keepOutput: !forget });
      if (!run) throw conflict('event-active', 'Another event of the same reference waits or runs.');
      await this.desk.ring(event.id);
    }
    return this.show(event.id);
  }

  async remove(name: string): Promise<EventDto> {
    const event = await this.show(name);
    const record = await this.find(event.id);
    if (record.status === 'running') throw refused(record, 'is running; cancel it first');
    if (record.source === 'run') throw refused(record, 'is kept, because undo and explain need it');
    const filter: EventFilter = {
      statuses: [],
      text: null,
      event: null,
      reference: record.reference,
      before: null,
      after: null,
    };
    if (record.source === 'console') await this.runs.remove(record.id);
    else await this.events.remove(filter, { includePending: false, limit: 1, dryRun: false });
    return event;
  }

  async removeAll(query: EventsRemovalQuery): Promise<RemovedEventsDto> {
    const includePending = query.include_pending === 1;
    const outcome = await this.events.remove(filterOf(query, []), {
      includePending,
      limit: query.limit,
      dryRun: query.dry_run === 1,
    });
    return { ...outcome, include_pending: includePending, limit: query.limit };
  }

  private async find(name: string): Promise<EventRecord> {
    const wanted = NEWEST.has(name.toLowerCase()) ? 'latest' : name;
    const found = wanted === 'latest' || ID.test(wanted) ? await this.events.find(wanted) : null;
    if (!found) throw missing('event', ID.test(name) ? name : 'of this id');
    return found;
  }

  private orderOf({ event, event_data: data, reference }: NewEventDto) {
    const own = reference === undefined ? {} : { reference };
    if (event === 'run_console') return { line: wordIn(data, 'command'), ...own };
    const task = this.tasks.find(wordIn(data, 'task'));
    const args = typeof data['args'] === 'string' ? data['args'] : task.args;
    return { line: `${task.command} ${args}`.trim(), task: task.name, reference: referenceOf(task) };
  }
}

function wordIn(data: Readonly<Record<string, unknown>>, key: string): string {
  const value = data[key];
  if (typeof value === 'string' && value.trim() !== '') return value;
  throw invalid([{ field: `event_data.${key}`, message: `Event_data.${key} must be a text.` }]);
}

const refused = ({ event, status }: EventRecord, why: string): ApiProblem =>
  new ApiProblem(400, 'event-state', `This ${event} is ${status} and ${why}.`);

function filterOf(query: EventFilterQuery, standard: readonly EventStatus[]): EventFilter {
  const asked = query.status?.split(',').map((name) => statusNamed(name, 'status'));
  return {
    statuses: asked ?? (query.all === 1 ? [] : standard),
    text: query.filter ?? null,
    event: query.event ?? null,
    reference: query.reference ?? null,
    before: momentIn('before', query.before),
    after: momentIn('after', query.after),
  };
}

/** What was asked for, without the page. */
const filtersIn = (query: EventsQuery): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(query).filter(([name]) => name !== 'page' && name !== 'perpage'));

function statusNamed(name: string, field: string): EventStatus {
  const found = EVENT_STATUSES[Number(name)] ?? EVENT_STATUSES.find((status) => status === name.trim());
  if (found) return found;
  throw invalid([{ field, message: `Statuses are ${EVENT_STATUSES.join(', ')}.` }]);
}

function momentIn(field: string, text: string | undefined): Date | null {
  if (text === undefined) return null;
  const moment = momentOf(text, new Date());
  if (moment) return moment;
  throw invalid([{ field, message: 'A date, or a phrase such as `2 hours ago`, `-3 days` or `yesterday`.' }]);
}

const toEvent = (event: EventRecord, logs: readonly string[] = []): EventDto => ({
  id: event.id,
  display_id: event.id.slice(-12),
  status: EVENT_STATUSES.indexOf(event.status),
  status_name: event.status,
  reference: event.reference,
  event: event.event,
  event_data: event.data,
  options: event.options,
  attempts: event.attempts,
  logs,
  error: event.error,
  created_at: event.createdAt.toISOString(),
  updated_at: event.updatedAt.toISOString(),
  delay_by: event.delayBy,
});
