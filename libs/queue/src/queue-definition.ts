/** Job name to payload. Payloads are ids and small facts: a worker reads the truth when it runs. */
export type JobMap = Readonly<Record<string, object>>;

/** What is special about one kind of job. */
export interface JobPolicy<Payload> {
  /** Jobs with the same key are one job while it waits; see `onceFor`. */
  once?(payload: Payload): string;
  /** Added while the same job is running: it runs once more afterwards, so that no news is missed. */
  readonly again?: boolean;
  /** Waits this long before the first run, so that a burst becomes one job. */
  readonly delayMs?: number;
}

export interface QueueDefinition<Jobs extends JobMap> {
  readonly name: string;
  readonly jobs: { readonly [Name in keyof Jobs]: JobPolicy<Jobs[Name]> };
}

export type AnyQueue = QueueDefinition<JobMap>;
export type JobsOf<Q> = Q extends QueueDefinition<infer Jobs> ? Jobs : never;
export type JobName<Q> = keyof JobsOf<Q> & string;
export type PayloadOf<Q, Name extends JobName<Q>> = JobsOf<Q>[Name];

/** A queue is a contract: the compiler checks who adds and who handles. */
export const defineQueue = <Jobs extends JobMap>(
  name: string,
  jobs: QueueDefinition<Jobs>['jobs'],
): QueueDefinition<Jobs> => ({ name, jobs });

/** A key for `once`. Ids are joined with `-`, because Redis keys of the queue are joined with `:`. */
export const onceFor = (...ids: readonly (string | number)[]): string => ids.join('-');
