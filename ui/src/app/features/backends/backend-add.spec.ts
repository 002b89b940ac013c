import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { beforeEach, describe, expect, it } from 'vitest';
import { aBackend } from '../../../testing/builders.js';
import { FakeApi, apiProviders } from '../../../testing/fake-api.js';
import { labelled, press, says, send, slider, type, until, words } from '../../../testing/look.js';
import { show } from '../../../testing/show.js';
import { BackendAdd } from './backend-add.js';

const USERS = [
  { id: '7', name: 'Ada', admin: true },
  { id: '8', name: 'Mira', admin: false },
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

  function fill(): void {
    type('Address', 'http://den:32400');
    type('Token', 'secret');
  }

  /** The first backend is imported from as soon as it is saved. */
  async function imported(): Promise<void> {
    await api.answer('POST', 'backend/plex/import', { run_id: '1' });
    await says('has started');
  }

  const save = (): void => send(document.querySelector('form'));

  it('asks for what is missing before it asks the server', async () => {
    await open();
    save();
    await says('Enter the address of the server.');
    expect(words(document.body)).toContain('Enter a token.');
    expect(api.hasNot('POST', 'backends')).toBe(true);
  });

  it('shows what the server refused at its field, with the hint, and keeps what was typed', async () => {
    await open();
    fill();
    save();
    await api.refuse('POST', 'backends', { status: 400, fields: [REFUSED] });
    await says('No server answers there.');
    const note = document.getElementById('url-note');
    expect(note && words(note)).toBe('No server answers there. Check host and port.');
    expect(labelled('Address').getAttribute('aria-invalid')).toBe('true');
    expect(labelled('Token').value).toBe('secret');
  });

  it('forgets a refusal when the refused value is changed', async () => {
    await open();
    fill();
    save();
    await api.refuse('POST', 'backends', { status: 400, fields: [REFUSED] });
    await says('No server answers there.');
    type('Address', 'http://den:32401');
    await until(() => !words(document.body).includes('No server answers there.'), 'no refusal');
  });

  it('can be sent again unchanged: the server may have come back', async () => {
    await open();
    fill();
    save();
    await api.refuse('POST', 'backends', { status: 400, fields: [REFUSED] });
    await says('No server answers there.');
    save();
    await api.answer('POST', 'backends', aBackend());
    await says('plex was added.');
    await imported();
  });

  it('shows what belongs to no field above the form', async () => {
    await open();
    fill();
    save();
    await api.refuse('POST', 'backends', { status: 500, message: 'The database is busy.' });
    await says('The database is busy.');
    expect(document.querySelector('form [role="alert"]')).not.toBeNull();
  });

  it('lists the users of the server, and saves the chosen one', async () => {
    await open();
    fill();
    await press('Find users');
    await api.answer('POST', 'backends/users/plex', USERS);
    await says('2 users found');
    save();
    await says('Choose a user.');
    document.querySelector<HTMLInputElement>('input[value="8"]')?.click();
    await until(() => !words(document.body).includes('Choose a user.'), 'a user is chosen');
    expect(words(document.body)).toContain('Mira');
    save();
    const { request } = await api.answer('POST', 'backends', aBackend());
    expect(request.body).toMatchObject({ name: 'plex', type: 'plex', user: '8', url: 'http://den:32400' });
    await imported();
  });

  it('reads the first backend and writes nothing to it', async () => {
    await open();
    fill();
    save();
    const { request } = await api.answer('POST', 'backends', aBackend());
    expect(request.body).toMatchObject({ import: { enabled: true }, export: { enabled: false } });
    const { request: run } = await api.answer('POST', 'backend/plex/import', { run_id: '1' });
    expect(run.body).toEqual({ force: true });
    await says('has started');
  });

  it('proposes a free name, and asks for metadata only where play states are not imported', async () => {
    await open(['plex']);
    expect(labelled('Name').value).toBe('plex_2');
    expect(words(document.body)).not.toContain('Import metadata only from this backend?');
    await press('Import data from this backend?', slider);
    await says('Import metadata only from this backend?');
    fill();
    save();
    const { request } = await api.answer('POST', 'backends', aBackend());
    expect(request.body).toMatchObject({
      import: { enabled: false },
      export: { enabled: true },
      options: { IMPORT_METADATA_ONLY: true },
    });
  });

  it('does not take a name that another backend has', async () => {
    await open(['attic']);
    fill();
    type('Name', 'attic');
    save();
    await says('Another backend has this name.');
  });
});
