import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Member, ProvisionPreview } from '../../core/api/schema.gen.js';
import { FakeApi, apiProviders } from '../../../testing/fake-api.js';
import { control, press, says, type, until } from '../../../testing/look.js';
import { show } from '../../../testing/show.js';
import { IdentityList } from './identity-list.js';
import { PeopleMatch } from './people-match.js';

const member = (backend: string, name: string, isProtected = false): Member => ({
  backend,
  type: 'plex',
  id: `${backend}-${name}`,
  username: name.toLowerCase(),
  real_name: name,
  protected: isProtected,
});

const preview: ProvisionPreview = {
  has_identities: false,
  has_mapping: false,
  backends: ['den', 'attic'],
  matched: [{ identity: 'kim', exists: false, members: [member('den', 'Kim'), member('attic', 'Kim')] }],
  unmatched: [member('den', 'Lou', true), member('attic', 'Louise')],
  suggestions: [],
  failed: [{ backend: 'porch', message: 'It did not answer.' }],
  expires: '2026-01-02T03:04:05Z',
};

let api: FakeApi;

beforeEach(() => {
  TestBed.configureTestingModule({ providers: [...apiProviders(), provideRouter([])] });
  api = new FakeApi();
});

/** Moves an account as the keyboard does: by the list beside it. */
async function move(label: string, place: string): Promise<void> {
  await press(label);
  await press(place);
  await until(() => document.querySelector('[role="menu"]') === null, 'the menu has gone');
}

describe('matching and provisioning', () => {
  let hide: () => void;

  beforeEach(async () => {
    hide = show(PeopleMatch);
    await api.answer('GET', 'identities/provision', preview);
    return () => hide();
  });

  it('says which server could not be asked', async () => {
    await says('porch could not be asked, so its users are missing here. It did not answer.');
  });

  it('can be arranged as text, and says which line is wrong', async () => {
    await says('As text');
    const field = document.querySelector<HTMLTextAreaElement>('#people-text');
    if (!field) throw new Error('no text');
    const write = (text: string): void => {
      field.value = text;
      field.dispatchEvent(new Event('input'));
      TestBed.tick();
    };
    write('kim:\n  den: Nobody');
    await says('Line 2: den has no account Nobody that is still free.');
    expect(control('Take over').hasAttribute('disabled')).toBe(true);
    write('robin:\n  den: Kim');
    await press('Take over');
    await until(() => document.querySelector('[aria-label="Person robin"]') !== null, 'robin');
    expect(document.querySelector('[aria-label="Person kim"]')).toBeNull();
  });

  it('previews before anything is made, and a change of who is who takes the preview away', async () => {
    await press('Preview');
    const rehearsal = await api.answer('POST', 'identities/provision', {
      mode: 'create',
      dry_run: true,
      count: 1,
      identities: [{ identity: 'kim', backends: ['den_kim', 'attic_kim'], members: [] }],
      failed: [],
      removed: [],
    });
    expect(rehearsal.request.body).toMatchObject({ mode: 'create', dry_run: true, only_mapped: true });
    await says('kim with den_kim, attic_kim');
    await move('Move Louise on attic', 'to a new person');
    await until(() => !document.body.textContent.includes('Would be made'), 'no preview');
  });

  it('makes what was previewed, and tells what failed', async () => {
    await press('Preview');
    const plan = { mode: 'create', dry_run: true, count: 1, failed: [], removed: [] };
    const kim = { identity: 'kim', backends: ['den_kim'], members: [] };
    await api.answer('POST', 'identities/provision', { ...plan, identities: [kim] });
    await press('Create these identities');
    const made = await api.answer('POST', 'identities/provision', {
      ...plan,
      dry_run: false,
      identities: [kim],
      failed: [{ identity: 'kim', backend: 'attic', message: 'The PIN is wrong.' }],
    });
    expect((made.request.body as { dry_run?: boolean }).dry_run).toBeUndefined();
    await says('kim@attic: The PIN is wrong.');
  });

  it('refuses a second account of one backend, and asks for the PIN of a protected one', async () => {
    await move('Move Louise on attic', 'to kim');
    await says('kim already has Kim on attic.');
    await move('Move Lou on den', 'to a new person');
    await says('Lou on den is protected: enter the PIN of four digits.');
    expect(control('Preview').hasAttribute('disabled')).toBe(true);
    const pin = document.querySelector<HTMLInputElement>('input[aria-label="PIN of Lou on den"]');
    if (!pin) throw new Error('no field for the PIN');
    pin.value = '1234';
    pin.dispatchEvent(new Event('input', { bubbles: true }));
    await until(() => !control('Preview').hasAttribute('disabled'), 'the preview is possible');
  });

  it('saves who is who without making anybody', async () => {
    await press('Save who is who');
    const saved = await api.answer('PUT', 'identities/provision/mapping', { version: 1.5, identities: [] });
    expect(saved.request.body).toMatchObject({ version: 1.5, identities: [{ identity: 'kim' }] });
    await says('No identity was made.');
  });
});

describe('the sub-users', () => {
  it('says what goes with a person before it is deleted, and asks for the name', async () => {
    const hide = show(IdentityList);
    await api.answer('GET', 'identities', {
      identities: [
        { identity: 'main', backends: ['den'] },
        { identity: 'kim', backends: ['den_kim'] },
      ],
    });
    await press('Delete kim');
    await api.answer('GET', 'identities/kim', {
      identity: 'kim',
      backends: [],
      holds: { backends: 1, records: 1_200, watched: 300, changes: 40, runs: 2 },
    });
    await says('1 backend and 1,200 records go with it, 300 of them watched.');
    type('Type kim to confirm', 'kim');
    await until(() => !control('Delete identity').hasAttribute('disabled'));
    await press('Delete identity');
    await api.answer('DELETE', 'identities/kim', {
      identity: 'kim',
      deleted: { backends: 1, records: 1_200, watched: 300, changes: 40, runs: 2 },
    });
    await says('kim was deleted, with 1,200 records.');
    hide();
  });

  it('decides for each person whether second viewings are synced', async () => {
    const hide = show(IdentityList);
    const people = (sync_rewatch: boolean | null) => ({
      identities: [
        { identity: 'main', backends: ['den'], sync_rewatch: null },
        { identity: 'kim', backends: ['den_kim'], sync_rewatch },
      ],
    });
    await api.answer('GET', 'identities', people(null));
    await says('As set for everybody');
    const select = document.querySelector<HTMLSelectElement>('select[aria-label="Second viewings of kim"]');
    if (!select) throw new Error('no choice for kim');
    select.value = 'on';
    select.dispatchEvent(new Event('change'));
    const { request } = await api.answer('PATCH', 'identities/kim', people(true).identities[1] ?? {});
    expect(request.body).toEqual({ sync_rewatch: true });
    await says('Second viewings of kim: Position is synced.');
    hide();
  });

  it('takes settings over only after a rehearsal said which', async () => {
    const hide = show(IdentityList);
    await api.answer('GET', 'identities', {
      identities: [
        { identity: 'main', backends: ['den'] },
        { identity: 'kim', backends: ['den_kim'] },
      ],
    });
    await press('Sync backends…');
    const counts = { updated_count: 1, skipped_count: 0, failed_count: 0, skipped: [], failed: [] };
    const updated = [{ identity: 'kim', backend: 'den_kim', source_backend: 'den', reason: null }];
    const rehearsal = await api.answer('POST', 'identities/provision/sync-backends', {
      dry_run: true,
      ...counts,
      updated,
    });
    expect(rehearsal.request.body).toEqual({ dry_run: true });
    await says('kim@den_kim takes the address and settings of den.');
    await press('Sync backends');
    await api.answer('POST', 'identities/provision/sync-backends', { dry_run: false, ...counts, updated });
    await says('1 backend was brought up to date.');
    hide();
  });
});
