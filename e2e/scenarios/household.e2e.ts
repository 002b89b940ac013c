import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FakeTitle } from '#libs/testing';
import { A0, eventually, Fakes, now, RunningSystem, type Api, type ServerType } from '../harness/index.js';

/** Who of the fakes' two people has the Jellyfin account of each identity; Plex is one account that both share. */
const ACCOUNTS = { ann: 'alex', bob: 'sam' } as const;
type Name = keyof typeof ACCOUNTS;
const NAMES = Object.keys(ACCOUNTS) as readonly Name[];

const film = (title: string, tmdb: string): FakeTitle => ({
  ...{ type: 'movie', title, year: 2020, guids: { tmdb }, addedAt: A0, runtimeMs: 6_000_000 },
});
const TITLES = [film('The Lantern', '700001'), film('Paper Tides', '700002')];
const [SHARED_PLAY, OWN_PLAY] = TITLES;

let fakes: Fakes;
let system: RunningSystem;
const apis = new Map<Name, Api>();

const apiOf = (name: Name): Api => {
  const api = apis.get(name);
  if (!api) throw new Error(`nobody is called ${name}`);
  return api;
};
const isWatched = async (type: ServerType, title: string, person: string): Promise<boolean> =>
  (await fakes.state(type, { title }, person)).watched;
const watchedBy = async (name: Name, title: string): Promise<boolean> => {
  const { body } = await apiOf(name).get('history?perpage=50');
  const { history } = body as { readonly history: readonly { title: string; watched: boolean }[] };
  return history.find((row) => row.title === title)?.watched === true;
};

async function round(): Promise<void> {
  for (const name of NAMES)
    for (const backend of ['shared', 'jf'])
      expect(await apiOf(name).carryOut('import', backend)).toMatchObject({ status: 'succeeded' });
}

/** A household of two with one account on Plex, and an account of their own on Jellyfin. */
describe('identities that share an account', () => {
  beforeAll(async () => {
    fakes = await Fakes.start('none');
    for (const type of ['plex', 'jellyfin'] as const)
      for (const title of TITLES) await fakes.add(type, title);
    system = await RunningSystem.start({ env: { ...fakes.env } });
    for (const name of NAMES) {
      expect((await system.api().post('identities', { identity: name })).status).toBe(201);
      const api = system.api(name);
      apis.set(name, api);
      const shared = {
        ...fakes.backend('plex'),
        name: 'shared',
        import: { enabled: true },
        export: { enabled: false },
      };
      expect((await api.post('backends', shared)).status).toBe(201);
      await api.addBackend({ ...fakes.backend('jellyfin', ACCOUNTS[name]), name: 'jf' });
    }
    await round();
    for (const name of NAMES)
      expect(await apiOf(name).carryOut('export', 'jf')).toMatchObject({ status: 'succeeded' });
  });
  afterAll(async () => {
    await system.dispose();
    await fakes.stop();
  });

  it('159. Three-way: what the shared account plays is played for both', async () => {
    const { title } = SHARED_PLAY ?? film('', '');
    await fakes.play('plex', { title, at: now() });
    await round();
    for (const name of NAMES)
      await eventually(`${name} has it on Jellyfin`, () => isWatched('jellyfin', title, ACCOUNTS[name]));
  });

  it('159. Three-way: what one of them plays reaches neither the other nor the shared account', async () => {
    const { title } = OWN_PLAY ?? film('', '');
    await fakes.play('jellyfin', { title, at: now() }, ACCOUNTS.ann);
    await round();
    expect(await watchedBy('ann', title)).toBe(true);
    expect(await watchedBy('bob', title)).toBe(false);
    for (const name of NAMES) expect((await apiOf(name).carryOut('export', 'jf')).status).toBe('succeeded');
    expect(await isWatched('jellyfin', title, ACCOUNTS.bob)).toBe(false);
    expect(await isWatched('plex', title, 'alex')).toBe(false);
    expect(await fakes.writes('plex')).toEqual([]);
  });
});
