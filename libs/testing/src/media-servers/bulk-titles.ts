import type { FakeTitle } from './fake-media-server.js';

const EPISODES_PER_SHOW = 100;
const EPISODES_PER_SEASON = 20;
const FIRST_ADDED_AT = 1_500_000_000;
const MINUTE_MS = 60_000;

/**
 * Invented titles for libraries of any size: the n-th is the same on every server and at every call, so that two
 * servers that are given the same numbers hold the same works.
 */
export function* bulkTitles(type: FakeTitle['type'], count: number, first = 0): Generator<FakeTitle> {
  const make = type === 'movie' ? bulkMovie : bulkEpisode;
  for (let n = first; n < first + count; n += 1) yield make(n);
}

const serial = (n: number) => String(n).padStart(6, '0');

const bulkMovie = (n: number): FakeTitle => ({
  type: 'movie',
  title: `Reel ${serial(n)}`,
  year: 1950 + (n % 75),
  guids: { imdb: `tt${20_000_000 + n}`, tmdb: String(20_000_000 + n) },
  addedAt: FIRST_ADDED_AT + n * 60,
  runtimeMs: (80 + (n % 60)) * MINUTE_MS,
});

function bulkEpisode(n: number): FakeTitle {
  const show = Math.floor(n / EPISODES_PER_SHOW);
  const inShow = n % EPISODES_PER_SHOW;
  return {
    type: 'episode',
    title: `Serial ${serial(show)}`,
    year: 1960 + (show % 60),
    season: 1 + Math.floor(inShow / EPISODES_PER_SEASON),
    episode: 1 + (inShow % EPISODES_PER_SEASON),
    episodeTitle: `Part ${inShow + 1}`,
    guids: { tvdb: String(30_000_000 + n) },
    parentGuids: { tvdb: String(3_000_000 + show), imdb: `tt${30_000_000 + show}` },
    addedAt: FIRST_ADDED_AT + n * 60,
    runtimeMs: (20 + (show % 40)) * MINUTE_MS,
  };
}
