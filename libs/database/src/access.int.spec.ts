import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AccessTokens, type NewAccessToken } from './access-tokens.js';
import { AuditTrail, type NewAuditEntry } from './audit-trail.js';
import { LoginTries } from './login-tries.js';
import { Stage } from './testing/stage.js';
import { Turns } from './turns.js';

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.close());

describe('named keys', () => {
  const wanted = (changes: Partial<NewAccessToken> = {}): NewAccessToken => ({
    name: 'attic',
    hash: 'h1',
    scopes: ['read', 'webhook'],
    createdBy: 'alex',
    expiresAt: null,
    ...changes,
  });

  it('are found by their hash, note their use, and are gone when they are removed', async () => {
    const tokens = new AccessTokens(stage.database);
    const added = await tokens.add(wanted());
    expect(added).toMatchObject({ name: 'attic', scopes: ['read', 'webhook'], lastUsedAt: null });

    expect(await tokens.use('h1', '198.51.100.1')).toMatchObject({ id: added!.id });
    const [used] = await tokens.list();
    expect(used).toMatchObject({ lastUsedAt: expect.any(Date), lastUsedFrom: '198.51.100.1' });

    await tokens.use('h1', '198.51.100.2');
    expect(await tokens.list()).toEqual([used]);

    expect(await tokens.remove(added!.id)).toBe(true);
    expect(await tokens.remove(added!.id)).toBe(false);
    expect(await tokens.use('h1', null)).toBeNull();
  });

  it('have names that nobody else has, and an end', async () => {
    const tokens = new AccessTokens(stage.database);
    await tokens.add(wanted());
    expect(await tokens.add(wanted({ hash: 'h2' }))).toBeNull();
    await tokens.add(wanted({ name: 'late', hash: 'h3', expiresAt: new Date(Date.now() - 1_000) }));
    expect(await tokens.use('h3', null)).toBeNull();
  });
});

describe('tries to sign in', () => {
  it('of one address are counted one by one, however many come at the same moment', async () => {
    const tries = new LoginTries(stage.database);
    const counted = await Promise.all(
      Array.from({ length: 12 }, (_, at) =>
        tries.change('198.51.100.1', (before) => ({ after: [...before, at], result: before.length })),
      ),
    );
    expect(counted.sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });

  it('are forgotten on request, and when they are old', async () => {
    const tries = new LoginTries(stage.database);
    const take = (address: string) =>
      tries.change(address, (before) => ({ after: [...before, 1], result: before.length }));
    await take('198.51.100.1');
    await tries.forget('198.51.100.1');
    expect(await take('198.51.100.1')).toBe(0);
    expect(await tries.prune(60)).toBe(0);
    await stage.rows(`UPDATE login_try SET last_at = now() - interval '2 minutes'`);
    expect(await tries.prune(60)).toBe(1);
  });
});

describe('the audit trail', () => {
  const entry = (changes: Partial<NewAuditEntry> = {}): NewAuditEntry => ({
    actor: { kind: 'session', name: 'alex' },
    address: '198.51.100.1',
    action: 'settingsSet',
    method: 'POST',
    path: '/v1/api/system/env/WS_TZ',
    identity: null,
    fields: ['value'],
    requestId: 'request-1',
    ...changes,
  });

  it('keeps who did what and what came of it, the newest first', async () => {
    const trail = new AuditTrail(stage.database);
    const first = await trail.begin(entry());
    await trail.begin(
      entry({ actor: { kind: 'api-key', name: null }, action: 'runsUndo', path: '/v1/api/runs/1/undo' }),
    );
    await trail.end(first, 200, { kind: 'session', name: 'alex' });

    const page = { limit: 10, offset: 0 };
    const { total, entries } = await trail.list({}, page);
    expect(total).toBe(2);
    expect(entries.map(({ action, status }) => [action, status])).toEqual([
      ['runsUndo', null],
      ['settingsSet', 200],
    ]);
    expect(entries[1]).toMatchObject(entry());
    expect((await trail.list({ actor: 'alex' }, page)).total).toBe(1);
    expect((await trail.list({ actor: 'api-key' }, page)).total).toBe(1);
    expect((await trail.list({ path: 'runs/', action: 'runsUndo' }, page)).total).toBe(1);
    expect((await trail.list({ before: new Date(0) }, page)).total).toBe(0);
  });
});

describe('a turn', () => {
  it('is taken by one at a time', async () => {
    const turns = new Turns(stage.database);
    const seen: string[] = [];
    await Promise.all(
      ['a', 'b', 'c'].map((name) =>
        turns.take('file', async () => {
          seen.push(name);
          await stage.value('SELECT pg_sleep(0.02)');
          seen.push(name);
        }),
      ),
    );
    expect(seen.map((name, index) => name === seen[index % 2 === 0 ? index + 1 : index - 1])).not.toContain(
      false,
    );
  });

  it('ends with work that fails', async () => {
    const turns = new Turns(stage.database);
    await expect(turns.take('file', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await turns.take('file', () => 'done')).toBe('done');
  });
});
