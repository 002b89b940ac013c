import type { FakeTitle } from './fake-media-server.js';

const MOVIE_COUNT = 120;
const SHOW_COUNT = 15;
const SEASONS = 3;
const EPISODES_PER_SEASON = 6;
const FIRST_ADDED_AT = 1_640_000_000;
const DAY_S = 86_400;
const MINUTE_MS = 60_000;

const MOODS = [
  'Quiet',
  'Paper',
  'Copper',
  'Northern',
  'Borrowed',
  'Hollow',
  'Amber',
  'Second',
  'Velvet',
  'Crooked',
];
const THINGS = [
  'Harbour',
  'Orchard',
  'Lantern',
  'Cartographer',
  'Railway',
  'Winter',
  'Telegraph',
  'Garden',
  'Meridian',
  'Clockmaker',
  'Ferry',
  'Almanac',
];
const SHOWS = [
  'Tide Tables',
  'Marrow Street',
  'The Lamp Committee',
  'Cold Frame',
  'Signal Box Nine',
  'Dry Stone',
  'Ledger and Salt',
  'Upper Weir',
  'The Night Bakery',
  'Fell Runners',
  'Post Office Blue',
  'Gannet Rock',
  'Half a Furlong',
  'Small Brass',
  'Kettle Bay',
];
const EPISODE_NAMES = ['Low Water', 'The Visitor', 'A Loose Thread', 'Inventory', 'Two Keys', 'Home by Ten'];

const range = (count: number) => Array.from({ length: count }, (_, index) => index);
const pick = (list: readonly string[], index: number) => list[index % list.length] ?? '';

/** The demo's library: invented titles, the same at every call, with ids that all three servers agree on. */
export function demoCatalog(): readonly FakeTitle[] {
  return [...range(MOVIE_COUNT).map(demoMovie), ...range(SHOW_COUNT).flatMap(demoShow)];
}

function demoMovie(n: number): FakeTitle {
  // Ten moods times twelve things: each pair comes up once.
  const title = `${pick(MOODS, Math.floor(n / THINGS.length))} ${pick(THINGS, n)}`;
  const year = 1988 + ((n * 7) % 37);
  return {
    type: 'movie',
    title,
    year,
    guids: { imdb: `tt${9_100_000 + n}`, tmdb: String(910_000 + n) },
    addedAt: FIRST_ADDED_AT + n * DAY_S,
    runtimeMs: (84 + ((n * 13) % 61)) * MINUTE_MS,
    path: `/media/movies/${title} (${year})/${title} (${year}).mkv`,
  };
}

function demoShow(show: number): readonly FakeTitle[] {
  return range(SEASONS * EPISODES_PER_SEASON).map((n) => demoEpisode(show, n));
}

function demoEpisode(show: number, n: number): FakeTitle {
  const title = pick(SHOWS, show);
  const year = 2004 + show;
  const season = 1 + Math.floor(n / EPISODES_PER_SEASON);
  const episode = 1 + (n % EPISODES_PER_SEASON);
  const serial = show * SEASONS * EPISODES_PER_SEASON + n;
  const code = `S0${season}E0${episode}`;
  return {
    type: 'episode',
    title,
    year,
    season,
    episode,
    episodeTitle: pick(EPISODE_NAMES, serial + season),
    guids: { tvdb: String(8_200_000 + serial), imdb: `tt${9_300_000 + serial}` },
    parentGuids: { tvdb: String(382_000 + show), tmdb: String(82_000 + show), imdb: `tt${9_200_000 + show}` },
    addedAt: FIRST_ADDED_AT + (MOVIE_COUNT + serial) * DAY_S,
    runtimeMs: (22 + ((show * 5) % 34)) * MINUTE_MS,
    path: `/media/tv/${title} (${year})/Season 0${season}/${title} - ${code}.mkv`,
  };
}
