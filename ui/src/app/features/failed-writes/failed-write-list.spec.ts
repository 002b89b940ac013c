import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { beforeEach, describe, expect, it } from 'vitest';
import { paging } from '../../../testing/builders.js';
import { FakeApi, apiProviders } from '../../../testing/fake-api.js';
import { press, says } from '../../../testing/look.js';
import { show } from '../../../testing/show.js';
import { FailedWriteList } from './failed-write-list.js';

const write = {
  id: 4,
  item: { id: 9, type: 'movie', title: 'The Long Tide', year: 2011, season: null, episode: null },
  backend: 'attic',
  before: { watched: false, position_ms: 0 },
  after: { watched: true, position_ms: 0 },
  rule: 'export.newer',
  reason: 'unconfirmed',
  run_id: '41',
  at: '2026-01-02T03:04:05Z',
};

describe('the failed writes', () => {
  let api: FakeApi;

  beforeEach(async () => {
    TestBed.configureTestingModule({ providers: [...apiProviders(), provideRouter([])] });
    api = new FakeApi();
    const hide = show(FailedWriteList);
    await api.answer('GET', 'exports/failed', { paging: paging(), items: [write] });
    return hide;
  });

  it('tries one again', async () => {
    await press('Try The Long Tide (2011) again');
    await api.answer('POST', 'exports/failed/4/retry', { count: 1 });
    await says('The Long Tide (2011) is tried again.');
  });

  it('asks before all are given up', async () => {
    await press('Give all up…');
    await says('1 changes are not written to your backends.');
    expect(api.hasNot('POST', 'exports/failed/drop')).toBe(true);
    await press('Give up');
    await api.answer('POST', 'exports/failed/drop', { count: 1 });
    await says('1 writes were given up.');
  });
});
