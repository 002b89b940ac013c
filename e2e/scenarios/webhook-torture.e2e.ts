import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { FakeTitle } from '#libs/testing';
import { eventually, now, SERVERS, ThreeServers, type ServerType } from '../harness/index.js';

const SEED = 20_261_130;
const FILMS = 24;
const TIMES = 3;
const LONGEST_MS = 90_000;

const MARKED: Readonly<Record<ServerType, string>> = {
  plex: 'media.scrobble',
  jellyfin: 'UserDataSaved',
  emby: 'item.markplayed',
};
const STOPPED: Readonly<Record<ServerType, string>> = {
  plex: 'media.stop',
  jellyfin: 'PlaybackStop',
  emby: 'playback.stop',
};

interface Case {
  readonly title: string;
  readonly at: ServerType;
  readonly isWatched: boolean;
  readonly id: string;
}

let stage: ThreeServers;
const cases: Case[] = [];

/** A small generator with a seed, so that a failure can be had again. */
let state = SEED;
const roll = (sides: number): number => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 2 ** 32) * sides);
};
const shuffled = <T>(items: readonly T[]): T[] =>
  items
    .map((item) => ({ item, place: roll(1_000_000) }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);

beforeAll(async () => {
  stage = await ThreeServers.start();
  for (let index = 0; index < FILMS; index += 1) {
    const film: FakeTitle = {
      type: 'movie',
      title: `Torture ${index}`,
      year: 2020,
      runtimeMs: 6_000_000,
      addedAt: 1_704_067_200,
      guids: { imdb: `tt66${String(index).padStart(5, '0')}` },
    };
    const at = SERVERS[index % SERVERS.length] ?? 'plex';
    for (const type of SERVERS) {
      const { id } = await stage.fakes.add(type, film);
      if (type === at) cases.push({ title: film.title, at, isWatched: index % 2 === 0, id });
    }
  }
  await stage.import();
  await stage.export();
}, 120_000);
afterAll(() => stage.stop());

const url = (): string => `${stage.system.url}/v1/api/webhook?apikey=${stage.system.apiKey}`;

/** As the media server would: it is sent once, and whether it was taken is nobody's business there. */
async function ring({ at, id, isWatched }: Case): Promise<void> {
  await stage.fakes.ring(at, { url: url(), event: isWatched ? MARKED[at] : STOPPED[at], id });
}

async function killing(isOver: () => boolean): Promise<number> {
  let kills = 0;
  while (!isOver()) {
    await pause(1_500);
    await stage.system.crash(roll(2) === 0 ? 'importer' : 'exporter');
    kills += 1;
    if (kills === 2) await stage.system.crash('redis');
  }
  return kills;
}

const isRight = async ({ title, isWatched }: Case, type: ServerType): Promise<boolean> => {
  const { watched, positionMs } = await stage.fakes.state(type, { title });
  return watched === isWatched && (isWatched || Math.abs(positionMs - 1_200_000) < 2_000);
};

const deliveries = async (filter: string): Promise<number> => {
  const { body } = await stage.api.get(`webhook/deliveries?${filter}perpage=1`);
  return (body as { readonly paging: { readonly total: number } }).paging.total;
};

it('123. Triple delivery, shuffled, workers killed at random: nothing is lost, and nothing is done twice', async () => {
  for (const { at, title, isWatched } of cases) {
    if (isWatched) await stage.fakes.play(at, { title, at: now() });
    else await stage.fakes.pause(at, { title, positionMs: 1_200_000, at: now() });
  }
  for (const type of SERVERS) await stage.fakes.clearRequests(type);
  let isOver = false;
  const kills = killing(() => isOver);

  for (const one of shuffled(Array.from({ length: TIMES }, () => cases).flat())) {
    await ring(one);
    await pause(roll(100));
  }
  isOver = true;
  expect(await kills).toBeGreaterThanOrEqual(2);

  for (const type of SERVERS)
    for (const one of cases)
      await eventually(`${type} shows ${one.title} rightly`, () => isRight(one, type), LONGEST_MS);
  for (const service of ['importer', 'exporter'] as const) await stage.system.ready(service);
  await stage.settled();
  // None lost, and none that came to anything else. A position may carry another time in each payload.
  await eventually(
    'all are matched',
    async () => (await deliveries('verdict=matched&')) === (await deliveries('')),
  );
  expect(await deliveries('')).toBeGreaterThanOrEqual(FILMS);
  for (const type of SERVERS) {
    const marks = (await stage.fakes.writes(type)).filter(({ path }) => /scrobble|PlayedItems/.test(path));
    const wanted = cases.filter(({ at, isWatched }) => isWatched && at !== type);
    expect(marks.length).toBe(wanted.length);
  }
}, 300_000);
