import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeJellyfin } from './fake-jellyfin.js';

type Said = Readonly<Record<string, unknown>>;
interface List {
  readonly Items: readonly Said[];
  readonly TotalRecordCount: number;
}
type Ask<T> = (wish: object) => Promise<{ readonly data: T }>;

/** What is used of the client; its own types cannot be resolved by an ES module. */
interface Sdk {
  readonly library: { readonly getItems: Ask<List>; readonly getItem: Ask<Said> };
  readonly userView: { readonly getUserViews: Ask<List> };
  readonly userData: Readonly<
    Record<'markPlayedItem' | 'markUnplayedItem' | 'updateItemUserData', Ask<Said>>
  >;
  readonly user: { readonly getCurrentUser: Ask<Said> };
  readonly system: { readonly getPublicSystemInfo: Ask<Said> };
  readonly authentication: {
    readonly authenticateUserByName: Ask<{
      readonly AccessToken: string;
      readonly User: { readonly Id: string };
    }>;
  };
}

interface Library {
  readonly Jellyfin: new (about: object) => { createApi(url: string, token?: string): object };
}

const PARTS = ['library', 'userView', 'userData', 'user', 'system', 'authentication'] as const;

async function connect(url: string, token?: string): Promise<Sdk> {
  const { Jellyfin } = await load<Library>('@jellyfin/sdk');
  const client = new Jellyfin({
    clientInfo: { name: 'Cross-check', version: '1.0.0' },
    deviceInfo: { name: 'Test', id: 'cross-check' },
  });
  const api = client.createApi(url, token);
  const parts = PARTS.map(async (part) => {
    const file = part.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    const made = await load<Readonly<Record<string, (api: object) => unknown>>>(
      `@jellyfin/sdk/lib/utils/api/${file}-api.js`,
    );
    return [part, made[`get${part.charAt(0).toUpperCase()}${part.slice(1)}Api`]?.(api)] as const;
  });
  return Object.fromEntries(await Promise.all(parts)) as unknown as Sdk;
}

const load = async <T>(module: string): Promise<T> => (await import(module)) as T;

/** A client that others wrote, for the newest server: what it cannot use is no Jellyfin. */
describe('the official client on the fake Jellyfin 12', () => {
  let server: FakeJellyfin;
  let movie = '';
  beforeEach(async () => {
    server = new FakeJellyfin({ version: '12' });
    await server.start();
    movie = server.add({ type: 'movie', title: 'Night Ferry', year: 2021, guids: { tmdb: '900102' } });
    server.add({ type: 'episode', title: 'Harbor Street', season: 1, episode: 1 });
  });
  afterEach(() => server.stop());

  const signedIn = async () => {
    const [alex] = server.users;
    if (!alex) throw new Error('the fake has nobody');
    const { data } = await (
      await connect(server.url)
    ).authentication.authenticateUserByName({
      authenticateUserByName: { Username: alex.name, Pw: server.passwordOf(alex) },
    });
    return { sdk: await connect(server.url, data.AccessToken), userId: data.User.Id, alex };
  };

  it('finds out what it talks to, and who it is', async () => {
    const { sdk, userId, alex } = await signedIn();
    const { data: info } = await sdk.system.getPublicSystemInfo({});
    expect(info).toMatchObject({ ProductName: 'Jellyfin Server', Id: server.uuid, Version: server.version });
    const { data: me } = await sdk.user.getCurrentUser({});
    expect(me).toMatchObject({ Id: userId, Name: alex.name });
    expect(userId).toBe(alex.id);
  });

  it('reads the libraries and their items, with the state of the person', async () => {
    const { sdk, userId } = await signedIn();
    const { data: views } = await sdk.userView.getUserViews({ userId });
    expect(views.Items.map(({ CollectionType: type }) => type)).toEqual(['movies', 'tvshows']);
    const { data: page } = await sdk.library.getItems({
      userId,
      parentId: views.Items[0]?.['Id'],
      recursive: true,
      includeItemTypes: ['Movie'],
      fields: ['ProviderIds', 'Path'],
    });
    expect(page.TotalRecordCount).toBe(1);
    expect(page.Items[0]).toMatchObject({
      Id: movie,
      Name: 'Night Ferry',
      ProductionYear: 2021,
      ProviderIds: { Tmdb: '900102' },
      UserData: { Played: false, PlayCount: 0 },
    });
  });

  it('marks an item as played and reads that back, and takes it back again', async () => {
    const { sdk, userId, alex } = await signedIn();
    const played = { userId, itemId: movie, datePlayed: '2025-09-20T18:04:05Z' };
    const { data: marked } = await sdk.userData.markPlayedItem(played);
    expect(marked).toMatchObject({ Played: true, PlayCount: 1 });
    const { data: read } = await sdk.library.getItem({ userId, itemId: movie });
    expect(read['UserData']).toMatchObject({ Played: true, LastPlayedDate: '2025-09-20T18:04:05.0000000Z' });
    expect(server.stateOf(alex.id, movie).watched).toBe(true);
    await sdk.userData.markUnplayedItem({ userId, itemId: movie });
    expect(server.stateOf(alex.id, movie).watched).toBe(false);
  });

  it('stores a resume position by the patch of user data, and finds what can be resumed', async () => {
    const { sdk, userId } = await signedIn();
    await sdk.userData.updateItemUserData({
      userId,
      itemId: movie,
      updateUserItemDataDto: { PlaybackPositionTicks: 12_000_000_000 },
    });
    const { data } = await sdk.library.getItems({ userId, recursive: true, filters: ['IsResumable'] });
    expect(data.Items.map(({ Id: id }) => id)).toEqual([movie]);
    expect(data.Items[0]?.['UserData']).toMatchObject({
      PlaybackPositionTicks: 12_000_000_000,
      Played: false,
    });
  });
});
