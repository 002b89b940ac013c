import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ACCOUNT, Admin } from '../admin.js';

const TRIES = 3;
/** Long enough to be met by the next try on a slow machine, too. */
const BAN_S = 10;

describe('signing in', () => {
  let admin: Admin;

  beforeAll(async () => {
    admin = await Admin.arrive({
      env: {
        WS_RATE_LIMIT_ATTEMPTS: String(TRIES),
        WS_RATE_LIMIT_WINDOW: '300',
        WS_RATE_LIMIT_BAN: String(BAN_S),
      },
    });
    await admin.signUp();
  });
  afterEach(({ task }) => admin.showFailure(task));
  afterAll(() => admin.leave());

  it('is needed after signing out', async () => {
    await admin.signOut();
    expect(await admin.page.getByRole('navigation', { name: 'Main' }).count()).toBe(0);
  });

  it('says no to a wrong password without telling which half was wrong', async () => {
    await admin.signIn('not the lighthouse');
    await admin.page.getByRole('alert').getByText('The name or the password is wrong.').waitFor();
  });

  it('waits after too many wrong ones, and counts down', async () => {
    for (let number = 2; number <= TRIES; number += 1) await admin.signIn(`wrong ${number}`);
    await admin.signIn();
    await admin.page
      .getByRole('alert')
      .getByText(/Too many attempts. Try again in \d+/)
      .waitFor();
    expect(await admin.page.getByRole('button', { name: 'Sign in' }).isDisabled()).toBe(true);
  });

  it('works again when the time is over', async () => {
    await admin.page
      .getByRole('button', { name: 'Sign in', disabled: false })
      .waitFor({ timeout: 4_000 * BAN_S });
    await admin.signIn();
    await admin.heading('Home').waitFor();
  });

  it('ends in every tab at once, and what was typed there is not lost', async () => {
    const { page } = admin;
    const dialog = page.getByRole('dialog', { name: 'Sign in again' });
    const enter = async (password: string): Promise<void> => {
      await dialog.getByLabel(/^Password of ada/).fill(password);
      await dialog.getByRole('button', { name: 'Sign in' }).click();
    };
    await page.goto('/backends/add');
    await page.getByRole('radio', { name: 'Jellyfin' }).check();
    await page.getByLabel('Token', { exact: true }).fill(admin.fakes.backend('jellyfin').token);
    await admin.next();
    await page.getByLabel('Address').fill(admin.fakes.server('jellyfin').url);
    const other = await admin.anotherTab();
    await other.goto('/settings');
    await other.getByRole('button', { name: 'Account', exact: true }).click();
    await other.getByRole('menuitem', { name: 'Sign out' }).click();
    await other.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
    await other.close();

    await admin.next();
    await enter('not the lighthouse');
    await dialog.getByText('The password is wrong.').waitFor();
    await enter(ACCOUNT.password);
    await dialog.waitFor({ state: 'detached' });

    expect(await page.getByLabel('Address').inputValue()).toBe(admin.fakes.server('jellyfin').url);
    await admin.next();
    await page.getByRole('radio', { name: /alex/ }).check();
  });

  it('ends while a list is read, which is read again when the person is back', async () => {
    await admin.page.goto('/history');
    await admin.say('The history is empty');
    await admin.page.context().clearCookies();
    await admin.page.getByRole('combobox', { name: 'State' }).selectOption({ index: 1 });
    await admin.page.getByLabel(/^Password of ada/).fill(ACCOUNT.password);
    await admin.page.keyboard.press('Enter');
    await admin.say('No stored play state fits this search.');
    expect(admin.complaints).toEqual([]);
  });
});
