import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ACCOUNT, Admin } from '../admin.js';

const TRIES = 3;

describe('signing in', () => {
  let admin: Admin;

  beforeAll(async () => {
    admin = await Admin.arrive({
      env: { WS_RATE_LIMIT_ATTEMPTS: String(TRIES), WS_RATE_LIMIT_WINDOW: '60', WS_RATE_LIMIT_BAN: '6' },
    });
    await admin.signUp();
  });
  afterEach(({ task }) => admin.showFailure(task));
  afterAll(() => admin.leave());

  async function enter(password: string): Promise<void> {
    await admin.page.getByLabel('Username').fill(ACCOUNT.username);
    await admin.page.getByLabel('Password', { exact: true }).fill(password);
    await admin.page.getByRole('button', { name: 'Sign in' }).click();
  }

  it('is needed after signing out', async () => {
    await admin.page.getByRole('button', { name: 'Account' }).click();
    await admin.page.getByRole('menuitem', { name: 'Sign out' }).click();
    await admin.heading('Sign in').waitFor();
    expect(await admin.page.getByRole('navigation', { name: 'Main' }).count()).toBe(0);
  });

  it('says no to a wrong password without telling which half was wrong', async () => {
    await enter('not the lighthouse');
    await admin.page.getByRole('alert').getByText('The name or the password is wrong.').waitFor();
  });

  it('waits after too many wrong ones, and counts down', async () => {
    for (let number = 2; number <= TRIES; number += 1) {
      await enter(`wrong ${number}`);
      await admin.page.getByRole('button', { name: 'Sign in' }).waitFor();
      await admin.page.getByRole('alert').waitFor();
    }
    await enter(ACCOUNT.password);
    await admin.page
      .getByRole('alert')
      .getByText(/Too many attempts. Try again in \d+/)
      .waitFor();
    expect(await admin.page.getByRole('button', { name: 'Sign in' }).isDisabled()).toBe(true);
  });

  it('works again when the time is over', async () => {
    await admin.page.getByRole('button', { name: 'Sign in', disabled: false }).waitFor();
    await enter(ACCOUNT.password);
    await admin.heading('Home').waitFor();
  });

  it('ends on every page when the session ends elsewhere, and leads back to the page', async () => {
    await admin.go('History');
    await admin.heading('History').waitFor();
    await admin.page.context().clearCookies();
    await admin.page.getByRole('combobox', { name: 'State' }).selectOption({ index: 1 });
    await admin.heading('Sign in').waitFor();
    await enter(ACCOUNT.password);
    await admin.heading('History').waitFor();
    expect(admin.complaints).toEqual([]);
  });
});
