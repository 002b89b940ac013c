import { describe, expect, it } from 'vitest';
import { demoCatalog } from './demo-catalog.js';
import { demoStates, seedDemo, type DemoPerson } from './demo-states.js';
import { FakePlex } from './fake-plex.js';

const catalog = demoCatalog();
const keyOf = ({ title, year, season, episode }: (typeof catalog)[number]) =>
  [title, year, season, episode].join('|');

describe('the demo catalogue', () => {
  it('is the same at every call', () => {
    expect(demoCatalog()).toEqual(catalog);
  });

  it('has 120 movies and 15 shows of 18 episodes, none twice', () => {
    const movies = catalog.filter(({ type }) => type === 'movie');
    const episodes = catalog.filter(({ type }) => type === 'episode');
    expect([movies.length, episodes.length, new Set(episodes.map(({ title }) => title)).size]).toEqual([
      120, 270, 15,
    ]);
    expect(new Set(catalog.map(keyOf)).size).toBe(catalog.length);
  });

  it('gives each title ids of its own, a place on disk and a date', () => {
    const ids = catalog.flatMap(({ type, guids }) =>
      Object.entries(guids ?? {}).map((id) => [type, ...id].join()),
    );
    expect(new Set(ids).size).toBe(ids.length);
    expect(
      catalog.every(({ path, addedAt, runtimeMs, guids }) => path && addedAt && runtimeMs && guids),
    ).toBe(true);
  });
});

describe('the demo states', () => {
  const states = demoStates(catalog);
  /** Which servers hold a title as played by a person, e.g. `plex,emby`. */
  const spread = (person: DemoPerson) => {
    const byTitle = Map.groupBy(
      states.filter((state) => state.person === person),
      ({ title }) => title,
    );
    return [...byTitle.values()].map((group) =>
      group.map(({ server, action }) => `${server} ${action.kind}`).join(),
    );
  };

  it.each(['alex', 'sam'] as const)('are mostly equal for %s, with some of every difference', (person) => {
    const count = (what: string) => spread(person).filter((one) => one === what).length;
    const equal = count('plex play,jellyfin play,emby play');
    const different = ['plex play', 'jellyfin play', 'emby pause', 'plex play,emby play'].map(count);
    expect(Math.min(...different)).toBeGreaterThan(5);
    expect(equal).toBeGreaterThan(2 * different.reduce((sum, one) => sum + one, 0));
  });

  it('differ between the two people', () => {
    expect(spread('alex')).not.toEqual(spread('sam'));
  });

  it('keep every position inside its title', () => {
    const paused = states.flatMap(({ title, action }) =>
      action.kind === 'pause' ? [{ title, action }] : [],
    );
    expect(paused.length).toBeGreaterThan(0);
    for (const { title, action } of paused) {
      expect(action.positionMs).toBeGreaterThan(0);
      expect(action.positionMs).toBeLessThan(0.7 * (title.runtimeMs ?? 0));
    }
  });

  it('arrive on a server as its own state', () => {
    const plex = new FakePlex();
    seedDemo(plex, catalog);
    const [alex] = plex.users;
    const mine = states.filter(({ server, person }) => server === 'plex' && person === 'alex');
    const watched = catalog.filter((title) => plex.stateOf(alex?.id ?? '', plex.idOf(title)).watched);
    expect(watched).toHaveLength(mine.length);
  });
});
