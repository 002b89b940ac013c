import { afterAll, beforeAll, expect, it } from 'vitest';
import type { FakeTitle } from '#libs/testing';
import { eventually, now, SERVERS, ThreeServers, type ServerType } from '../harness/index.js';

const FILMS = 40;
/** Of each film, so many times a different word. */
const WORDS = 100;
const AT_ONCE = 40;
const FIRST_PART = (FILMS * WORDS) / 4;
/** Jobs that may wait: one bell for the whole inbox, and what ticks by itself. */
const MOST_JOBS = 12;
const MOST_MIB = 40;

interface Film {
  readonly title: string;
  readonly id: string;
  readonly isWatched: boolean;
}

let stage: ThreeServers;
const films: Film[] = [];

beforeAll(async () => {
  stage = await ThreeServers.start();
  for (let index = 0; index < FILMS; index += 1) {
    const film: FakeTitle = {
      type: 'movie',
      title: `Flood ${index}`,
      year: 2020,
      runtimeMs: 6_000_000,
      guids: { imdb: `tt55${String(index).padStart(5, '0')}` },
    };
    const ids = await Promise.all(SERVERS.map((type) => stage.fakes.add(type, film)));
    films.push({ title: film.title, id: ids[0]?.id ?? '', isWatched: index % 2 === 0 });
  }
  await stage.import();
  await stage.export();
  await stage.settled();
}, 120_000);
afterAll(async () => {
  await stage.system.resume('importer').catch(() => undefined);
  await stage.stop();
});

/** As Plex words it; every one is another delivery. */
const wordOf = ({ id, isWatched }: Film, word: number): object => ({
  event: isWatched ? 'media.scrobble' : 'media.stop',
  user: true,
  owner: true,
  Account: { id: Number(stage.fakes.backend('plex').user) },
  Server: { uuid: stage.fakes.server('plex').uuid },
  Metadata: { type: 'movie', ratingKey: id, viewOffset: 60_000 + word },
});

async function send(bodies: readonly object[]): Promise<number[]> {
  const answers: number[] = [];
  for (let from = 0; from < bodies.length; from += AT_ONCE) {
    const group = bodies.slice(from, from + AT_ONCE).map(async (body) => {
      const answer = await fetch(`${stage.system.url}/v1/api/webhook?apikey=${stage.system.apiKey}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      await answer.arrayBuffer();
      return answer.status;
    });
    answers.push(...(await Promise.all(group)));
  }
  return answers;
}

const totalOf = async (path: string): Promise<number> => {
  const { body } = await stage.api.get(path);
  return (body as { readonly paging: { readonly total: number } }).paging.total;
};

const isRight = async ({ title, isWatched }: Film, type: ServerType): Promise<boolean> => {
  const { watched, positionMs } = await stage.fakes.state(type, { title });
  return watched === isWatched && (isWatched || Math.abs(positionMs - 1_200_000) < 2_000);
};

it('with the importer standing still, deliveries are taken in flat memory, and all are carried out afterwards', async () => {
  for (const { title, isWatched } of films)
    if (isWatched) await stage.fakes.play('plex', { title, at: now() });
    else await stage.fakes.pause('plex', { title, positionMs: 1_200_000, at: now() });
  for (const type of SERVERS) await stage.fakes.clearRequests(type);
  await stage.system.suspend('importer');
  const bodies = Array.from({ length: WORDS }, (_, word) => films.map((film) => wordOf(film, word))).flat();

  const first = await send(bodies.slice(0, FIRST_PART));
  const before = await stage.system.memory('webhook');
  const answers = [...first, ...(await send(bodies.slice(FIRST_PART)))];

  expect(answers.filter((status) => status !== 202)).toEqual([]);
  expect((await stage.system.memory('webhook')) - before).toBeLessThan(MOST_MIB);
  expect(await totalOf('webhook/deliveries?perpage=1')).toBe(bodies.length);
  expect(await totalOf('webhook/deliveries?verdict=matched&perpage=1')).toBe(0);
  expect(await totalOf('system/transport/queue?perpage=1')).toBeLessThanOrEqual(MOST_JOBS);

  await stage.system.resume('importer');

  await eventually(
    'every delivery is carried out',
    async () => (await totalOf('webhook/deliveries?verdict=matched&perpage=1')) === bodies.length,
    120_000,
  );
  for (const type of SERVERS)
    for (const film of films)
      await eventually(`${type} shows ${film.title} rightly`, () => isRight(film, type), 60_000);
  await stage.settled();
  for (const type of ['jellyfin', 'emby'] as const) {
    const marks = (await stage.fakes.writes(type)).filter(({ path }) => path.includes('PlayedItems'));
    expect(marks).toHaveLength(FILMS / 2);
  }
}, 300_000);
