import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { beforeEach, describe, expect, it } from 'vitest';
import { paging } from '../../../testing/builders.js';
import { FakeApi, apiProviders } from '../../../testing/fake-api.js';
import { says } from '../../../testing/look.js';
import { show } from '../../../testing/show.js';
import { AuditList } from './audit-list.js';

const entry = {
  id: 1,
  at: '2026-01-02T03:04:05Z',
  actor_kind: 'token',
  actor: 'nightly',
  address: '10.0.0.7',
  action: 'backendRunsImport',
  method: 'POST',
  path: '/v1/api/backend/attic/import',
  identity: 'main',
  fields: ['force'],
  request_id: 'r1',
  status: 403,
};

describe('the audit trail', () => {
  let api: FakeApi;

  beforeEach(() => {
    TestBed.configureTestingModule({ providers: [...apiProviders(), provideRouter([])] });
    api = new FakeApi();
    return show(AuditList, { actor: 'token', page: 'nonsense' });
  });

  it('says who asked for what, and how it ended', async () => {
    const asked = await api.answer('GET', 'system/audit', {
      paging: paging(),
      items: [entry, { ...entry, id: 2, status: null }],
    });
    expect(asked.request.params.get('actor')).toBe('token');
    expect(asked.request.params.get('page')).toBe('1');
    await says('Import started');
    await says('nightly Token 10.0.0.7');
    await says('Refused (403)');
    await says('Not finished');
  });

  it('says why it could not be read', async () => {
    await api.refuse('GET', 'system/audit', { status: 403, message: 'This token may not do that.' });
    await says('This token may not do that.');
  });
});
