import { Injectable } from '@nestjs/common';
import { Events } from '#libs/database';
import { type QueuedJob, QueueMonitor, type QueueState } from '#libs/queue';
import { redact } from '#libs/runtime';
import { missing } from '../http/api-problem.js';
import { pagingOf, slice } from '../http/paging.js';
import {
  JOB_STATES,
  type JobsQuery,
  type JobState,
  type QueueJobDto,
  type QueuePageDto,
  type SystemStatsDto,
} from './queues.dto.js';

/** Of each state of each queue, the newest; whoever has more waiting looks at the depths. */
const MOST_SHOWN = 500;
const STATES: Readonly<Record<JobState, QueueState>> = {
  pending: 'waiting',
  processing: 'active',
  delayed: 'delayed',
  failed: 'failed',
};

/** Shows what lies in the queues; tries again, or throws away, what failed for good. */
@Injectable()
export class QueueClerk {
  constructor(
    private readonly monitor: QueueMonitor,
    private readonly events: Events,
  ) {}

  async list(query: JobsQuery): Promise<QueuePageDto> {
    const states = query.state === undefined ? Object.values(STATES) : [STATES[query.state]];
    const queues = await Promise.all(
      this.monitor.queues.map(async (queue) => ({ queue, ...(await this.monitor.depth(queue)) })),
    );
    const jobs = (
      await Promise.all(this.monitor.queues.map((queue) => this.monitor.jobs(queue, states, MOST_SHOWN)))
    )
      .flat()
      .map(toJob)
      .filter(
        (job) =>
          query.filter === undefined ||
          JSON.stringify(job).toLowerCase().includes(query.filter.toLowerCase()),
      )
      .sort((a, b) => b.created_at.localeCompare(a.created_at));
    const { limit, offset } = slice(query);
    const paging = pagingOf(jobs.length, query);
    return {
      paging: Object.assign({ page: query.page, next: paging.next_page, previous: paging.prev_page }, paging),
      filter: { state: query.state ?? null, filter: query.filter ?? null },
      items: jobs.slice(offset, offset + limit),
      queues,
      states: JOB_STATES,
    };
  }

  async show(id: string): Promise<QueueJobDto> {
    const [queue, job] = this.partsOf(id);
    const found = await this.monitor.find(queue, job);
    if (!found) throw missing('job', 'of this id');
    return toJob(found);
  }

  async retry(id: string): Promise<QueueJobDto> {
    const [queue, job] = this.partsOf(id);
    if (!(await this.monitor.retry(queue, job))) throw missing('failed job', 'of this id');
    return this.show(id);
  }

  async drop(id: string): Promise<void> {
    const [queue, job] = this.partsOf(id);
    if (!(await this.monitor.remove(queue, job))) throw missing('failed job', 'of this id');
  }

  async stats(): Promise<SystemStatsDto> {
    const [{ pending }, depths] = await Promise.all([
      this.events.counts(),
      // While Redis is away there is nothing to count.
      Promise.all(this.monitor.queues.map((queue) => this.monitor.depth(queue))).catch(() => []),
    ]);
    const waiting = depths.reduce((sum, depth) => sum + depth.waiting + depth.delayed, 0);
    return { events: { pending }, transport: { pending: waiting } };
  }

  private partsOf(id: string): readonly [queue: string, job: string] {
    const colon = id.indexOf(':');
    const queue = id.slice(0, colon);
    if (colon < 1 || !this.monitor.queues.includes(queue)) throw missing('job', 'of this id');
    return [queue, id.slice(colon + 1)];
  }
}

const NAMES: Readonly<Record<string, string>> = { waiting: 'pending', active: 'processing' };
const iso = (date: Date | null): string | null => date?.toISOString() ?? null;

const toJob = (job: QueuedJob): QueueJobDto => ({
  id: `${job.queue}:${job.id}`,
  queue: job.queue,
  event: job.job,
  state: NAMES[job.state] ?? job.state,
  data: redact(job.payload) as Readonly<Record<string, unknown>>,
  attempts: job.attempts,
  max_attempts: job.mostAttempts,
  reason: job.reason,
  created_at: job.addedAt.toISOString(),
  due_at: iso(job.dueAt),
  started_at: iso(job.startedAt),
  finished_at: iso(job.finishedAt),
});
