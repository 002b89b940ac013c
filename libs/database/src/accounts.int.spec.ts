import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Accounts } from './accounts.js';
import { Stage } from './testing/stage.js';

let stage: Stage;
let accounts: Accounts;

beforeEach(async () => {
  stage = await Stage.open();
  accounts = new Accounts(stage.database);
});

afterEach(() => stage.close());

describe('the first account', () => {
  it('is made when there is none', async () => {
    expect(await accounts.exists()).toBe(false);

    expect(await accounts.addFirst('alex', 'hash')).toMatchObject({ username: 'alex' });

    expect(await accounts.exists()).toBe(true);
    expect(await accounts.find('alex')).toMatchObject({ passwordHash: 'hash' });
  });

  it('is not made when there is one, whatever its name', async () => {
    await accounts.addFirst('alex', 'hash');

    expect(await accounts.addFirst('sam', 'other')).toBeNull();
    expect(await accounts.addFirst('alex', 'other')).toBeNull();
    expect(await accounts.find('alex')).toMatchObject({ passwordHash: 'hash' });
  });

  it('goes to one of those who sign up at the same moment', async () => {
    const names = Array.from({ length: 8 }, (_, number) => `person_${number}`);

    const made = await Promise.all(names.map((name) => accounts.addFirst(name, 'hash')));

    expect(made.filter((account) => account !== null)).toHaveLength(1);
    expect(await stage.value('SELECT count(*) FROM account')).toBe(1);
  });
});

describe('an account that is being made', () => {
  it('is waited for by the next one who signs up, who then gets none', async () => {
    const second = await stage.database.transaction(async (manager) => {
      await manager.query(`INSERT INTO account (username, password_hash) VALUES ('alex', 'hash')`);
      const signingUp = accounts.addFirst('sam', 'other');
      await stage.untilSomebodyWaits();
      return { signingUp };
    });

    expect(await second.signingUp).toBeNull();
  });
});

describe('the sessions of an account', () => {
  it('end together when their generation is over', async () => {
    const account = await accounts.addFirst('alex', 'hash');

    await accounts.endSessions(account!.id);

    expect(await accounts.find('alex')).toMatchObject({
      sessionGeneration: account!.sessionGeneration + 1,
    });
  });
});

describe('the password of an account', () => {
  it('ends its sessions when it changes, and not when it is only hashed anew', async () => {
    const account = await accounts.addFirst('alex', 'hash');

    await accounts.rehash(account!.id, 'better');
    expect(await accounts.find('alex')).toEqual({ ...account, passwordHash: 'better' });

    const changed = await accounts.changePassword(account!.id, 'other');
    expect(changed).toMatchObject({
      passwordHash: 'other',
      sessionGeneration: account!.sessionGeneration + 1,
    });
  });
});

it('does not give the sessions of a removed account to the next one of that name', async () => {
  const before = await accounts.addFirst('alex', 'hash');

  expect(await accounts.removeAll()).toBe(1);

  expect((await accounts.addFirst('alex', 'hash'))!.sessionGeneration).not.toBe(before!.sessionGeneration);
});

it('finds nobody by a name that nobody has', async () => {
  expect(await accounts.find('nobody')).toBeNull();
});
