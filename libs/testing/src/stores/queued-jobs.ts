import { type Job, Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';

export interface PlacedJob {
  readonly queue: string;
  readonly job: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

const PREFIX = 'watchstate';

/** Puts a job of one attempt into a queue as another program would; gives back its id there. */
export const placeJob = (cacheUrl: string, placed: PlacedJob): Promise<string> =>
  onLine(cacheUrl, (line) => add(line, placed));

/** The same where no service consumes the queue: the job is taken, and fails for this reason. The queue is empty before. */
export const placeFailedJob = (
  cacheUrl: string,
  { reason, ...placed }: PlacedJob & { readonly reason: string },
): Promise<string> =>
  onLine(cacheUrl, async (line) => {
    const id = await add(line, placed);
    const worker = new Worker(placed.queue, null, { connection: line, prefix: PREFIX });
    const taken = (await worker.getNextJob('a test', { block: false })) as Job | undefined;
    if (taken?.id !== id) throw new Error(`job ${id} of ${placed.queue} was not the next one`);
    await taken.moveToFailed(new Error(reason), 'a test', false);
    await worker.close();
    return id;
  });

async function add(line: Redis, { queue, job, payload }: PlacedJob): Promise<string> {
  const opened = new Queue(queue, { connection: line, prefix: PREFIX });
  const { id = '' } = await opened.add(job, payload, { attempts: 1 });
  await opened.close();
  return id;
}

async function onLine<T>(url: string, work: (line: Redis) => Promise<T>): Promise<T> {
  const line = new Redis(url, { maxRetriesPerRequest: null });
  try {
    return await work(line);
  } finally {
    line.disconnect();
  }
}
