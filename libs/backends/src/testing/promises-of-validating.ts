import { createServer, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { failure, WRONG_TOKEN, type Scene, type Rules } from './stage.js';

export function promisesOfValidating(stage: Rules, scene: () => Scene): void {
  describe('validating', () => {
    provesWhatIsRight(scene);
    namesWhatIsWrong(scene);
    namesAWrongAddress(scene);
    boundsAdminKeys(stage, scene);
  });
}

function provesWhatIsRight(scene: () => Scene): void {
  it('names the server and the person, for an admin as for anybody else', async () => {
    const { server, owner, guest, client } = scene();
    for (const user of [owner, guest]) {
      const validated = await client(user).validate();
      expect(validated.server.uuid).toBe(server.uuid);
      expect(validated.server.name).toMatch(/\w/);
      expect(validated.server.version).toMatch(/\d/);
      expect(validated.user).toEqual({ id: user.id, name: user.name, admin: user.admin ?? false });
    }
  });

  it('finds out the server and the person when only address and token are known', async () => {
    const { server, guest, client } = scene();
    const validated = await client(guest, { user: null, uuid: null }).validate();
    expect(validated.server.uuid).toBe(server.uuid);
    expect(validated.user.id).toBe(guest.id);
  });

  it('lists the people of the server for its admin', async () => {
    const { server, owner, client } = scene();
    const users = await client(owner).users();
    const expected = server.users.map(({ id, name, admin }) => ({ id, name, admin: admin ?? false }));
    expect(users).toHaveLength(expected.length);
    expect(users).toEqual(expect.arrayContaining(expected));
  });
}

function namesWhatIsWrong(scene: () => Scene): void {
  it('refuses a token that the server does not know', async () => {
    const { guest, client } = scene();
    const validated = client(guest, { token: WRONG_TOKEN }).validate();
    await failure(scene(), validated, { key: 'token-rejected', field: 'token' });
  });

  it('162. refuses a token that belongs to somebody else', async () => {
    const { owner, guest, client } = scene();
    const validated = client(guest, { user: owner.id }).validate();
    await failure(scene(), validated, { key: 'wrong-user', field: 'user' });
  });

  it('refuses a server other than the one it was set up for', async () => {
    const validated = scene().client(undefined, { uuid: 'another-server' }).validate();
    await failure(scene(), validated, { key: 'wrong-server', field: 'uuid' });
  });
}

function namesAWrongAddress(scene: () => Scene): void {
  it('says that the address is wrong when nobody listens there', async () => {
    const { server, client } = scene();
    const lost = client();
    await server.stop();
    await failure(scene(), lost.validate(), { key: 'unreachable', field: 'url' });
  });

  it('says that the address is wrong when it shows a web page', async () => {
    scene().server.fault({ kind: { html: true } });
    await failure(scene(), scene().client().validate(), { key: 'not-an-api', field: 'url' });
  });

  let stranger: Server | null = null;
  afterEach(() => stranger?.close());

  it('says that the address is wrong when some other kind of API answers there', async () => {
    stranger = createServer((_, response) => response.end('{"hello":"there"}')).listen(0, '127.0.0.1');
    await new Promise((resolve) => stranger?.once('listening', resolve));
    const address = stranger.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    const error = await failure(scene(), scene().client(undefined, { url }).validate(), {
      key: 'not-an-api',
    });
    expect(error.field).toBe('url');
  });
}

function boundsAdminKeys(stage: Rules, scene: () => Scene): void {
  if (stage.adminActsFor === 'any-user') {
    it('lets an admin key act for the configured person', async () => {
      const { server, guest, client } = scene();
      const validated = await client(guest, { token: server.adminToken }).validate();
      expect(validated.user).toEqual({ id: guest.id, name: guest.name, admin: false });
    });

    it('refuses an admin key without a person, or for one that is not there', async () => {
      const { server, guest, client } = scene();
      for (const user of [null, '0'.repeat(32)]) {
        const validated = client(guest, { token: server.adminToken, user }).validate();
        await failure(scene(), validated, { key: 'wrong-user', field: 'user' });
      }
    });
    return;
  }

  it("never lets the owner's token stand in for another person", async () => {
    const { server, guest, client } = scene();
    const validated = client(guest, { token: server.adminToken }).validate();
    await failure(scene(), validated, { key: 'wrong-user', field: 'user' });
  });
}
