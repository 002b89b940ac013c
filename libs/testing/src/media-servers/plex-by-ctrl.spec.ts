import { AlertListener, PlexServer, type Movie, type ShowSection, type MovieSection } from '@ctrl/plex';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakePlex } from './fake-plex.js';

/**
 * The fake, seen through a Plex client that others wrote. Not checked with it: plex.tv, whose address that client has
 * built in; positions, which it sends through the older `/:/progress` only.
 */
let server: FakePlex;
let theirs: PlexServer;
let movie: string, episode: string;
const ALEX = '14800001';

beforeEach(async () => {
  server = new FakePlex();
  await server.start();
  const film = { type: 'movie', title: 'Harbour Lights', year: 2019, guids: { imdb: 'tt7000101' } } as const;
  movie = server.add(film);
  server.add({ type: 'movie', title: 'Paper Planets' });
  episode = server.add({
    type: 'episode',
    title: 'Tide Tables',
    season: 1,
    episode: 2,
    episodeTitle: 'High Water',
  });
  theirs = new PlexServer(server.url, server.adminToken);
  await theirs.connect();
});
afterEach(() => server.stop());

async function section<Kind extends MovieSection | ShowSection>(title: string): Promise<Kind> {
  return (await theirs.library()).section<Kind>(title);
}
async function film(): Promise<Movie> {
  const found = (await (await section<MovieSection>('Movies')).all()).find(
    ({ title }) => title === 'Harbour Lights',
  );
  if (!found) throw new Error('the client found no such movie');
  return found;
}

describe('a Plex client that others wrote', () => {
  it('knows the fake for a Plex server', () => {
    expect(theirs.machineIdentifier).toBe(server.uuid);
    expect(theirs.version).toBe(server.version);
    expect(theirs.friendlyName).toBe(server.name);
  });

  it('reads its libraries', async () => {
    const sections = await (await theirs.library()).sections();
    expect(sections.map(({ title }) => title)).toEqual(['Movies', 'TV Shows']);
    expect(await film()).toMatchObject({ ratingKey: movie, year: 2019, viewCount: undefined });
  });

  it('reads shows down to their episodes', async () => {
    const [show] = await (await section<ShowSection>('TV Shows')).all();
    expect(show?.title).toBe('Tide Tables');
    const episodes = (await show?.episodes()) ?? [];
    expect(episodes.map(({ title, ratingKey }) => [title, ratingKey])).toEqual([['High Water', episode]]);
  });

  it('marks a movie as watched and reads that back, and the other way', async () => {
    await (await film()).markWatched();
    expect(server.stateOf(ALEX, movie)).toMatchObject({ watched: true, playCount: 1 });
    expect((await film()).viewCount).toBe(1);
    await (await film()).markUnwatched();
    expect(server.stateOf(ALEX, movie)).toMatchObject({ watched: false, playCount: 0 });
    expect((await film()).viewCount ?? 0).toBe(0);
  });

  it('hears who is playing what', async () => {
    const heard: string[] = [];
    const listener = new AlertListener(theirs, (alert) => heard.push(alert.type));
    await listener.run();
    await expect.poll(() => server.notices.listeners).toBe(1);
    server.endSession(server.startSession(ALEX, movie));
    await expect.poll(() => heard).toEqual(['playing', 'playing']);
    listener.stop();
  });

  it('searches', async () => {
    const hubs = await theirs.search('harbour');
    expect(JSON.stringify(hubs.map(({ title }) => title))).toContain('Movies');
  });
});
