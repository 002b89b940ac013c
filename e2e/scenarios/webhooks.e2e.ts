import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FakeTitle } from '#libs/testing';
import { eventually, now, SERVERS, ThreeServers, type ServerType } from '../harness/index.js';
import { MESSAGES, type Deed } from './webhook-deeds.js';

interface Listed {
  readonly id: number;
  readonly verdict: string | null;
  readonly reason: string | null;
  readonly event: string;
  readonly status: string;
  readonly handled_at: string | null;
  readonly targets: readonly { readonly backend: string; readonly item: { readonly title: string } | null }[];
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

/** Three episodes of one season that only this server has. */
async function show(type: ServerType): Promise<FakeTitle[]> {
  films += 1;
  const episodes = [1, 2, 3].map((episode): FakeTitle => ({
    type: 'episode',
    title: `Harbour Tales ${films}`,
    season: 1,
    episode,
    guids: { tvdb: `66${films}0${episode}` },
    parentGuids: { tvdb: `55${films}` },
  }));
  for (const episode of episodes) await stage.fakes.add(type, episode);
  return episodes;
}

async function folderOf(
  type: ServerType,
  [first]: readonly FakeTitle[],
  kind: 'show' | 'season',
): Promise<string | undefined> {
  const name = { title: first?.title ?? '', season: first?.season ?? 0, episode: first?.episode ?? 0 };
  const { showId, seasonId } = await stage.fakes.state(type, name);
  return kind === 'show' ? showId : seasonId;
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
  const { id } = await stage.fakes.state(type, { title });
  await ringAbout(type, deed, id);
}

async function ringAbout(type: ServerType, deed: Deed, id: string): Promise<void> {
  const { event, reason } = MESSAGES[type][deed];
  await stage.fakes.ring(type, { url: url(), event, ...(reason !== undefined && { reason }), id });
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

/** The last delivery, once it was handled. */
const handled = (event: string): Promise<Listed> =>
  eventually(`the delivery of ${event} is handled`, async () => {
    const { body } = await stage.api.get('webhook/deliveries?perpage=1');
    const [found] = (body as { readonly items: readonly Listed[] }).items;
    return found?.event === event && found.status === 'handled' ? found : null;
  });

/** The list and the detail say what came of it, for whom and of what. */
async function isExplained(type: ServerType, deed: Deed, title: string): Promise<void> {
  const { event, verdict, because } = MESSAGES[type][deed];
  const delivery = await handled(event);
  expect(delivery).toMatchObject({ verdict, reason: expect.stringMatching(because), type });
  expect(delivery.handled_at).not.toBeNull();
  const { body } = await stage.api.get(`webhook/deliveries/${delivery.id}`);
  const { changes, payload } = body as { changes: readonly { rule: string }[]; payload: unknown };
  expect(payload).not.toEqual({});
  if (verdict !== 'matched') return;
  expect(delivery.targets).toMatchObject([{ backend: type, item: { title } }]);
  const isNews = ['pause', 'stop', 'scrobble', 'mark', 'unmark'].includes(deed);
  expect(changes.length > 0).toBe(isNews);
  for (const { rule } of changes) expect(rule).toMatch(because);
}

describe.each(SERVERS)('what a person does on %s reaches the others', (type) => {
  it.each(['scrobble', 'mark'] as const)('%s: they show it as watched', async (deed) => {
    const title = await known();
    await stage.fakes.play(type, { title: title.title, at: now() });

    await ring(type, deed, title);

    for (const other of others(type)) await shows(other, title, { watched: true });
    await isExplained(type, deed, title.title);
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
    await isExplained(type, 'unmark', title.title);
  });

  it.each(['pause', 'stop'] as const)('%s: they resume where it was left', async (deed) => {
    const title = await known();
    const place = { title: title.title, positionMs: 1_200_000, at: now() };
    // The players of Jellyfin word a pause as progress, so the player has to be seen resting there.
    if (type === 'jellyfin' && deed === 'pause') await stage.fakes.rest(type, place);
    else await stage.fakes.pause(type, place);

    await ring(type, deed, title);

    for (const other of others(type)) await shows(other, title, { watched: false, positionMs: 1_200_000 });
    await isExplained(type, deed, title.title);
  });

  it.each(['play', 'rate'] as const)('%s: they stay as they are', async (deed) => {
    const title = await known();
    const written = async (): Promise<number[]> => {
      const lists = await Promise.all(others(type).map((other) => stage.fakes.writes(other)));
      return lists.map(({ length }) => length);
    };
    await stage.settled();
    const before = await written();

    await ring(type, deed, title);

    await isExplained(type, deed, title.title);
    await stage.settled();
    for (const other of others(type))
      expect(await stage.fakes.state(other, { title: title.title })).toMatchObject({
        watched: false,
        positionMs: 0,
      });
    expect(await written()).toEqual(before);
  });

  it('item added: the new copy shows what the others know', async () => {
    const title = await film(others(type));
    for (const other of others(type)) await ring(other, 'added', title);
    const [first = 'plex'] = others(type);
    await stage.fakes.play(first, { title: title.title, at: now() });
    await ring(first, 'mark', title);
    for (const other of others(type)) await shows(other, title, { watched: true });
    await stage.fakes.add(type, title);

    await ring(type, 'added', title);

    await shows(type, title, { watched: true });
    await isExplained(type, 'added', title.title);
  });

  it.each(['show', 'season'] as const)(
    'a %s added: each of its episodes shows what the others know',
    async (folder) => {
      const [first = 'plex'] = others(type);
      const episodes = await show(first);
      for (const { title, season, episode } of episodes)
        await stage.fakes.play(first, { title, season: season ?? 0, episode: episode ?? 0, at: now() });
      await ringAbout(first, 'added', (await folderOf(first, episodes, 'show')) ?? '');
      await handled(MESSAGES[first].added.event);
      for (const episode of episodes) await stage.fakes.add(type, episode);

      await ringAbout(type, 'added', (await folderOf(type, episodes, folder)) ?? '');

      for (const { title, season, episode } of episodes)
        await eventually(
          `${type} shows ${title} ${season}x${episode} as watched`,
          async () =>
            (await stage.fakes.state(type, { title, season: season ?? 0, episode: episode ?? 0 })).watched,
        );
      expect(await handled(MESSAGES[type].added.event)).toMatchObject({
        verdict: 'matched',
        reason: 'never-seen-played',
      });
    },
  );
});

describe('a long import that is under way', () => {
  it('delays no webhook: the other server is written to while the import still runs', async () => {
    const title = await known();
    await stage.settled();
    await stage.fakes.addMany('jellyfin', 'movie', 6_000);
    // A slow server: each page takes its time, and the run takes many of them.
    await stage.fakes.fault('jellyfin', { match: '^GET .*Items.*startIndex', kind: { delayMs: 2_500 } });
    const run = await stage.api.startRun('import', 'jellyfin', { force: true });
    await eventually('the import has begun', async () => (await stage.api.run(run)).progress.done > 0);

    await stage.fakes.play('plex', { title: title.title, at: now() });
    await ring('plex', 'mark', title);

    for (const other of others('plex')) await shows(other, title, { watched: true });
    expect((await stage.api.run(run)).status).toBe('running');
    await stage.fakes.clearFaults('jellyfin');
    expect(await stage.api.finished(run)).toMatchObject({ status: 'succeeded' });
  }, 90_000);
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

describe('a webhook that was registered from here', () => {
  const register = async (type: ServerType): Promise<unknown> => {
    const path = `backend/${type}/webhook`;
    return (await stage.api.post(path, { webhook_url: stage.system.url })).body;
  };

  it.each([
    ['emby', 'test-event'],
    ['jellyfin', 'read-back'],
  ] as const)('on %s is proved by %s, and rings from then on by itself', async (type, by) => {
    const title = await known();

    expect(await register(type)).toMatchObject({ reason: null, proof: { by, passed: true } });
    await stage.fakes.play(type, { title: title.title, at: now() });

    for (const other of others(type)) await shows(other, title, { watched: true });
  });

  it('on plex is proved by read-back, and rings from then on by itself', async () => {
    const title = await film(others('plex'));
    for (const other of others('plex')) await ring(other, 'added', title);
    await stage.fakes.play('jellyfin', { title: title.title, at: now() });
    await ring('jellyfin', 'mark', title);

    expect(await register('plex')).toMatchObject({ reason: null, proof: { by: 'read-back', passed: true } });
    await stage.fakes.add('plex', title);

    await shows('plex', title, { watched: true });
  });
});
