import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

const FAST_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800];

/** Every metric of the system: a closed list (architecture.md 11). No label ever holds an id or a title. */
export class Metrics {
  readonly registry = new Registry();

  readonly jobs = new Counter({
    name: 'sync_jobs_total',
    help: 'Jobs that ended, by how they ended',
    labelNames: ['queue', 'job', 'outcome'] as const,
    registers: [this.registry],
  });

  readonly jobDuration = new Histogram({
    name: 'sync_job_duration_seconds',
    help: 'Time from the start of a job to its end',
    labelNames: ['queue', 'job'] as const,
    buckets: FAST_SECONDS,
    registers: [this.registry],
  });

  readonly jobWait = new Histogram({
    name: 'sync_job_wait_seconds',
    help: 'Time a job waited after it was due',
    labelNames: ['queue', 'job'] as const,
    buckets: FAST_SECONDS,
    registers: [this.registry],
  });

  readonly queueDepth = new Gauge({
    name: 'sync_queue_depth',
    help: 'Jobs in a queue, by state',
    labelNames: ['queue', 'state'] as const,
    registers: [this.registry],
  });

  readonly webhooks = new Counter({
    name: 'sync_webhooks_total',
    help: 'Webhooks, by how they were read',
    labelNames: ['kind', 'reading'] as const,
    registers: [this.registry],
  });

  readonly merges = new Counter({
    name: 'sync_merges_total',
    help: 'Merge decisions, by verdict',
    labelNames: ['verdict'] as const,
    registers: [this.registry],
  });

  readonly exports = new Counter({
    name: 'sync_exports_total',
    help: 'Play states carried to a backend, by outcome',
    labelNames: ['kind', 'outcome'] as const,
    registers: [this.registry],
  });

  readonly exportLag = new Histogram({
    name: 'sync_export_lag_seconds',
    help: 'Time from the change of the truth to its write on a backend',
    buckets: FAST_SECONDS,
    registers: [this.registry],
  });

  readonly backendRequests = new Counter({
    name: 'sync_backend_requests_total',
    help: 'Requests to media servers, by outcome',
    labelNames: ['kind', 'operation', 'outcome'] as const,
    registers: [this.registry],
  });

  readonly backendRequestSeconds = new Counter({
    name: 'sync_backend_request_seconds_total',
    help: 'Time spent waiting for answers of media servers',
    labelNames: ['kind', 'operation'] as const,
    registers: [this.registry],
  });

  readonly importSeconds = new Counter({
    name: 'sync_import_seconds_total',
    help: 'Time that imports spent on their pages, by step; the steps of several imports overlap',
    labelNames: ['step'] as const,
    registers: [this.registry],
  });

  readonly openIntents = new Gauge({
    name: 'sync_open_intents',
    help: 'Export intents that no delivery answers yet',
    registers: [this.registry],
  });

  readonly blockedBackends = new Gauge({
    name: 'sync_blocked_backends',
    help: 'Backends in use that are paused until somebody links them again, by what is wrong',
    labelNames: ['kind', 'reason'] as const,
    registers: [this.registry],
  });

  private readonly collectors: (() => Promise<void>)[] = [];

  /** Node's own figures: memory, event loop, handles. */
  includeProcess(): this {
    collectDefaultMetrics({ register: this.registry });
    return this;
  }

  /** For gauges that are asked, not told: `collect` runs before each scrape, and its failure leaves the old value. */
  beforeScrape(collect: () => Promise<void>): void {
    this.collectors.push(collect);
  }

  async scrape(): Promise<{ readonly contentType: string; readonly text: string }> {
    await Promise.allSettled(this.collectors.map((collect) => collect()));
    return { contentType: this.registry.contentType, text: await this.registry.metrics() };
  }
}
