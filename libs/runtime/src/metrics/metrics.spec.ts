import { describe, expect, it } from 'vitest';
import { Metrics } from './metrics.js';

describe('the metrics', () => {
  it('are a closed list; a new one is a decision, so it changes this test', async () => {
    const { text } = await new Metrics().scrape();
    const names = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name);
    expect(names.sort()).toEqual([
      'sync_backend_request_seconds_total',
      'sync_backend_requests_total',
      'sync_blocked_backends',
      'sync_export_lag_seconds',
      'sync_exports_total',
      'sync_import_seconds_total',
      'sync_job_duration_seconds',
      'sync_job_wait_seconds',
      'sync_jobs_total',
      'sync_merges_total',
      'sync_open_intents',
      'sync_queue_depth',
      'sync_webhooks_total',
    ]);
  });

  it('have only labels with few values: never an id, a name or a title', () => {
    const all = Object.values(new Metrics());
    const labels = new Set(
      all.flatMap((metric: object) => ('labelNames' in metric ? (metric.labelNames as string[]) : [])),
    );
    expect([...labels].sort()).toEqual([
      'job',
      'kind',
      'operation',
      'outcome',
      'queue',
      'reading',
      'reason',
      'state',
      'step',
      'verdict',
    ]);
  });

  it('ask before they tell, and one that cannot be asked does not silence the rest', async () => {
    const metrics = new Metrics();
    metrics.beforeScrape(() => Promise.reject(new Error('away')));
    metrics.beforeScrape(() => {
      metrics.openIntents.set(7);
      return Promise.resolve();
    });
    expect((await metrics.scrape()).text).toContain('sync_open_intents 7');
  });

  it('include the process when told to', async () => {
    expect((await new Metrics().includeProcess().scrape()).text).toContain('process_resident_memory_bytes');
  });
});
