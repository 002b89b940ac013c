import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FakeTitle } from '#libs/testing';
import { eventually, now, SERVERS, ThreeServers, type ServerType } from '../harness/index.js';

/** What a server sends when a person does something there, by what it does to the others. */
const EVENTS: Readonly<Record<ServerType, Readonly<Record<Deed, string>>>> = {
  plex: {
    play: 'media.play',
    pause: 'media.pause',
    stop: 'media.stop',
    scrobble: 'media.scrobble',
    mark: 'library.on.deck',
    unmark: 'library.on.deck',
    rate: 'media.rate',
    added: 'library.new',
  },
  jellyfin: {
    play: 'PlaybackStart',
    pause: 'PlaybackStop',
    stop: 'PlaybackStop',
    scrobble: 'UserDataSaved',
    mark: 'UserDataSaved',
    unmark: 'UserDataSaved',
    rate: 'UserDataSaved',
    added: 'ItemAdded',
  },
  emby: {
    play: 'playback.start',
    pause: 'playback.pause',
    stop: 'playback.stop',
    scrobble: 'playback.scrobble',
    mark: 'item.markplayed',
    unmark: 'item.markunplayed',
    rate: 'item.rate',
    added: 'library.new',
  },
};
type Deed = 'play' | 'pause' | 'stop' | 'scrobble' | 'mark' | 'unmark' | 'rate' | 'added';

interface Listed {
  readonly items: readonly {
    readonly id: number;
    readonly verdict: string | null;
    readonly reason: string | null;
    readonly event: string;
    readonly status: string;
  }[];
}

let stage: ThreeServers;
let films = 0;

beforeAll(async () => {
  stage = await ThreeServers.start();
  await film(SERVERS);
  await stage.import();
  await stage.export();
}, 120_000);
afterAll(() => stage.stop());

async function film(types: readonly ServerType[]): Promise<FakeTitle> {
  films += 1;
  const title: FakeTitle = {
    type: 'movie',
    title: `Harbour ${films}`,
    year: 2020,
    runtimeMs: 6_000_000,
    addedAt: 1_704_067_200,
    guids: { imdb: `tt77${String(films).padStart(5, '0')}` },
  };
  for (const type of types) await stage.fakes.add(type, title);
  return title;
}

/** A film that all three have and that we know of each of them. */
async function known(): Promise<FakeTitle> {
  const title = await film(SERVERS);
  for (const type of SERVERS) await ring(type, 'added', title);
  await eventually(`all copies of ${title.title} are known`, async () => {
    const row = (await stage.rows()).find((one) => one.title === title.title);
    return SERVERS.every((type) => row?.metadata[type] !== undefined);
  });
  return title;
}

const url = (): string => `${stage.system.url}/v1/api/webhook?apikey=${stage.system.apiKey}`;

async function ring(type: ServerType, deed: Deed, { title }: FakeTitle): Promise<void> {
  const row = await stage.fakes.state(type, { title });
  const { id } = row as unknown as { readonly id: string };
  await stage.fakes.ring(type, { url: url(), event: EVENTS[type][deed], id });
}

const others = (type: ServerType): ServerType[] => SERVERS.filter((one) => one !== type);

const shows = (
  type: ServerType,
  { title }: FakeTitle,
  { withinMs = 15_000, ...wanted }: { watched: boolean; positionMs?: number; withinMs?: number },
) =>
  eventually(
    `${type} shows ${title} as ${JSON.stringify(wanted)}`,
    async () => {
      const { watched, positionMs } = await stage.fakes.state(type, { title });
      return (
        watched === wanted.watched &&
        (wanted.positionMs === undefined || Math.abs(positionMs - wanted.positionMs) < 2_000)
      );
    },
    withinMs,
  );

const newest = async (): Promise<Listed['items'][number] | undefined> => {
  const { body } = await stage.api.get('webhook/deliveries?perpage=1');
  return (body as Listed).items[0];
};

/** The last delivery, once it was handled. */
const handled = (event: string): Promise<Listed['items'][number]> =>
  eventually(`the delivery of ${event} is handled`, async () => {
    const found = await newest();
    return found?.event === event && found.status === 'handled' ? found : null;
  });

describe.each(SERVERS)('what a person does on %s reaches the others', (type) => {
  it.each(['scrobble', 'mark'] as const)('%s: they show it as watched', async (deed) => {
    const title = await known();
    await stage.fakes.play(type, { title: title.title, at: now() });

    await ring(type, deed, title);

    for (const other of others(type)) await shows(other, title, { watched: true });
    expect(await handled(EVENTS[type][deed])).toMatchObject({ verdict: 'matched' });
  });

  it('unmark: they show it as unwatched', async () => {
    const title = await known();
    await stage.fakes.play(type, { title: title.title, at: now() });
    await ring(type, 'mark', title);
    for (const other of others(type)) await shows(other, title, { watched: true });
    await stage.settled();
    await stage.fakes.unplay(type, { title: title.title });

    await ring(type, 'unmark', title);

    for (const other of others(type)) await shows(other, title, { watched: false });
  });

  it.each(['pause', 'stop'] as const)('%s: they resume where it was left', async (deed) => {
    const title = await known();
    await stage.fakes.pause(type, { title: title.title, positionMs: 1_200_000, at: now() });

    await ring(type, deed, title);

    for (const other of others(type)) await shows(other, title, { watched: false, positionMs: 1_200_000 });
  });

  it.each(['play', 'rate'] as const)('%s: they stay as they are', async (deed) => {
    const title = await known();
    const before = await stage.fakes.writes(others(type)[0] ?? 'plex');

    await ring(type, deed, title);

    await handled(EVENTS[type][deed]);
    await stage.settled();
    for (const other of others(type))
      expect(await stage.fakes.state(other, { title: title.title })).toMatchObject({
        watched: false,
        positionMs: 0,
      });
    expect(await stage.fakes.writes(others(type)[0] ?? 'plex')).toHaveLength(before.length);
  });

  it('item added: the new copy shows what the others know', async () => {
    const title = await film(others(type));
    for (const other of others(type)) await ring(other, 'added', title);
    const [first = 'plex'] = others(type);
    await stage.fakes.play(first, { title: title.title, at: now() });
    await ring(first, 'mark', title);
    await stage.fakes.add(type, title);

    await ring(type, 'added', title);

    await shows(type, title, { watched: true });
  });
});

describe('a worker that is killed right after the answer', () => {
  it('122. Durable before 2xx: the event is processed after the restart, once', async () => {
    const title = await known();
    await stage.settled();
    for (const type of SERVERS) await stage.fakes.clearRequests(type);
    await stage.fakes.play('jellyfin', { title: title.title, at: now() });

    await ring('jellyfin', 'mark', title);
    await stage.system.crash('importer');

    // A worker that died holds its job for a quarter of a minute.
    for (const type of SERVERS) await shows(type, title, { watched: true, withinMs: 60_000 });
    await stage.settled();
    for (const other of others('jellyfin')) expect(await stage.fakes.writes(other)).toHaveLength(1);
  });
});
