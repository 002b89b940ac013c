import { afterEach, describe, expect, it } from 'vitest';
import { FakeEmby } from '../fake-emby.js';
import { FakeJellyfin } from '../fake-jellyfin.js';
import { ask, bearer, rowsOf, textIn } from './ask.js';
import type { FakeMediaBrowser } from './fake-mediabrowser.js';

let server: FakeMediaBrowser | null = null;
afterEach(() => server?.stop());

async function started<Kind extends FakeMediaBrowser>(fake: Kind): Promise<Kind> {
  server = fake;
  await fake.start();
  return fake;
}

const kinds = [
  ['Jellyfin', () => new FakeJellyfin()],
  ['Emby', () => new FakeEmby()],
] as const;

async function loggedIn(fake: FakeMediaBrowser, name: string, device: string): Promise<string> {
  const headers = {
    Authorization: `MediaBrowser Client="Tests", Device="d", DeviceId="${device}", Version="1"`,
  };
  const body = { Username: name, Pw: `password of ${name}` };
  return textIn(
    await ask(fake, '/Users/AuthenticateByName', { method: 'POST', headers, body }),
    'AccessToken',
  );
}

const statusAs = async (fake: FakeMediaBrowser, token: string) =>
  (await ask(fake, '/System/Info', { headers: bearer(token) })).status;

describe('logins', () => {
  it("end everybody else's on the same device of a Jellyfin 10.8, which knows the own one again", async () => {
    const fake = await started(new FakeJellyfin({ version: '10.8' }));
    const sams = await loggedIn(fake, 'sam', 'one');
    const alexs = await loggedIn(fake, 'alex', 'one');
    expect(await statusAs(fake, sams)).toBe(401);
    expect(await loggedIn(fake, 'alex', 'one')).toBe(alexs);
    expect(await statusAs(fake, alexs)).toBe(200);
  });

  it("end only the own older one since 10.9, and nobody's on another device", async () => {
    const fake = await started(new FakeJellyfin());
    const sams = await loggedIn(fake, 'sam', 'one');
    const other = await loggedIn(fake, 'alex', 'two');
    const older = await loggedIn(fake, 'alex', 'one');
    const newer = await loggedIn(fake, 'alex', 'one');
    expect(await Promise.all([sams, other, older, newer].map((token) => statusAs(fake, token)))).toEqual([
      200, 200, 401, 200,
    ]);
  });

  it.each(kinds)('of a %s end with a logout', async (_, make) => {
    const fake = await started(make());
    const token = await loggedIn(fake, 'sam', 'one');
    await ask(fake, '/Sessions/Logout', { method: 'POST', headers: bearer(token) });
    expect(await statusAs(fake, token)).toBe(401);
  });
});

describe.each(kinds)('administration of a fake %s', (_, make) => {
  it('makes, lists and deletes API keys, for admins only', async () => {
    const fake = await started(make());
    const [, sam] = fake.users;
    expect((await ask(fake, '/Auth/Keys', { headers: bearer(sam?.token ?? '') })).status).toBe(403);
    expect((await ask(fake, '/Auth/Keys?app=Sync', { method: 'POST' })).status).toBe(204);
    const keys = rowsOf(await ask(fake, '/Auth/Keys'));
    const key = String(keys.find(({ AppName }) => AppName === 'Sync')?.['AccessToken']);
    expect(await statusAs(fake, key)).toBe(200);
    await ask(fake, `/Auth/Keys/${key}`, { method: 'DELETE' });
    expect(await statusAs(fake, key)).toBe(401);
  });

  it('tells an admin where the libraries lie on disk', async () => {
    const fake = await started(make());
    const [alex, sam] = fake.users;
    fake.add({ type: 'movie', title: 'Paper Planets' });
    expect((await ask(fake, '/Library/VirtualFolders', { headers: bearer(sam?.token ?? '') })).status).toBe(
      403,
    );
    const { body } = await ask(fake, '/Library/VirtualFolders', { headers: bearer(alex?.token ?? '') });
    expect(body).toMatchObject([{ Name: 'Movies', CollectionType: 'movies', ItemId: fake.libraries[0]?.id }]);
  });

  it('tells of hidden and disabled accounts, and filters by that', async () => {
    const [first, second] = make().users;
    const policies = { [first?.id ?? '']: { hidden: true }, [second?.id ?? '']: { disabled: true } };
    const fake = await started(
      make().type === 'emby' ? new FakeEmby({ policies }) : new FakeJellyfin({ policies }),
    );
    expect((await ask(fake, '/Users')).body).toMatchObject([
      { Name: 'alex', Policy: { IsAdministrator: true, IsHidden: true, IsDisabled: false } },
      { Name: 'sam', Policy: { IsAdministrator: false, IsHidden: false, IsDisabled: true } },
    ]);
    expect((await ask(fake, '/Users?isHidden=true')).body).toMatchObject([{ Name: 'alex' }]);
    expect((await ask(fake, '/Users?IsDisabled=false')).body).toMatchObject([{ Name: 'alex' }]);
    expect((await ask(fake, `/Users/${'0'.repeat(32)}`)).status).toBe(404);
  });
});

describe('the version of a fake server', () => {
  it.each([
    ['10.8', '10.8.13', 'Linux'],
    ['10.11', '10.11.11', ''],
    ['12.0.1', '12.0.1', ''],
  ])('of Jellyfin %s is told in full', async (version, told, system) => {
    const fake = await started(new FakeJellyfin({ version }));
    const { body } = await ask(fake, '/System/Info/Public', { headers: {} });
    expect(body).toMatchObject({ Version: told, ProductName: 'Jellyfin Server', OperatingSystem: system });
    expect(fake.version).toBe(told);
  });
});
