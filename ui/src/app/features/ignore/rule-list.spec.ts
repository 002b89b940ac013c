import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { beforeEach, describe, expect, it } from 'vitest';
import { aBackend } from '../../../testing/builders.js';
import { FakeApi, apiProviders } from '../../../testing/fake-api.js';
import { control, press, says, send, type, until } from '../../../testing/look.js';
import { show } from '../../../testing/show.js';
import { RuleList } from './rule-list.js';

const rule = {
  rule: 'movie://tmdb:700001@attic',
  id: '700001',
  type: 'movie',
  backend: 'attic',
  db: 'tmdb',
  title: 'The Long Tide',
  scoped: false,
  scoped_to: null,
  created: '2026-01-02T03:04:05Z',
};

describe('the ignore list', () => {
  let api: FakeApi;

  beforeEach(() => {
    TestBed.configureTestingModule({ providers: [...apiProviders(), provideRouter([])] });
    api = new FakeApi();
    return show(RuleList);
  });

  it('adds a rule, and shows at its field what the API refuses', async () => {
    await api.answer('GET', 'ignore', []);
    await api.answer('GET', 'backends', [aBackend({ name: 'attic' })]);
    await until(() => !control('Add rule').hasAttribute('disabled'));
    await press('Add rule');
    await says('The item stays; it is only not matched by that id.');
    type('Where the id is from', 'TMDB');
    type('Id', '700001');
    await until(() => !control('Add').hasAttribute('disabled'));
    send(document.querySelector('mat-dialog-container form'));
    const refused = await api.refuse('POST', 'ignore', {
      status: 400,
      fields: [{ field: 'id', message: 'A tmdb id has digits only.' }],
    });
    expect(refused.request.body).toEqual({ backend: 'attic', type: 'movie', db: 'tmdb', id: '700001' });
    await says('A tmdb id has digits only.');
    send(document.querySelector('mat-dialog-container form'));
    await api.answer('POST', 'ignore', rule);
    await says('tmdb 700001 of attic is ignored from the next import on.');
  });

  it('asks before a rule is removed', async () => {
    await api.answer('GET', 'ignore', [rule]);
    await says('The Long Tide');
    await press('Remove the rule for tmdb 700001');
    await says('Items of attic are matched by tmdb 700001 again');
    expect(api.hasNot('DELETE', 'ignore')).toBe(true);
    await press('Remove rule');
    const wish = await api.answer('DELETE', 'ignore', rule);
    expect(wish.request.body).toEqual({ rule: rule.rule });
    await says('The id is matched by again');
  });
});
