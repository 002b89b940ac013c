import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeApi, apiProviders } from '../../../testing/fake-api.js';
import { labelled, press, says, send, type } from '../../../testing/look.js';
import { show } from '../../../testing/show.js';
import type { Setting } from '../../core/api/schema.gen.js';
import { EnvPage } from './env-page.js';

const setting = (part: Partial<Setting>): Setting => ({
  key: 'WS_TZ',
  description: 'Time zone.',
  type: 'timezone',
  group: 'general',
  common: true,
  mask: false,
  danger: false,
  restart: false,
  unused: null,
  default: 'UTC',
  source: 'default',
  config_value: 'UTC',
  value: null,
  problem: null,
  ...part,
});
const ALL = [
  setting({}),
  setting({
    key: 'WS_CRON_IMPORT_AT',
    description: 'When to import.',
    type: 'cron',
    group: 'tasks',
    default: '0 */1 * * *',
    config_value: '0 */1 * * *',
  }),
  setting({ key: 'WS_LOGS_KEEP', group: 'logs', common: false, type: 'int', min: 1, default: '7' }),
];

describe('Env', () => {
  let api: FakeApi;

  const start = async (inputs: Record<string, string> = {}) => {
    const hide = show(EnvPage, inputs);
    await api.answer('GET', 'system/env', { data: ALL, file: 'config/.env', unknown: [] });
    return hide;
  };

  beforeEach(() => {
    TestBed.configureTestingModule({ providers: [...apiProviders(), provideRouter([])] });
    api = new FakeApi();
    return () => document.body.replaceChildren();
  });

  it('shows what most people want, in groups, and finds the rest by words', async () => {
    await start();
    await says('General WS_TZ Time zone.');
    expect(document.body.textContent).not.toContain('WS_LOGS_KEEP');
    const search = document.querySelector<HTMLInputElement>('input[type="search"]')!;
    search.value = 'logs keep';
    search.dispatchEvent(new Event('input'));
    await says('WS_LOGS_KEEP');
  });

  it('adds a setting by the steps of the guide: Add, choose, value, Save', async () => {
    await start();
    await press('Add');
    await says('Which setting?');
    type('Which setting?', 'cron import');
    await press('WS_CRON_IMPORT_AT When to import.');
    await says('Cron expression');
    type('Cron expression', '0 */6 * * *');
    await says('Every 6 hours');
    send(document.querySelector('form'));
    const { request } = await api.answer('POST', 'system/env/WS_CRON_IMPORT_AT', {
      ...ALL[1]!,
      value: '0 */6 * * *',
      config_value: '0 */6 * * *',
      source: 'file',
    });
    expect(request.body).toEqual({ value: '0 */6 * * *' });
    await says('WS_CRON_IMPORT_AT was saved.');
    await says('0 */6 * * * .env file');
  });

  it('opens the editor that an address asks for, with the value it proposes, and says why it was refused', async () => {
    await start({ edit: 'WS_LOGS_KEEP', value: '0' });
    await says('A number, at least 1.');
    expect(labelled('Value').value).toBe('0');
    send(document.querySelector('form'));
    await api.refuse('POST', 'system/env/WS_LOGS_KEEP', {
      status: 400,
      fields: [{ field: 'value', message: 'It must be at least 1.', hint: 'Try 7.' }],
    });
    await says('It must be at least 1. Try 7.');
  });
});
