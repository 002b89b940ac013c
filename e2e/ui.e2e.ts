import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { complaintsOf, Fakes, openBrowser, RunningSystem, type ServerType } from './harness/index.js';

const TYPES: readonly ServerType[] = ['plex', 'jellyfin', 'emby'];
const NAMES = { plex: 'Plex', jellyfin: 'Jellyfin', emby: 'Emby' } as const;

describe('a person in front of the admin UI', () => {
  let fakes: Fakes;
  let system: RunningSystem;
  let browser: Browser;
  let page: Page;
  let complaints: readonly string[];

  beforeAll(async () => {
    fakes = await Fakes.start('demo');
    system = await RunningSystem.start({ env: fakes.env });
    browser = await openBrowser();
    page = await browser.newPage({ viewport: { width: 1280, height: 850 }, baseURL: system.url });
    page.setDefaultTimeout(20_000);
    complaints = complaintsOf(page);
  });

  afterAll(async () => {
    await browser.close();
    await system.dispose();
    await fakes.stop();
  });

  const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name });

  it('creates the account on the first visit and gets to the page that was wanted', async () => {
    await page.goto('/backends');
    await heading('Create your account').waitFor();
    await page.getByLabel('Username').fill('ada');
    await page.getByLabel('Password', { exact: true }).fill('short');
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByText('Use at least 8 characters.').waitFor();

    await page.getByLabel('Password', { exact: true }).fill('a lighthouse');
    await page.getByRole('button', { name: 'Create account' }).click();

    await heading('Backends').waitFor();
  });

  it('is told at the field what is wrong with a new backend, and nothing is stored', async () => {
    await page
      .getByRole('link', { name: /add .*backend/i })
      .first()
      .click();
    await page.getByRole('radio', { name: 'Jellyfin' }).check();
    await page.getByLabel('Address').fill(fakes.server('jellyfin').url);
    await page.getByLabel('Token', { exact: true }).fill('a-token-that-nobody-gave-out');
    await page.getByRole('button', { name: 'Find users' }).click();
    await page
      .getByText(/does not accept the token/)
      .first()
      .waitFor();

    await page.goto('/backends');
    await page
      .getByRole('link', { name: /add .*backend/i })
      .first()
      .waitFor();
    expect((await system.api().get('backends')).body).toEqual([]);
  });

  it.each(TYPES)('adds %s by address and token, choosing the user', async (type) => {
    const { url, token } = fakes.backend(type);
    await page.goto('/backends');
    await page
      .getByRole('link', { name: /add .*backend/i })
      .first()
      .click();
    await page.getByRole('radio', { name: NAMES[type] }).check();
    await page.getByLabel('Address').fill(url);
    await page.getByLabel('Token', { exact: true }).fill(token);
    await page.getByRole('button', { name: 'Find users' }).click();
    await page.getByRole('radio', { name: /alex/ }).check();
    await page.getByLabel('Name', { exact: true }).fill(type);
    await page.getByRole('button', { name: 'Save backend' }).click();

    await page.getByRole('switch', { name: `Import from ${type}` }).waitFor();
  });

  it('turns the sliders, and the server remembers', async () => {
    await page.goto('/backends');
    const slider = page.getByRole('switch', { name: 'Export to emby' });
    const before = await slider.getAttribute('aria-checked');
    await slider.click();
    await page.getByText(`Export to emby is now ${before === 'true' ? 'off' : 'on'}.`).waitFor();
    const { body } = await system.api().get('backend/emby');
    expect(body).toMatchObject({ export: { enabled: before !== 'true' } });
    if (before === 'true') await slider.click();
  });

  it('imports and watches the run get on by itself', async () => {
    for (const type of TYPES) {
      await page.goto('/backends');
      await page.getByRole('button', { name: `Import now from ${type}` }).click();
      await page.getByRole('button', { name: 'Show run' }).click();
      await heading(new RegExp(`Import from ${type}`)).waitFor();
      await page.getByRole('status').filter({ hasText: 'Succeeded' }).first().waitFor();
    }
    await page.getByRole('main').filter({ hasText: 'Unchanged' }).filter({ hasText: '375' }).waitFor();
  });

  it('previews an export, then applies it', async () => {
    await page.goto('/backends');
    await page.getByRole('button', { name: 'More ways to export to jellyfin' }).click();
    await page.getByRole('menuitem', { name: 'Preview export' }).click();
    await heading(/Preview of export to jellyfin/).waitFor();
    await page.getByRole('status').filter({ hasText: 'Succeeded' }).first().waitFor();
    expect(await fakes.writes('jellyfin')).toEqual([]);

    await page.getByRole('button', { name: 'Apply this export' }).click();

    await heading(/^Export to jellyfin/).waitFor();
    await page.getByRole('status').filter({ hasText: 'Succeeded' }).first().waitFor();
    expect((await fakes.writes('jellyfin')).length).toBeGreaterThan(0);
  });

  it('finds an item in the history, marks it and takes it back', async () => {
    await page.goto('/history?watched=0&type=movie');
    await page.getByRole('table').getByRole('link').first().click();
    await page.getByRole('button', { name: 'Mark as watched' }).click();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('button', { name: 'Mark as watched' }).waitFor();
  });

  it('keeps the page usable on a telephone and in the dark', async () => {
    const phone = await browser.newContext({
      viewport: { width: 360, height: 740 },
      colorScheme: 'dark',
      baseURL: system.url,
      storageState: await page.context().storageState(),
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
    await page.goto('/');
    await page.getByRole('button', { name: /account|signed in|ada/i }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await heading('Sign in').waitFor();
    await page.goto('/history');
    await heading('Sign in').waitFor();
    expect(complaints).toEqual([]);
  });
});
