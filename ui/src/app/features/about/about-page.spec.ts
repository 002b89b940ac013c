import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { beforeEach, describe, expect, it } from 'vitest';
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

  it('copies the report that a helper asks for', async () => {
    const copied: string[] = [];
    const clipboard = { writeText: (text: string) => Promise.resolve(void copied.push(text)) };
    Object.defineProperty(navigator, 'clipboard', { value: clipboard, configurable: true });
    await press('Copy report');
    await api.answer('GET', 'system/report', { generated_at: '2026-01-02T03:04:05Z' });
    await says('Copied.');
    expect(copied.join('')).toContain('generated_at');
  });

  it('downloads it as a file', async () => {
    await press('Download report');
    const { request } = await api.next('GET', 'system/report');
    expect(request.responseType).toBe('blob');
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
