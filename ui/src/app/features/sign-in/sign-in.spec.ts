import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Router, provideRouter, withComponentInputBinding } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeApi, apiProviders } from '../../../testing/fake-api.js';
import { control, labelled, press, says, send, type, until, words } from '../../../testing/look.js';
import { SignIn } from './sign-in.js';

const account = { username: 'ada', created_at: '', expires_at: '', refresh_required: false };

@Component({ template: '<h1>Wanted page</h1>' })
class Wanted {}

describe('signing in', () => {
  let api: FakeApi;

  beforeEach(() => {
    const routes = [
      { path: 'auth', component: SignIn },
      { path: '**', component: Wanted },
    ];
    TestBed.configureTestingModule({
      providers: [...apiProviders(), provideRouter(routes, withComponentInputBinding())],
    });
    api = new FakeApi();
  });

  async function visit(address: string, hasAccount: boolean): Promise<void> {
    await RouterTestingHarness.create(address);
    await api.refuse('GET', 'system/auth/user', { status: 401 });
    const request = await api.next('GET', 'system/auth/has_user');
    request.flush(hasAccount ? {} : null, { status: hasAccount ? 200 : 204, statusText: 'Fine' });
    await until(() => document.querySelector('form') !== null, 'the form');
  }

  function enter(password: string): void {
    type('Username', 'ada');
    type('Password', password);
    send(document.querySelector('form'));
  }

  it('leads back to the page that was wanted', async () => {
    await visit('/auth?return=%2Fhistory%3Fq%3Dtide', true);
    enter('lighthouse');
    const login = await api.answer('POST', 'system/auth/login', { token: 't' });
    await api.answer('GET', 'system/auth/user', account);
    await says('Wanted page');
    expect(login.request.body).toEqual({ username: 'ada', password: 'lighthouse' });
    expect(TestBed.inject(Router).url).toBe('/history?q=tide');
  });

  it('never leads to an address outside', async () => {
    await visit('/auth?return=%2F%2Felsewhere.example', true);
    enter('lighthouse');
    await api.answer('POST', 'system/auth/login', { token: 't' });
    await api.answer('GET', 'system/auth/user', account);
    await says('Wanted page');
    expect(TestBed.inject(Router).url).toBe('/');
  });

  it('creates the first account and signs in with it', async () => {
    await visit('/auth', false);
    expect(words(document.body)).toContain('Create your account');
    enter('lighthouse');
    const signup = await api.answer('POST', 'system/auth/signup', null);
    await api.answer('POST', 'system/auth/login', { token: 't' });
    await api.answer('GET', 'system/auth/user', account);
    await says('Wanted page');
    expect(signup.request.body).toEqual({ username: 'ada', password: 'lighthouse' });
  });

  it('asks for a longer password before an account is sent', async () => {
    await visit('/auth', false);
    enter('short');
    await says('Use at least 8 characters.');
    expect(api.hasNot('POST', 'system/auth/signup')).toBe(true);
  });

  it('says that name or password are wrong, and keeps the name', async () => {
    await visit('/auth', true);
    enter('wrong');
    await api.refuse('POST', 'system/auth/login', { status: 401 });
    await says('The name or the password is wrong.');
    expect(labelled('Username').value).toBe('ada');
  });

  it('says how long to wait after too many attempts, and waits', async () => {
    await visit('/auth', true);
    enter('wrong');
    await api.refuse('POST', 'system/auth/login', { status: 429, headers: { 'Retry-After': '125' } });
    await says('Try again in 2 min 5 s');
    expect(control('Sign in').hasAttribute('disabled')).toBe(true);
  });

  it('turns to signing in when somebody else has made the account meanwhile', async () => {
    await visit('/auth', false);
    enter('lighthouse');
    await api.refuse('POST', 'system/auth/signup', { status: 403 });
    await says('An account exists already.');
    expect(words(document.body)).toContain('Sign in');
  });

  it('offers to try again while the server cannot be reached', async () => {
    await RouterTestingHarness.create('/auth');
    (await api.next('GET', 'system/auth/user')).error(new ProgressEvent('error'));
    await says('WatchState could not be reached.');
    await press('Try again');
    await api.refuse('GET', 'system/auth/user', { status: 401 });
    await api.answer('GET', 'system/auth/has_user', {});
    await until(() => document.querySelector('form') !== null, 'the form');
  });
});
