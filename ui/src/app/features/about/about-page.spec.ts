import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { beforeEach, describe, it } from 'vitest';
import { FakeApi, apiProviders } from '../../../testing/fake-api.js';
import { press, says } from '../../../testing/look.js';
import { show } from '../../../testing/show.js';
import { AboutPage } from './about-page.js';

describe('the page about the program', () => {
  let api: FakeApi;

  beforeEach(() => {
    TestBed.configureTestingModule({ providers: [...apiProviders(), provideRouter([])] });
    api = new FakeApi();
    return show(AboutPage);
  });

  it('says which version runs', async () => {
    await api.answer('GET', 'system/version', {
      version: '1.2.3',
      build: '',
      sha: 'abc1234',
      branch: 'main',
      container: true,
    });
    await says('Version 1.2.3');
    await says('abc1234 main');
    await says('in a container');
  });

  it('tries again when the version could not be read', async () => {
    await api.refuse('GET', 'system/version', { status: 503, message: 'Not ready.' });
    await says('Not ready.');
    await press('Try again');
    await api.answer('GET', 'system/version', {
      version: '1.2.3',
      build: '',
      sha: '',
      branch: '',
      container: false,
    });
    await says('without a container');
  });
});
