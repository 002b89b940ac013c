import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeApi, apiProviders } from '../../../../testing/fake-api.js';
import { isOn, press, says, slider, type as enter, until, words } from '../../../../testing/look.js';
import { show } from '../../../../testing/show.js';
import { BackendOptions } from './backend-options.js';

const spec = (key: string, type: string, part: object) => ({
  key: `options.${key}`,
  type,
  changeable: true,
  ...part,
});
const option = (key: string, real_val: string | number | boolean | null) => ({
  key: `options.${key}`,
  value: real_val === null ? null : String(real_val),
  real_val,
  type: 'text',
  description: '',
});
const SPECS = [
  spec('client.rps', 'int', { description: 'Requests per second.', min: 1, max: 1_000 }),
  spec('EXPORT_PROGRESS', 'bool', { description: 'Positions may be set; on unless switched off.' }),
  spec('ADMIN_TOKEN', 'string', { description: 'The token of the owner.' }),
];

describe('the options of a backend', () => {
  let api: FakeApi;

  beforeEach(async () => {
    TestBed.configureTestingModule({ providers: [...apiProviders(), provideRouter([])] });
    api = new FakeApi();
    const remove = show(BackendOptions, { name: 'attic' });
    await api.answer('GET', 'backends/spec', SPECS);
    await api.answer('GET', 'backend/attic/option', [
      option('client.rps', 4),
      option('EXPORT_PROGRESS', null),
      option('ADMIN_TOKEN', '***'),
    ]);
    await says('Requests per second.');
    return remove;
  });

  it('saves a number, and says at its row what is wrong with it', async () => {
    enter('client.rps', '5000');
    await press('Save client.rps');
    const fields = [{ field: 'value', message: 'Must be a whole number from 1 to 1000.' }];
    const refused = await api.refuse('PATCH', 'backend/attic/option', { status: 400, fields });
    expect(refused.request.body).toEqual({ key: 'options.client.rps', value: 5_000 });
    await says('Must be a whole number from 1 to 1000.');
    enter('client.rps', '9');
    await press('Save client.rps');
    await api.answer('PATCH', 'backend/attic/option', option('client.rps', 9));
    await says('client.rps was saved.');
    expect(words(document.body)).not.toContain('Must be a whole number');
  });

  it('shows a switch that is on unless switched off, and takes an option back to its default', async () => {
    expect(isOn(slider('EXPORT_PROGRESS'))).toBe(true);
    await press('EXPORT_PROGRESS', slider);
    const { request } = await api.answer('PATCH', 'backend/attic/option', option('EXPORT_PROGRESS', false));
    expect(request.body).toEqual({ key: 'options.EXPORT_PROGRESS', value: false });
    await until(() => !isOn(slider('EXPORT_PROGRESS')), 'off');
    await press('Take EXPORT_PROGRESS back to its default');
    await api.answer(
      'DELETE',
      'backend/attic/option/options.EXPORT_PROGRESS',
      option('EXPORT_PROGRESS', null),
    );
    await until(() => isOn(slider('EXPORT_PROGRESS')), 'on again');
  });

  it('never puts a stored secret back into its field', () => {
    const field = document.querySelector<HTMLInputElement>('#option-ADMIN_TOKEN');
    expect(field?.type).toBe('password');
    expect(field?.value).toBe('');
    expect(field?.placeholder).toBe('stored');
  });

  it('is found by its meaning', async () => {
    enter('Find an option', 'owner');
    await until(() => !words(document.body).includes('client.rps'), 'the others are gone');
    expect(words(document.body)).toContain('ADMIN_TOKEN');
  });
});
