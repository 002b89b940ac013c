import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeApi, apiProviders } from '../../../../testing/fake-api.js';
import { press, says, type, words } from '../../../../testing/look.js';
import { show } from '../../../../testing/show.js';
import { BackendWebhook } from './backend-webhook.js';

const PATH = 'backend/attic/webhook';
const MANUAL = {
  status: 'manual',
  url: 'http://here:8080/v1/api/webhook/b7-hidden-word',
  reason: null,
  proof: null,
  steps: ['Open the settings.', 'Paste the address.'],
};

describe('the webhook of a backend', () => {
  let api: FakeApi;

  beforeEach(() => {
    TestBed.configureTestingModule({ providers: [...apiProviders(), provideRouter([])] });
    api = new FakeApi();
    return show(BackendWebhook, { name: 'attic' });
  });

  it('lists the steps, and shows the secret in the address only on request', async () => {
    await api.answer('GET', PATH, MANUAL);
    await says('Open the settings. Paste the address.');
    expect(words(document.body)).not.toContain('hidden-word');
    await press('Show it');
    await says('hidden-word');
  });

  it('is set up on the server, by the address that a person names', async () => {
    await api.answer('GET', PATH, MANUAL);
    await says('Paste the address.');
    type('Address of WatchState as the server sees it', ' http://box:8080 ');
    await press('Set it up on the server');
    const { request } = await api.answer('POST', PATH, { ...MANUAL, status: 'created', steps: [] });
    expect(request.body).toEqual({ webhook_url: 'http://box:8080' });
    await says('Set up on the server');
    expect(words(document.body)).not.toContain('Paste the address.');
  });

  it('says why it could not be set up, and what a person does instead', async () => {
    await api.answer('GET', PATH, MANUAL);
    await says('Paste the address.');
    await press('Set it up on the server');
    await api.answer('POST', PATH, { ...MANUAL, reason: 'The plugin is not installed.' });
    await says('Has to be set up by hand');
    await says('The plugin is not installed.');
    await says('Paste the address.');
  });

  it('says when its test event did not arrive', async () => {
    await api.answer('GET', PATH, MANUAL);
    await says('Paste the address.');
    await press('Set it up on the server');
    const proof = { by: 'test-event', passed: false, note: 'None arrived.' };
    await api.answer('POST', PATH, { ...MANUAL, status: 'created', steps: [], proof });
    await says('Set up on the server');
    await says('None arrived.');
  });

  it('shows a refused address at its field', async () => {
    await api.answer('GET', PATH, MANUAL);
    await says('Paste the address.');
    await press('Set it up on the server');
    const fields = [{ field: 'webhook_url', message: 'Begin with http:// or https://.' }];
    await api.refuse('POST', PATH, { status: 400, fields });
    await says('Begin with http:// or https://.');
  });
});
