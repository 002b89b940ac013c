import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Backends, History, Identities, Runs } from '#libs/database';
import { SecretBox } from '#libs/runtime';
import { FakeEmby, FakeJellyfin, type FakeMediaServer } from '#libs/testing';
import type request from 'supertest';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ApiStage } from '../testing/api-stage.js';

const PEOPLE = ['Owner', 'Ann', 'bob', 'Mike Jones'].map((name, at) => ({
  name,
  id: String(at + 1).repeat(32),
  token: `token-${at}`,
  admin: at === 0,
}));

let stage: ApiStage;
let servers: Record<'jf' | 'emby', FakeMediaServer>;

beforeAll(async () => {
  servers = {
    jf: new FakeJellyfin({ users: PEOPLE }),
    emby: new FakeEmby({
      users: [...PEOPLE, { name: 'Annabel', id: '9'.repeat(32), token: 'token-9', admin: false }],
    }),
  };
  await Promise.all(Object.values(servers).map((server) => server.start()));
  stage = await ApiStage.open();
  for (const [name, server] of Object.entries(servers))
    await stage
      .call('post', 'backends')
      .send({
        name,
        type: server.type,
        url: server.url,
        token: server.adminToken,
        user: PEOPLE[0]?.id,
        import: { enabled: true },
        export: { enabled: false },
        options: { ignore: '77' },
      })
      .expect(201);
});

afterAll(async () => {
  await stage.close();
  await Promise.all(Object.values(servers).map((server) => server.stop()));
});

const provision = (wanted: object): request.Test => stage.call('post', 'identities/provision').send(wanted);
const names = async (): Promise<string[]> => (await stage.app.get(Identities).list()).map(({ name }) => name);

async function backendsOf(name: string) {
  const identity = await stage.app.get(Identities).find(name);
  return identity ? stage.app.get(Backends).list(identity.id) : [];
}

beforeEach(async () => {
  for (const identity of await stage.app.get(Identities).list())
    if (identity.name !== 'main') await stage.app.get(Identities).remove(identity);
});

describe('provisioning', () => {
  it('161. Provisioning by name: three names on two servers make three identities; the own users are left out', async () => {
    const { body: preview } = await stage.call('get', 'identities/provision').expect(200);
    expect(preview).toMatchObject({ has_identities: false, backends: ['jf', 'emby'], failed: [] });
    const groups = preview.matched as { identity: string; members: unknown[] }[];
    expect(groups.map(({ identity, members }) => [identity, members.length])).toEqual([
      ['ann', 2],
      ['bob', 2],
      ['mike_jones', 2],
    ]);
    expect(preview.unmatched).toMatchObject([{ backend: 'emby', real_name: 'Annabel', username: 'annabel' }]);

    const { body } = await provision({ mode: 'create' }).expect(200);
    expect(body).toMatchObject({ count: 3, failed: [], removed: [] });
    expect(await names()).toEqual(['main', 'ann', 'bob', 'mike_jones']);
    const ann = await backendsOf('ann');
    expect(ann).toMatchObject([
      {
        name: 'jf_ann',
        userId: PEOPLE[1]?.id,
        importEnabled: true,
        exportEnabled: false,
        options: { ignore: '77', ALT_NAME: 'jf', ALT_ID: PEOPLE[0]?.id },
        importLastSync: null,
      },
      { name: 'emby_ann', userId: PEOPLE[1]?.id },
    ]);
  });

  it('is remembered for a while, and asks the servers again when told to', async () => {
    await stage.call('get', 'identities/provision').query({ force: '1' }).expect(200);
    for (const server of Object.values(servers)) server.clearRequests();
    await stage.call('get', 'identities/provision').expect(200);
    expect(servers.jf.requests).toEqual([]);
    await stage.call('get', 'identities/provision').query({ force: '1' }).expect(200);
    expect(servers.jf.requests.length).toBeGreaterThan(0);
  });

  it('stops when there are identities already, and names both ways on', async () => {
    await provision({ mode: 'create' }).expect(200);
    const { body } = await provision({ mode: 'create' }).expect(409);
    expect(body.error).toMatchObject({
      key: 'identities-exist',
      message: expect.stringMatching(/--run.*--re-create/),
    });
  });

  it('adds in an update what is new, and touches nothing else', async () => {
    await provision({ mode: 'create' }).expect(200);
    const before = await backendsOf('bob');
    await stage.app
      .get(Identities)
      .remove((await stage.app.get(Identities).find('ann')) ?? { id: 0, name: '', syncRewatch: null });
    await provision({ mode: 'update' }).expect(200);
    expect((await names()).sort()).toEqual(['ann', 'bob', 'main', 'mike_jones']);
    expect((await backendsOf('bob')).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
  });

  it('begins anew when told to, and removes nobody when nobody can be taken in', async () => {
    await stage.app.get(Identities).add('old_one');
    expect((await provision({ mode: 'recreate', dry_run: true }).expect(200)).body).toMatchObject({
      removed: ['old_one'],
      count: 3,
    });
    expect(await names()).toContain('old_one');
    for (const server of Object.values(servers)) server.fault({ kind: { status: 500 } });
    await provision({ mode: 'recreate' }).expect(409);
    expect(await names()).toContain('old_one');
    for (const server of Object.values(servers)) server.clearFaults();
    const { body } = await provision({ mode: 'recreate', generate_backup: true }).expect(200);
    expect(body).toMatchObject({ removed: ['old_one'], count: 3 });
    expect(await names()).toEqual(['main', 'ann', 'bob', 'mike_jones']);
    const { total } = await stage.app
      .get(Runs)
      .list({ identityId: null, kind: 'backup', status: 'queued', backend: null, limit: 50, offset: 0 });
    expect(total).toBe(6);
  });

  it('follows a mapping, and says who could not be taken in', async () => {
    const mapping = {
      version: 1.6,
      identities: [
        {
          identity: 'ann',
          members: [
            { backend: 'jf', username: 'Ann' },
            { backend: 'emby', username: 'Annabel', pin: '4711' },
          ],
        },
      ],
    };
    const { body } = await provision({ mode: 'create', mapping, save_mapping: true }).expect(200);
    expect(body.identities[0]).toMatchObject({
      identity: 'ann',
      members: [{ real_name: 'Ann' }, { real_name: 'Annabel' }],
    });
    const stored = readFileSync(join(stage.folder, 'config', 'mapper.yaml'), 'utf8');
    expect(stored).toContain('Annabel');
    expect(stored).not.toContain('4711');
    expect((await stage.call('get', 'identities/provision')).body).toMatchObject({
      has_mapping: true,
      has_identities: true,
    });
  });

  it.each([
    ['version', { version: 1.4, identities: [] }],
    ['identities', { version: 1.6 }],
    ['identities.0.identity', { version: 1.6, identities: [{ identity: 'no blanks', members: [] }] }],
    [
      'identities.0.members.0.username',
      { version: 1.6, identities: [{ identity: 'ann', members: [{ backend: 'jf' }] }] },
    ],
  ])('refuses a mapping with a wrong %s', async (field, mapping) => {
    const { body } = await stage.call('put', 'identities/provision/mapping').send(mapping).expect(400);
    expect(body.error.fields).toMatchObject([{ field }]);
  });

  it('leaves out whom the mapping leaves out, when told that it is all', async () => {
    const members = ['jf', 'emby'].map((backend) => ({ backend, username: 'ann' }));
    const mapping = { version: 1.5, identities: [{ identity: 'ann', members }] };
    const { body: by } = await provision({ mode: 'create', mapping, dry_run: true }).expect(200);
    expect(by.count).toBeGreaterThan(1);
    await provision({ mode: 'create', mapping, only_mapped: true }).expect(200);
    expect(await names()).toEqual(['main', 'ann']);
  });

  it('makes nothing in a rehearsal', async () => {
    const { body } = await provision({ mode: 'create', dry_run: true }).expect(200);
    expect(body).toMatchObject({ dry_run: true, count: 3 });
    expect(await names()).toEqual(['main']);
  });

  it('shows no token anywhere', async () => {
    const { text } = await provision({ mode: 'create' }).expect(200);
    const details = (await stage.call('get', 'identities/ann').expect(200)).text;
    for (const secret of [servers.jf.adminToken, servers.emby.adminToken]) {
      expect(text).not.toContain(secret);
      expect(details).not.toContain(secret);
    }
  });
});

describe('shared settings', () => {
  it('are carried over, and what is personal stays', async () => {
    await provision({ mode: 'create' }).expect(200);
    await stage.app.get(Identities).add('alone');
    const [main] = await backendsOf('main');
    const backends = stage.app.get(Backends);
    if (!main) throw new Error('no main backend');
    await backends.change(main.id, { exportEnabled: true, options: { ignore: '88' } });
    const { body: rehearsal } = await stage
      .call('post', 'identities/provision/sync-backends')
      .send({ dry_run: true })
      .expect(200);
    expect(rehearsal).toMatchObject({ dry_run: true, updated_count: 6, failed_count: 0 });
    expect((await backendsOf('ann'))[0]).toMatchObject({ exportEnabled: false });
    await stage.call('post', 'identities/provision/sync-backends').send({}).expect(200);
    expect((await backendsOf('ann'))[0]).toMatchObject({
      exportEnabled: true,
      userId: PEOPLE[1]?.id,
      options: { ignore: '88', ALT_NAME: 'jf' },
    });
  });
});

describe('an identity', () => {
  it('shows what would go with it, and goes with all of that', async () => {
    await provision({ mode: 'create' }).expect(200);
    const { body } = await stage.call('get', 'identities/bob').expect(200);
    expect(body).toMatchObject({
      identity: 'bob',
      holds: { backends: 2, records: 0 },
      backends: [{ name: 'jf_bob' }, { name: 'emby_bob' }],
    });
    const { body: gone } = await stage.call('delete', 'identities/bob').expect(200);
    expect(gone).toEqual({
      identity: 'bob',
      deleted: { backends: 2, records: 0, watched: 0, changes: 0, runs: 0 },
    });
    await stage.call('delete', 'identities/bob').expect(404);
    expect(servers.jf.writes()).toEqual([]);
  });

  it('158. Isolation: shows nothing of another person', async () => {
    await stage.app.get(Identities).add('ann');
    const { body } = await stage.call('get', 'history').set('X-User', 'ann').expect(200);
    expect(body.paging.total).toBe(0);
    expect(stage.app.get(History)).toBeDefined();
  });

  it('can be renamed, but for the first', async () => {
    await stage.app.get(Identities).add('sam');
    expect(
      (await stage.call('patch', 'identities/sam').send({ identity: 'Samuel' }).expect(200)).body,
    ).toEqual({ identity: 'samuel', backends: [], sync_rewatch: null });
    await stage.call('patch', 'identities/samuel').send({ identity: 'main' }).expect(409);
    await stage.call('patch', 'identities/samuel').send({ identity: 'a b' }).expect(400);
    await stage.call('patch', 'identities/main').send({ identity: 'first' }).expect(403);
    await stage.call('delete', 'identities/main').expect(403);
    await stage.call('get', 'identities/nobody').expect(404);
    await stage.call('post', 'identities').send({ identity: 'provision' }).expect(409);
  });

  it('says whether second viewings are carried on, the first person, too', async () => {
    const said = async (identity: string, changes: object) =>
      (await stage.call('patch', `identities/${identity}`).send(changes).expect(200)).body;
    await stage.app.get(Identities).add('sue');
    expect(await said('sue', { sync_rewatch: true })).toMatchObject({ identity: 'sue', sync_rewatch: true });
    expect(await said('main', { sync_rewatch: false })).toMatchObject({ sync_rewatch: false });
    const { body } = await stage.call('get', 'identities').expect(200);
    expect(body.identities).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ identity: 'main', sync_rewatch: false }),
        expect.objectContaining({ identity: 'sue', sync_rewatch: true }),
      ]),
    );
    expect(await said('sue', {})).toMatchObject({ sync_rewatch: true });
    expect(await said('sue', { sync_rewatch: null })).toMatchObject({ sync_rewatch: null });
    expect((await stage.call('get', 'identities/sue').expect(200)).body).toMatchObject({
      sync_rewatch: null,
    });
    const { body: refused } = await stage
      .call('patch', 'identities/sue')
      .send({ sync_rewatch: 'yes' })
      .expect(400);
    expect(refused.error.fields).toMatchObject([{ field: 'sync_rewatch' }]);
    await said('main', { sync_rewatch: null });
  });

  it('keeps tokens sealed', async () => {
    await provision({ mode: 'create' }).expect(200);
    const [backend] = await backendsOf('ann');
    expect(stage.app.get(SecretBox).open(backend?.sealedToken ?? '')).toBe(servers.jf.adminToken);
    expect(backend?.sealedToken).not.toContain(servers.jf.adminToken);
  });
});
