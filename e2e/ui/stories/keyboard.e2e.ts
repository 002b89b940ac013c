import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../harness/index.js';
import { ACCOUNT, Admin } from '../admin.js';
import { Keyboard } from '../keyboard.js';

const FILMS = Array.from({ length: 30 }, (_, index) => ({
  type: 'movie' as const,
  title: `Quiet Harbour ${index + 1}`,
  year: 2006,
  guids: { imdb: `tt775${String(index).padStart(4, '0')}` },
}));

/** A day of work with Tab, arrows, Enter, Space, Escape and Ctrl K only. */
describe('without a mouse', () => {
  let admin: Admin;
  let keys: Keyboard;

  beforeAll(async () => {
    admin = await Admin.arrive({ library: 'none' });
    keys = new Keyboard(admin.page);
    await admin.put(FILMS, ['plex'], 1_600_000_000);
  });
  afterEach(({ task }) => admin.showFailure(task));
  afterAll(() => admin.leave());

  const button = (name: string | RegExp): Locator => admin.page.getByRole('button', { name });
  const field = (name: string): Locator => admin.page.getByLabel(name, { exact: true });

  /** Ctrl K leads to a page, and the focus to its heading. */
  async function go(words: string, heading: string): Promise<void> {
    await keys.look(words);
    await admin.heading(heading).waitFor();
    await eventually(`the focus is at ${heading}`, () => keys.isOn(admin.heading(heading)));
  }

  async function enterCredentials(): Promise<void> {
    await keys.fill(field('Username'), ACCOUNT.username);
    await keys.fill(field('Password'), ACCOUNT.password);
    await keys.press('Enter');
    await admin.heading('Home').waitFor();
  }

  it('the account is made, left and entered again', async () => {
    await admin.page.goto('/');
    await enterCredentials();
    await keys.pick(button('Account'), 'Sign out');
    await admin.heading('Sign in').waitFor();
    await enterCredentials();
  });

  it('the menu is left out by its first link', async () => {
    await admin.page.reload();
    await admin.heading('Home').waitFor();
    await keys.use(admin.page.getByRole('link', { name: 'Skip to content' }));
    await keys.press('Tab');
    expect(await admin.page.evaluate<boolean>('!!document.activeElement.closest("main")')).toBe(true);
  });

  it('a backend is added by the wizard', async () => {
    const { url, token } = admin.fakes.backend('plex');
    await go('wizard', 'Add Backend');
    await keys.choose(admin.page.getByRole('group', { name: 'Type' }), 'Plex');
    await keys.fill(field('Token'), token);
    await keys.press('Enter');
    await keys.fill(field('Address'), url);
    await keys.press('Enter');
    await keys.choose(admin.page.getByRole('group', { name: 'User' }), /alex/);
    await keys.fill(field('Name'), 'plex');
    await keys.press('Enter');
    for (const question of [
      'Create backup for this backend data?',
      'Force one time import from this backend?',
    ])
      await keys.use(admin.page.getByRole('switch', { name: question, checked: true }), 'Space');
    await keys.use(button('Add Backend'));
    await admin.card('plex').waitFor();
  });

  it('it is imported, and the run is looked at', async () => {
    await keys.use(button('Import now from plex'));
    await go('runs', 'Runs');
    await keys.use(admin.page.getByRole('table').getByRole('link', { name: 'Import from plex' }));
    await admin.runEnds();
  });

  it('an item is found by its words, and the list narrowed', async () => {
    await keys.look('Quiet Harbour 7', 'last');
    await admin.say('1–1 of 1 items');
    await keys.to(admin.page.getByRole('combobox', { name: 'State' }));
    await keys.press('ArrowDown');
    await admin.page.waitForURL(/watched=1/);
    await keys.use(admin.page.getByRole('table').getByRole('link', { name: 'Quiet Harbour 7' }));
    await admin.heading(/Quiet Harbour 7/).waitFor();
  });

  it('it is marked, and that is taken back after a second thought', async () => {
    await keys.use(button('Mark as unwatched'));
    await button('Mark as watched').waitFor();
    const takeBack = admin.page
      .getByRole('list', { name: 'Story, the newest first' })
      .getByRole('button', { name: 'Take back' });
    await keys.use(takeBack);
    const dialog = admin.page.getByRole('dialog');
    await dialog.waitFor();
    await keys.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await eventually('the focus is back where it was', () => keys.isOn(takeBack));

    await keys.press('Enter');
    await keys.use(dialog.getByRole('button', { name: 'Undo change' }));
    await button('Mark as unwatched').waitFor();
  });

  it('a run that waits is approved', async () => {
    for (const { title } of FILMS) await admin.fakes.unplay('plex', { title });
    await admin.system.api().carryOut('import', 'plex');
    await go('dashboard', 'Home');
    await keys.use(admin.page.getByRole('main').getByRole('link', { name: 'Import from plex' }).first());
    await admin.runEnds('Waiting for approval');
    await keys.to(admin.page.getByRole('checkbox', { name: /^Choose all: Become unwatched/ }));
    await keys.press('Space');
    await keys.use(button('Clear choice'));
    await keys.use(button(/^Approve$/));
    await admin.runEnds();
  });

  it('the look is chosen among the settings', async () => {
    await go('settings account', 'Settings');
    await keys.choose(admin.page.getByRole('group', { name: 'Theme' }), 'Dark');
    expect(await admin.page.evaluate<string>('getComputedStyle(document.documentElement).colorScheme')).toBe(
      'dark',
    );
  });

  it('every stop showed that it had the focus', () => {
    expect(keys.unseen).toEqual([]);
    expect(admin.complaints).toEqual([]);
  });
});
