import { Component } from '@angular/core';
import { httpResource } from '@angular/common/http';
import { TestBed } from '@angular/core/testing';
import { Router, provideRouter } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeApi, apiProviders } from '../../../testing/fake-api.js';
import { says, until } from '../../../testing/look.js';
import { Session } from './session.js';
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

  it('ends on a 401 of any page, which stays until the person is back', async () => {
    const arrival = RouterTestingHarness.create('/runs');
    await api.answer('GET', 'system/auth/user', account);
    await arrival;
    await says('Inside');
    await api.refuse('GET', 'runs', { status: 401 });
    const session = TestBed.inject(Session);
    await until(() => session.lapsed() === 'ada', 'it is known whose session ended');
    expect(session.isIn()).toBe(false);
    expect(TestBed.inject(Router).url).toBe('/runs');

    const back = session.signIn({ username: 'ada', password: 'a lighthouse' });
    await api.answer('POST', 'system/auth/login', {});
    await api.answer('GET', 'system/auth/user', account);
    await back;
    expect(session.lapsed()).toBe('');
    expect(session.isIn()).toBe(true);
  });

  it('leads to sign-in when the person leaves the page instead', async () => {
    const arrival = RouterTestingHarness.create('/runs');
    await api.answer('GET', 'system/auth/user', account);
    await arrival;
    await api.refuse('GET', 'runs', { status: 401 });
    const session = TestBed.inject(Session);
    await until(() => session.lapsed() !== '', 'the session has ended');
    session.expire();
    await until(() => TestBed.inject(Router).url === '/auth?return=%2Fruns', 'back at sign-in');
    expect(session.lapsed()).toBe('');
  });
});
