import { Component } from '@angular/core';
import { httpResource } from '@angular/common/http';
import { TestBed } from '@angular/core/testing';
import { Router, provideRouter } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeApi, apiProviders } from '../../../testing/fake-api.js';
import { says, until } from '../../../testing/look.js';
import { signedIn } from './signed-in.guard.js';

const account = { username: 'ada', created_at: '', expires_at: '', refresh_required: false };

@Component({ selector: 'app-inside', template: '<h1>Inside</h1>' })
class Inside {
  protected readonly list = httpResource(() => '/v1/api/runs');
}

@Component({ selector: 'app-outside', template: '<h1>Sign in</h1>' })
class Outside {}

describe('the session', () => {
  let api: FakeApi;

  beforeEach(() => {
    const routes = [
      { path: 'auth', component: Outside },
      { path: 'runs', component: Inside, canActivate: [signedIn] },
    ];
    TestBed.configureTestingModule({ providers: [...apiProviders(), provideRouter(routes)] });
    api = new FakeApi();
  });

  it('lets nobody in who is not signed in, and remembers the page', async () => {
    const arrival = RouterTestingHarness.create('/runs?status=failed');
    await api.refuse('GET', 'system/auth/user', { status: 401 });
    await arrival;
    expect(TestBed.inject(Router).url).toBe('/auth?return=%2Fruns%3Fstatus%3Dfailed');
  });

  it('ends on a 401 of any page', async () => {
    const arrival = RouterTestingHarness.create('/runs');
    await api.answer('GET', 'system/auth/user', account);
    await arrival;
    await says('Inside');
    await api.refuse('GET', 'runs', { status: 401 });
    await until(() => TestBed.inject(Router).url === '/auth?return=%2Fruns', 'back at sign-in');
  });
});
