import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ServerType } from '../harness/index.js';
import { ACCOUNT, Admin } from './admin.js';

const TYPES: readonly ServerType[] = ['plex', 'jellyfin', 'emby'];

describe('a person in front of the admin UI', () => {
  let admin: Admin;

  beforeAll(async () => {
    admin = await Admin.arrive();
  });
  afterAll(() => admin.leave());

  it('creates the account on the first visit and gets to the page that was wanted', async () => {
    await admin.page.goto('/backends');
    await admin.heading('Create your account').waitFor();
    await admin.page.getByLabel('Username').fill(ACCOUNT.username);
    await admin.page.getByLabel('Password', { exact: true }).fill('short');
    await admin.page.getByRole('button', { name: 'Create account' }).click();
    await admin.say('Use at least 8 characters.');

    await admin.page.getByLabel('Password', { exact: true }).fill(ACCOUNT.password);
    await admin.page.getByRole('button', { name: 'Create account' }).click();

    await admin.heading('Backends').waitFor();
  });

  it('is told what is wrong with a new backend before anything is stored', async () => {
    const { page, fakes } = admin;
    await page
      .getByRole('link', { name: /add .*backend/i })
      .first()
      .click();
    await admin.page.getByRole('radio', { name: 'Jellyfin' }).check();
    await admin.page.getByLabel('Token', { exact: true }).fill('a-token-that-nobody-gave-out');
    await admin.next();
    await admin.page.getByLabel('Address').fill(fakes.server('jellyfin').url);
    await admin.next();
    await admin.page.getByRole('status', { name: 'Connection test' }).getByText(/token/i).first().waitFor();
    expect(await admin.page.getByLabel('Address').inputValue()).toBe(fakes.server('jellyfin').url);
    expect((await admin.system.api().get('backends')).body).toEqual([]);
    await admin.page.getByRole('link', { name: 'Cancel' }).click();
    await admin.page.getByRole('button', { name: 'Leave' }).click();
    await admin.heading('Backends').waitFor();
  });

  it.each(TYPES)('adds %s by token and address, choosing the user', async (type) => {
    await admin.addServer(type);
    await admin.answer({
      'Create backup for this backend data?': false,
      'Force one time import from this backend?': false,
    });
    await admin.page.getByRole('switch', { name: `Import from ${type}` }).waitFor();
  });

  it('turns the sliders, and the server remembers', async () => {
    await admin.page.goto('/backends');
    const slider = admin.page.getByRole('switch', { name: 'Export to emby' });
    const before = await slider.getAttribute('aria-checked');
    await slider.click();
    await admin.page.getByText(`Export to emby is now ${before === 'true' ? 'off' : 'on'}.`).waitFor();
    const { body } = await admin.system.api().get('backend/emby');
    expect(body).toMatchObject({ export: { enabled: before !== 'true' } });
    if (before === 'true') await slider.click();
  });

  it('imports and watches the run get on by itself', async () => {
    for (const type of TYPES) {
      await admin.page.goto('/backends');
      await admin.page.getByRole('button', { name: `Import now from ${type}` }).click();
      await admin.page.getByRole('button', { name: 'Show run' }).click();
      await admin.heading(new RegExp(`Import from ${type}`)).waitFor();
      await admin.page.getByRole('status').filter({ hasText: 'Succeeded' }).first().waitFor();
    }
    await admin.page.getByRole('main').filter({ hasText: 'Unchanged' }).filter({ hasText: '375' }).waitFor();
  });

  it('previews an export, then applies it', async () => {
    await admin.page.goto('/backends');
    await admin.page.getByRole('button', { name: 'More ways to export to jellyfin' }).click();
    await admin.page.getByRole('menuitem', { name: 'Preview export' }).click();
    await admin.heading(/Preview of export to jellyfin/).waitFor();
    await admin.page.getByRole('status').filter({ hasText: 'Succeeded' }).first().waitFor();
    expect(await admin.fakes.writes('jellyfin')).toEqual([]);

    await admin.page.getByRole('button', { name: 'Apply this export' }).click();

    await admin.heading(/^Export to jellyfin/).waitFor();
    await admin.page.getByRole('status').filter({ hasText: 'Succeeded' }).first().waitFor();
    expect((await admin.fakes.writes('jellyfin')).length).toBeGreaterThan(0);
  });

  it('finds an item in the history, marks it and takes it back', async () => {
    await admin.page.goto('/history?watched=0&type=movie');
    await admin.page.getByRole('table').getByRole('link').first().click();
    await admin.page.getByRole('button', { name: 'Mark as watched' }).click();
    await admin.page.getByRole('button', { name: 'Undo' }).click();
    await admin.page.getByRole('button', { name: 'Mark as watched' }).waitFor();
  });

  it('keeps the page usable on a telephone and in the dark', async () => {
    const phone = await admin.browser.newContext({
      viewport: { width: 360, height: 740 },
      colorScheme: 'dark',
      baseURL: admin.system.url,
      storageState: await admin.page.context().storageState(),
    });
    const small = await phone.newPage();
    for (const path of ['/', '/backends', '/history', '/runs']) {
      await small.goto(path);
      await small.getByRole('heading', { level: 1 }).waitFor();
      const overflow = await small.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
      expect(overflow, `${path} is wider than the screen`).toBeLessThanOrEqual(0);
    }
    await phone.close();
  });

  it('signs out, and every page asks to sign in again', async () => {
    await admin.page.goto('/');
    await admin.page.getByRole('button', { name: /account|signed in|ada/i }).click();
    await admin.page.getByRole('menuitem', { name: 'Sign out' }).click();
    await admin.heading('Sign in').waitFor();
    await admin.page.goto('/history');
    await admin.heading('Sign in').waitFor();
    expect(admin.complaints).toEqual([]);
  });
});
