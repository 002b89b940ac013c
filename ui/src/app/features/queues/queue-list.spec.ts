import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { beforeEach, describe, expect, it } from 'vitest';
import type { QueueJob } from '../../core/api/schema.gen.js';
import { paging } from '../../../testing/builders.js';
import { FakeApi, apiProviders } from '../../../testing/fake-api.js';
import { press, says } from '../../../testing/look.js';
import { show } from '../../../testing/show.js';
import { QueueList } from './queue-list.js';

const job: QueueJob = {
  id: 'pushes:7',
  queue: 'pushes',
  event: 'push',
  state: 'failed',
  data: { backendId: 3 },
  attempts: 5,
  max_attempts: 5,
  reason: 'The server did not answer.',
  created_at: '2026-01-02T03:04:05Z',
  due_at: null,
  started_at: null,
  finished_at: null,
};
const page = {
  paging: { ...paging(), page: 1, next: null, previous: null },
  filter: {},
  states: [],
  queues: [{ queue: 'pushes', waiting: 1_200, active: 0, delayed: 0, failed: 1 }],
};
const PATH = 'system/transport/queue';

describe('the queues', () => {
  let api: FakeApi;

  beforeEach(() => {
    TestBed.configureTestingModule({ providers: [...apiProviders(), provideRouter([])] });
    api = new FakeApi();
    return show(QueueList);
  });

  it('shows how much waits, and why a job failed', async () => {
    await api.answer('GET', PATH, { ...page, items: [job] });
    await says('1,200');
    await says('The server did not answer.');
    await says('5 of 5');
  });

  it('tries a failed job again', async () => {
    await api.answer('GET', PATH, { ...page, items: [job] });
    await press('Try again: Push pushes:7');
    await api.answer('POST', `${PATH}/pushes%3A7/retry`, job);
    await says('Push is tried again.');
  });

  it('asks before a job is thrown away', async () => {
    await api.answer('GET', PATH, { ...page, items: [job] });
    await press('Throw away: Push pushes:7');
    await says('Throw this job away?');
    expect(api.hasNot('DELETE', `${PATH}/pushes%3A7`)).toBe(true);
    await press('Throw away');
    await api.answer('DELETE', `${PATH}/pushes%3A7`, null);
    await says('Push was thrown away.');
  });

  it('says so when nothing waits', async () => {
    await api.answer('GET', PATH, { ...page, paging: { ...page.paging, total: 0 }, items: [] });
    await says('Nothing waits');
  });
});
