import type { JobName, PayloadOf } from './queue-definition.js';

/** What a handler may know about the run it is in. */
export interface JobRun {
  readonly id: string;
  /** 1 for the first. */
  readonly attempt: number;
  readonly isLastAttempt: boolean;
  /** Aborted when the process is asked to stop; what then throws is tried again elsewhere and costs no attempt. */
  readonly signal: AbortSignal;
}

/** One handler for every job of the queue; a missing one does not compile. */
export type JobHandlers<Q> = {
  readonly [Name in JobName<Q>]: (payload: PayloadOf<Q, Name>, run: JobRun) => Promise<unknown>;
};
