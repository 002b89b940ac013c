export { CacheKeys } from './cache-keys.js';
export { JobClock, type TimetableEntry } from './job-clock.js';
export { RunLater } from './job-ending.js';
export type { JobHandlers, JobRun } from './job-handlers.js';
export { JobWorker } from './job-worker.js';
export { Producer } from './producer.js';
export { QueueConfig } from './queue.config.js';
export { defineQueue, onceFor } from './queue-definition.js';
export { InjectClock, InjectProducer, QueueModule } from './queue.module.js';
export {
  type FailedJob,
  type QueueDepth,
  QueueMonitor,
  type QueuedJob,
  type QueueState,
} from './queue-monitor.js';
export { QueueUnavailable } from './queue-opener.js';
export {
  changesQueue,
  commandsQueue,
  exportsQueue,
  playlistsQueue,
  importsQueue,
  pushesQueue,
  undosQueue,
} from './queues.js';
