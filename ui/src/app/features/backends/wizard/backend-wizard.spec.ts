import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { aBackend, aRun } from '../../../../testing/builders.js';
import { FakeApi, apiProviders } from '../../../../testing/fake-api.js';
import { isOn, labelled, press, says, send, slider, type, until, words } from '../../../../testing/look.js';
import { show } from '../../../../testing/show.js';
import { BackendAdd } from '../backend-add.js';

const user = (id: string, name: string) => ({ id, name, admin: false });
const USERS = [user('7', 'Ada'), user('8', 'Mira')];
const check = (name: string, ok: boolean, part: object = {}) => ({
  name,
  ok,
  message: `${name} checked.`,
  hint: null,
  ...part,
});
const FINE = [
  check('reach', true),
  check('token', true),
  check('webhook', false, { hint: 'Needs a plugin.' }),
];
const REFUSED = { field: 'url', message: 'No server answers there.', hint: 'Check host and port.' };

describe('adding a backend', () => {
  let api: FakeApi;

  beforeEach(() => {
    TestBed.configureTestingModule({
      providers: [...apiProviders(), provideRouter([{ path: '**', children: [] }])],
    });
    api = new FakeApi();
    return show(BackendAdd);
  });

  async function open(existing: readonly string[] = []): Promise<void> {
    await api.answer(
      'GET',
      'backends',
      existing.map((name) => aBackend({ name })),
    );
    await until(() => document.querySelector('form') !== null, 'the form');
  }

  const next = (): void => send(document.querySelector('form'));

  async function toConnection(): Promise<void> {
    document.querySelector<HTMLInputElement>('input[value="jellyfin"]')!.click();
    type('Token', 'secret');
    next();
    await says('As WatchState reaches it');
  }

  async function toUser(): Promise<void> {
    await toConnection();
    type('Address', ' http://den:8096 ');
    next();
    await api.answer('POST', 'backends/test', FINE);
    const { request } = await api.answer('POST', 'backends/users/jellyfin', USERS);
    expect(request.body).toEqual({ url: 'http://den:8096', token: 'secret' });
    await says('Mira');
  }

  async function toSync(): Promise<void> {
    await toUser();
    document.querySelector<HTMLInputElement>('input[value="8"]')!.click();
    next();
    await says('Export data to this backend?');
  }

  it('asks for what is missing before it goes on', async () => {
    await open();
    next();
    await says('Enter a token.');
    await toConnection();
    next();
    await says('Enter the address of the server.');
    expect(api.hasNot('POST', 'backends/test')).toBe(true);
  });

  it('does not go on while the server refuses, says what to do, and keeps what was typed', async () => {
    await open();
    await toConnection();
    type('Address', 'http://den:8096');
    next();
    const wrong = check('token', false, { message: 'The token is not accepted.', hint: 'Make a new one.' });
    await api.answer('POST', 'backends/test', [check('reach', true), wrong]);
    await says('The token is not accepted. Make a new one.');
    expect(labelled('Address').value).toBe('http://den:8096');
    await press('Server');
    await until(() => labelled('Token').value === 'secret', 'the token is kept');
  });

  it('shows a refused address at its field, and forgets it when the address is changed', async () => {
    await open();
    await toConnection();
    type('Address', 'http://den:1');
    next();
    await api.refuse('POST', 'backends/test', { status: 400, fields: [REFUSED] });
    await says('No server answers there. Check host and port.');
    type('Address', 'http://den:2');
    await until(() => !words(document.body).includes('No server answers there.'), 'no refusal');
  });

  it('wants one of the users of the server, and a name that is free', async () => {
    await open(['jellyfin']);
    await toUser();
    expect(words(document.body)).toContain('Needs a plugin.');
    expect(labelled('Name').value).toBe('jellyfin_2');
    type('Name', 'jellyfin');
    next();
    await says('Choose a user.');
    expect(words(document.body)).toContain('Another backend has this name.');
  });

  it('answers for the first backend: it is read, backed up, and never written', async () => {
    await open();
    await toSync();
    expect(isOn(slider('Import data from this backend?'))).toBe(true);
    expect(isOn(slider('Export data to this backend?'))).toBe(false);
    expect(words(document.body)).not.toContain('Force Export local data');
    next();
    const { request } = await api.answer('POST', 'backends', aBackend());
    expect(request.body).toEqual({
      name: 'jellyfin',
      type: 'jellyfin',
      url: 'http://den:8096',
      token: 'secret',
      user: '8',
      import: { enabled: true },
      export: { enabled: false },
    });
    await api.answer('POST', 'backend/jellyfin/backup', { run_id: '1' });
    expect(api.hasNot('POST', 'backend/jellyfin/import')).toBe(true);
    await api.answer('GET', 'runs/1', aRun({ id: '1', status: 'succeeded' }));
    const read = await api.answer('POST', 'backend/jellyfin/import', { run_id: '2' });
    expect(read.request.body).toEqual({ force: true });
    await api.answer('GET', 'runs/2', aRun({ id: '2', status: 'succeeded' }));
  });

  it('leaves the forced export out when the backup before it has failed', async () => {
    await open(['den']);
    await toSync();
    await press('Force Export local data to this backend?', slider);
    await says('Play states on this server are overwritten');
    next();
    await api.answer('POST', 'backends', aBackend());
    await api.answer('POST', 'backend/jellyfin/backup', { run_id: '1' });
    await api.answer('GET', 'runs/1', aRun({ id: '1', status: 'failed' }));
    await says('What was to follow was left out.');
    expect(api.hasNot('POST', 'backend/jellyfin/export')).toBe(true);
  });

  it('asks about metadata only where play states are not imported', async () => {
    await open(['den']);
    await toSync();
    expect(words(document.body)).not.toContain('Import metadata only from this backend?');
    await press('Import data from this backend?', slider);
    await says('Import metadata only from this backend?');
    next();
    const { request } = await api.answer('POST', 'backends', aBackend());
    expect(request.body).toMatchObject({
      import: { enabled: false },
      options: { IMPORT_METADATA_ONLY: true },
    });
    await api.refuse('POST', 'backend/jellyfin/backup', { status: 500 });
    await says('Backup of jellyfin did not start.');
  });

  it('goes back to the step whose field the server refused at the end', async () => {
    await open();
    await toSync();
    next();
    await api.refuse('POST', 'backends', { status: 409, fields: [{ field: 'name', message: 'Taken.' }] });
    await until(() => labelled('Name').getAttribute('aria-invalid') === 'true', 'the name is marked');
    await says('Taken.');
  });

  it('asks for the PIN of a protected person, and leads back to it when it is refused', async () => {
    await open();
    type('Token', 'secret');
    next();
    await api.answer('POST', 'backends/discover/plex', []);
    await says('As WatchState reaches it');
    type('Address', 'http://den:32400');
    next();
    await api.answer('POST', 'backends/test', FINE);
    await api.answer('POST', 'backends/users/plex', [
      USERS[0] ?? {},
      { ...user('9', 'Kids'), protected: true },
    ]);
    await says('Kids PIN');
    document.querySelector<HTMLInputElement>('input[value="9"]')!.click();
    await says('This person is protected');
    next();
    await says('Enter the four digits of the PIN.');
    type('PIN', '1234');
    next();
    await says('Export data to this backend?');
    next();
    const fields = [{ field: 'options.PLEX_USER_PIN', message: 'The PIN is wrong.' }];
    const { request } = await api.refuse('POST', 'backends', { status: 400, fields });
    expect(request.body).toMatchObject({ user: '9', options: { PLEX_USER_PIN: '1234' } });
    await says('The PIN is wrong.');
    expect(labelled('PIN').getAttribute('aria-invalid')).toBe('true');
  });

  it('signs in at plex.tv and offers the servers that the token reaches', async () => {
    vi.stubGlobal('open', () => null);
    await open();
    await press('Sign-in via Plex');
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const signIn = {
      id: 5,
      code: 'abcd',
      authToken: null,
      expiresAt: null,
      auth_url: 'http://plex.test/auth',
    };
    const began = api.answer('POST', 'backends/plex/generate', signIn);
    await vi.advanceTimersByTimeAsync(50);
    await began;
    const asked = api.answer('POST', 'backends/plex/check', { ...signIn, authToken: 'plex-token' });
    await vi.advanceTimersByTimeAsync(2_100);
    await asked;
    vi.useRealTimers();
    vi.unstubAllGlobals();
    await says('the token is filled in');
    expect(labelled('Token').value).toBe('plex-token');
    next();
    await api.answer('POST', 'backends/discover/plex', [
      {
        name: 'Attic Box',
        uri: 'http://10.0.0.2:32400',
        local: true,
        relay: false,
        owned: true,
        online: true,
      },
    ]);
    await says('in your network');
    document.querySelector<HTMLInputElement>('input[name="plex-server"]')!.click();
    await until(() => labelled('Address').value === 'http://10.0.0.2:32400', 'the address is filled in');
  });
});
