import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Admin } from '../admin.js';

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
    await admin.page.getByRole('button', { name: 'Sign in', disabled: false }).waitFor();
    await admin.signIn();
    await admin.heading('Home').waitFor();
  });

  it('ends on every page when the session ends elsewhere, and leads back to the page', async () => {
    await admin.go('History');
    await admin.heading('History').waitFor();
    await admin.page.context().clearCookies();
    await admin.page.getByRole('combobox', { name: 'State' }).selectOption({ index: 1 });
    await admin.heading('Sign in').waitFor();
    await admin.signIn();
    await admin.heading('History').waitFor();
    expect(admin.complaints).toEqual([]);
  });
});
