import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeApi, apiProviders } from '../../../testing/fake-api.js';
import { choose, control, press, says, send, type, until } from '../../../testing/look.js';
import { show } from '../../../testing/show.js';
import { GuidPage } from './guid-page.js';

const PATH = 'system/guids/custom';
const validator = {
  pattern: String.raw`^r\d+$`,
  example: 'r1',
  tests: { valid: ['r1'], invalid: ['1'] },
};
const guid = { id: 'u1', type: 'string', name: 'guid_reels', description: 'Reels', validator };
const link = { id: 'l1', type: 'plex', map: { from: 'reels', to: 'guid_reels' }, options: { legacy: false } };

describe('the custom GUIDs', () => {
  let api: FakeApi;

  beforeEach(async () => {
    TestBed.configureTestingModule({ providers: [...apiProviders(), provideRouter([])] });
    api = new FakeApi();
    const hide = show(GuidPage);
    await api.answer('GET', 'system/guids', [{ guid: 'guid_imdb', type: 'string', validator }]);
    await api.answer('GET', PATH, { version: '1', guids: [guid], links: [link] });
    return hide;
  });

  it('tries the pattern while it is typed, and adds only what is proved', async () => {
    await press('Add GUID');
    await says('Values that must fit');
    type('Name', 'tapes');
    type('Pattern', String.raw`^t\d+$`);
    type('Example', 't1');
    type('Values that must fit', 't1\nt22');
    type('Values that must not fit', 't3');
    await says('t3 fits, which is wrong');
    expect(control('Add').hasAttribute('disabled')).toBe(true);
    type('Values that must not fit', 'x');
    await until(() => !control('Add').hasAttribute('disabled'), 'it is proved');
    send(document.querySelector('mat-dialog-container form'));
    const wish = await api.answer('PUT', PATH, { ...guid, name: 'guid_tapes' });
    expect(wish.request.body).toEqual({
      name: 'tapes',
      type: 'string',
      validator: {
        pattern: String.raw`^t\d+$`,
        example: 't1',
        tests: { valid: ['t1', 't22'], invalid: ['x'] },
      },
    });
    await says('guid_tapes was added.');
  });

  it('says how many links go with a source', async () => {
    await press('Remove guid_reels');
    await says('One link goes with it.');
    await press('Remove GUID');
    await api.answer('DELETE', `${PATH}/u1`, guid);
    await says('guid_reels was removed, with its links.');
  });

  it('links a word of a server to a source', async () => {
    await says('Add link');
    choose('Server', 'emby');
    type('Its word', 'ImdbOld');
    choose('Means', 'guid_imdb');
    send(document.querySelector('app-guid-links form'));
    const wish = await api.answer('PUT', `${PATH}/emby`, {
      ...link,
      map: { from: 'ImdbOld', to: 'guid_imdb' },
    });
    expect(wish.request.body).toEqual({ map: { from: 'ImdbOld', to: 'guid_imdb' } });
    await says('ImdbOld is read as guid_imdb from the next import on.');
  });
});
