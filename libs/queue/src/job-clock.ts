import type { JobSchedulerJson } from 'bullmq';
import type { AnyQueue, JobName, PayloadOf } from './queue-definition.js';
import { KEPT } from './producer.js';
import type { QueueOpener } from './queue-opener.js';

/** When a job is added by itself. */
export interface TimetableEntry<Q extends AnyQueue, Name extends JobName<Q> = JobName<Q>> {
  /** Unique within the queue. */
  readonly id: string;
  /** Cron, five fields. */
  readonly pattern: string;
  /** IANA name of the time zone. */
  readonly zone: string;
  readonly job: Name;
  readonly payload: PayloadOf<Q, Name>;
}

/** Adds jobs to one queue at the times of a timetable. Redis keeps the time, so no process has to be awake for it. */
export class JobClock<Q extends AnyQueue> {
  constructor(
    _definition: Q,
    private readonly opener: QueueOpener,
  ) {}

  /**
   * Makes the timetable the one that counts: what is new or different is set, what is not in it is removed, and what is
   * right already stays untouched, so that a moment that is just now is neither lost nor doubled. Any number of processes
   * may say the same. Gives the ids that changed.
   */
  async keep(timetable: readonly TimetableEntry<Q>[]): Promise<readonly string[]> {
    return this.opener.with(async (queue) => {
      const kept = new Map((await queue.getJobSchedulers(0, -1)).map((entry) => [entry.key, entry]));
      const changed = timetable.filter((entry) => !isSame(entry, kept.get(entry.id)));
      for (const { id, pattern, zone, job, payload } of changed) {
        await queue.upsertJobScheduler(id, { pattern, tz: zone }, { name: job, data: payload, opts: KEPT });
      }
      const wanted = new Set(timetable.map(({ id }) => id));
      const removed = [...kept.keys()].filter((id) => !wanted.has(id));
      for (const id of removed) await queue.removeJobScheduler(id);
      return [...changed.map(({ id }) => id), ...removed];
    });
  }

  /** Whether Redis keeps exactly this timetable. */
  async keeps(timetable: readonly TimetableEntry<Q>[]): Promise<boolean> {
    return this.opener.with(async (queue) => {
      const kept = new Map((await queue.getJobSchedulers(0, -1)).map((entry) => [entry.key, entry]));
      return kept.size === timetable.length && timetable.every((entry) => isSame(entry, kept.get(entry.id)));
    });
  }

  /** Forgets all of it; `keep` makes it anew. */
  async forget(): Promise<void> {
    await this.opener.with(async (queue) => {
      for (const { key } of await queue.getJobSchedulers(0, -1)) await queue.removeJobScheduler(key);
    });
  }
}

const isSame = <Q extends AnyQueue>(entry: TimetableEntry<Q>, kept: JobSchedulerJson | undefined): boolean =>
  kept?.pattern === entry.pattern && kept.tz === entry.zone && kept.name === entry.job;
