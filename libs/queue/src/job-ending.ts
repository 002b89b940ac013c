import { AppError, type Remedy } from '#libs/core';
import { DelayedError, type Job, UnrecoverableError, WaitingError } from 'bullmq';

/** How a run of a job ended that did not complete. */
export interface JobEnding {
  readonly outcome: 'retried' | 'delayed' | 'failed' | 'released';
  /** What to throw so that BullMQ does the same. */
  readonly error: unknown;
}

/** What a handler throws that wants to be run again later although nothing went wrong. Costs no attempt. */
export class RunLater extends AppError {
  readonly key = 'run-later';
  readonly remedy: Remedy;

  constructor(time: Date) {
    super('the job is run again later');
    this.remedy = { retry: 'at', time };
  }
}

/** The one place that knows both an error's remedy and BullMQ's words for it. */
export async function endingFor(error: unknown, job: Job, token?: string): Promise<JobEnding> {
  if (error instanceof UnrecoverableError) return { outcome: 'failed', error };
  const soon: JobEnding = { outcome: isLastAttempt(job) ? 'failed' : 'retried', error };
  if (!(error instanceof AppError)) return soon;
  switch (error.remedy.retry) {
    case 'soon':
      return soon;
    case 'never':
      return {
        outcome: 'failed',
        error: Object.assign(new UnrecoverableError(error.message), { cause: error }),
      };
    case 'at': // does not cost an attempt
      await job.moveToDelayed(error.remedy.time.getTime(), token);
      return { outcome: 'delayed', error: new DelayedError() };
  }
}

/** Gives a job back unharmed, because this process is about to end. */
export async function release(job: Job, token?: string): Promise<JobEnding> {
  await job.moveToWait(token);
  return { outcome: 'released', error: new WaitingError() };
}

export const isLastAttempt = (job: Job): boolean => job.attemptsMade + 1 >= (job.opts.attempts ?? 1);
