import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Backends, Identities } from '#libs/database';
import { openOptions } from '#libs/directory';
import { SecretBox } from '#libs/runtime';
import { FakeJellyfin, FakePlex, FakePlexTv } from '#libs/testing';
import type { Test } from 'supertest';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ApiStage } from '../testing/api-stage.js';
import { consoleLine } from '../testing/console-line.js';
import { loggedText } from '../testing/logged-text.js';
import { addBackend, newBackend } from '../testing/stored-backend.js';

const ALEX = { id: '14800001', name: 'alex', token: 'secret-alex', admin: true };
const SAM = { id: '14800002', name: 'sam', token: 'secret-sam', pin: '4711' };
const KIM = { id: '14800003', name: 'kim', token: 'secret-kim' };
const BOB = { id: '15900003', name: 'bob', token: 'secret-bob', role: 'friend' } as const;

let stage: ApiStage;
let plex: FakePlex;
let jellyfin: FakeJellyfin;
let tv: FakePlexTv;

beforeAll(async () => {
  plex = new FakePlex({ users: [ALEX, SAM, KIM, BOB] });
  jellyfin = new FakeJellyfin({
    users: [ALEX, SAM, KIM, BOB].map(({ name }, at) => ({
      ...{ name, id: String(at + 1).repeat(32), token: `jf-${name}`, admin: at === 0 },
    })),
  });
  tv = new FakePlexTv({ servers: [plex] });
  await Promise.all([plex.start(), jellyfin.start(), tv.start()]);
  stage = await ApiStage.open({ WS_PLEX_TV_URL: tv.url });
  await addBackend(stage, plex, { name: 'den' });
  const owner = { token: jellyfin.adminToken, user: '1'.repeat(32) };
  const attic = { ...newBackend(jellyfin, { name: 'attic' }), ...owner };
  await stage.call('post', 'backends').send(attic).expect(201);
});
afterAll(async () => {
  await stage.close();
  await Promise.all([plex.stop(), jellyfin.stop(), tv.stop()]);
});
beforeEach(async () => {
  tv.clearRequests();
  for (const identity of await stage.app.get(Identities).list())
    if (identity.name !== 'main') await stage.app.get(Identities).remove(identity);
});

const provision = (wanted: object): Test => stage.call('post', 'identities/provision').send(wanted);
const withPin = (pin: string) => ({
  version: 1.6,
  identities: [
    {
      identity: 'sam',
      members: [
        { backend: 'den', username: 'sam', pin },
        { backend: 'attic', username: 'sam' },
      ],
    },
  ],
});

async function clearOf(identity: string, backend: string) {
  const stored = await stage.app.get(Backends).named(identity, backend);
  const secrets = stage.app.get(SecretBox);
  if (!stored) return null;
  return { token: secrets.open(stored.sealedToken), options: openOptions(stored.options, secrets), stored };
}

describe('the people of a Plex home', () => {
  it('are shown with who needs a PIN', async () => {
    const { body } = await stage.call('get', 'identities/provision').query({ force: '1' }).expect(200);
    const groups = body.matched as { identity: string; members: { type: string; protected: boolean }[] }[];
    const protectedOnes = groups.filter(({ members }) => members.some((member) => member.protected));
    expect(groups.map(({ identity }) => identity).sort()).toEqual(['bob', 'kim', 'sam']);
    expect(protectedOnes.map(({ identity }) => identity)).toEqual(['sam']);
  });

  it('each get a token of their own, also a friend; one with a PIN is named and left out of it', async () => {
    const { body } = await provision({ mode: 'create' }).expect(200);
    expect(body.failed).toEqual([
      { identity: 'sam', backend: 'den', message: expect.stringContaining('needs its PIN') },
    ]);
    expect(await clearOf('kim', 'den_kim')).toMatchObject({
      token: 'at-server-secret-kim',
      stored: { userId: KIM.id, uuid: plex.uuid },
    });
    expect(await clearOf('bob', 'den_bob')).toMatchObject({ token: 'at-server-secret-bob' });
    // What Jellyfin has of the person is taken all the same.
    expect(await clearOf('sam', 'attic_sam')).not.toBeNull();
    expect(await clearOf('sam', 'den_sam')).toBeNull();
  });

  it('are taken in with the PIN of the mapping, which is kept sealed with their backend', async () => {
    const { body } = await provision({ mode: 'create', mapping: withPin(SAM.pin) }).expect(200);
    expect(body.failed).toEqual([]);
    expect(JSON.stringify(body)).not.toMatch(/4711|secret-/);
    const sam = await clearOf('sam', 'den_sam');
    expect(sam).toMatchObject({
      token: 'at-server-secret-sam',
      options: { ADMIN_TOKEN: ALEX.token, PLEX_USER_PIN: SAM.pin, ALT_NAME: 'den', ALT_ID: ALEX.id },
    });
    expect(JSON.stringify(sam?.stored)).not.toMatch(/4711|secret-/);
  });

  it('with a wrong PIN are left out with the reason, and nobody else is', async () => {
    const { body } = await provision({ mode: 'create', mapping: withPin('0000') }).expect(200);
    expect(body.failed).toMatchObject([{ identity: 'sam', backend: 'den' }]);
    expect(body.failed[0].message).not.toContain('0000');
    expect(await clearOf('sam', 'den_sam')).toBeNull();
    expect(await clearOf('kim', 'den_kim')).not.toBeNull();
  });

  it('get new tokens on request, with the PIN that was stored with the mapping', async () => {
    await provision({ mode: 'create', mapping: withPin(SAM.pin), save_mapping: true }).expect(200);
    const before = (await clearOf('sam', 'den_sam'))?.stored;
    const { body } = await provision({ mode: 'update', regenerate_tokens: true }).expect(200);
    expect(body.failed).toEqual([]);
    const after = (await clearOf('sam', 'den_sam'))?.stored;
    expect(after?.id).toBe(before?.id);
    expect(after?.sealedToken).not.toBe(before?.sealedToken);
  });
});

describe('backend:create', () => {
  it('makes the sub-users, warns of both ways on when there are some, and goes each of them', async () => {
    rmSync(join(stage.folder, 'config', 'mapper.yaml'), { force: true });
    const first = await consoleLine(stage, 'backend:create --allow-single-backend-identities');
    expect(first.err).toContain('kim: den_kim, attic_kim');
    // Sam's PIN is nowhere, and that is told.
    expect([first.code, first.err]).toEqual([1, expect.stringContaining('sam@den: ')]);

    const again = await consoleLine(stage, 'backend:create');
    expect([again.code, again.err]).toEqual([1, expect.stringMatching(/--run.*--re-create/)]);

    const kim = await clearOf('kim', 'den_kim');
    await stage.call('delete', 'identities/bob').expect(200);
    await provision({ mode: 'update', mapping: withPin(SAM.pin), save_mapping: true }).expect(200);
    const run = await consoleLine(stage, 'backend:create --run');
    expect([run.code, run.err]).toEqual([0, expect.stringContaining('bob: den_bob, attic_bob')]);
    expect((await clearOf('kim', 'den_kim'))?.stored.id).toBe(kim?.stored.id);

    const anew = await consoleLine(stage, 'backend:create --re-create -n');
    expect(anew.code).toBe(0);
    expect((await clearOf('kim', 'den_kim'))?.stored.id).not.toBe(kim?.stored.id);
    expect(`${run.out}${run.err}${anew.out}${anew.err}`).not.toMatch(/4711|secret-/);
  });
});

it('puts no token and no PIN into the log', () => {
  expect(loggedText(stage)).not.toMatch(/secret-|pin=4711/);
});
