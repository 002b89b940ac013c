import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Delivery } from '../../core/api/schema.gen.js';
import { paging } from '../../../testing/builders.js';
import { FakeApi, apiProviders } from '../../../testing/fake-api.js';
import { press, says } from '../../../testing/look.js';
import { show } from '../../../testing/show.js';
import { DeliveryList } from './delivery-list.js';

const delivery: Delivery = {
  id: 12,
  received_at: '2026-01-02T03:04:05Z',
  last_at: '2026-01-02T03:04:05Z',
  handled_at: '2026-01-02T03:04:06Z',
  repeats: 2,
  source: 'webhook',
  type: 'jellyfin',
  event: 'PlaybackStop',
  status: 'handled',
  verdict: 'unmatched-user',
  reason: 'no-backend-of-this-user',
  targets: [],
};

describe('the webhook deliveries', () => {
  let api: FakeApi;
  let hide: () => void;

  beforeEach(() => {
    TestBed.configureTestingModule({ providers: [...apiProviders(), provideRouter([])] });
    api = new FakeApi();
    hide = show(DeliveryList, { verdict: 'unmatched-user', source: 'nonsense' });
    return () => hide();
  });

  it('says in words what became of each, and why', async () => {
    const asked = await api.answer('GET', 'webhook/deliveries', { paging: paging(), items: [delivery] });
    expect(asked.request.params.get('verdict')).toBe('unmatched-user');
    expect(asked.request.params.get('source')).toBeNull();
    await says('The server is known, but no backend belongs to this user.');
    await says('came 3 times');
  });

  it('has one read again, and all of a kind', async () => {
    await api.answer('GET', 'webhook/deliveries', { paging: paging(), items: [delivery] });
    await press('Read again: delivery 12');
    await api.answer('POST', 'webhook/deliveries/12/replay', { count: 1 });
    await says('The delivery is read again.');
    await press('Read again');
    await press('All: Failed');
    const wish = await api.answer('POST', 'webhook/deliveries/replay', { count: 40 });
    expect(wish.request.body).toEqual({ verdict: 'failed' });
    await says('40 deliveries are read again.');
  });

  it('warns of a backend whose changes are mostly found by imports only', async () => {
    await api.answer('GET', 'webhook/coverage', {
      items: [
        {
          identity: 'main',
          backend: 'attic',
          type: 'emby',
          deliveries: 4,
          last_at: null,
          told: 1,
          missed: 3,
          miss_rate: 0.75,
        },
      ],
    });
    await says('Misses much');
    await says('75%');
  });

  it('says why the list could not be read', async () => {
    await api.refuse('GET', 'webhook/deliveries', { status: 503, message: 'The database is away.' });
    await says('The database is away.');
  });
});
