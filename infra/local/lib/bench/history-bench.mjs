// @ts-check
// Pages of a history of a million states, by every filter and every order that is offered (contract.md 7).
import { createRequire } from 'node:module';
import { performance } from 'node:perf_hooks';

const STATES = 1_000_000;
const PAGES = 25;
const PER_PAGE = 50;

/** A million states of one person: shows and films of many years, a fifth of them watched, with two backends each. */
const FILL = [
  // Filled without its indexes, which are made afterwards: what is measured is reading.
  `CREATE TABLE bench_index AS SELECT indexname, indexdef FROM pg_indexes WHERE tablename IN ('item', 'observation') AND indexname NOT LIKE 'PK%'`,
  `DO $$ DECLARE name text; BEGIN FOR name IN SELECT indexname FROM bench_index LOOP EXECUTE format('DROP INDEX %I', name); END LOOP; END $$`,
  `INSERT INTO identity (name) VALUES ('bench_history')`,
  `INSERT INTO backend (identity_id, name, type, url, sealed_token, user_id, uuid, import_enabled, export_enabled)
   SELECT i.id, b, 'plex', 'http://bench', 'sealed', 'u', 'bench-' || b, true, true
     FROM identity i, unnest(ARRAY['attic', 'cellar']) AS b WHERE i.name = 'bench_history'`,
  `INSERT INTO item (identity_id, type, title, episode_title, year, season, episode, guids, parent_guids, decision, via, event, changed_at, created_at, updated_at)
   SELECT i.id, CASE WHEN n % 12 = 0 THEN 'movie' ELSE 'episode' END,
          (ARRAY['Harbour','Lantern','Paper','Winter','Silent','Copper','Hollow','Meadow'])[1 + n % 8] || ' ' ||
          (ARRAY['Tales','Road','Tides','House','Garden','Signal','Letters'])[1 + n / 8 % 7] || ' ' || n / 100,
          CASE WHEN n % 12 = 0 THEN NULL ELSE 'Part ' || (ARRAY['of the Sea','One','in Winter','the Return','at Night'])[1 + n % 5] || ' ' || n / 40 END,
          1930 + n % 95, CASE WHEN n % 12 = 0 THEN NULL ELSE n % 15 END, CASE WHEN n % 12 = 0 THEN NULL ELSE 1 + n % 40 END,
          jsonb_build_object('tmdb', n::text, 'imdb', 'tt' || n), CASE WHEN n % 12 = 0 THEN '{}' ELSE jsonb_build_object('tvdb', (n / 100)::text) END,
          CASE WHEN n % 5 = 0 THEN 'played' ELSE 'default' END, CASE WHEN n % 3 = 0 THEN 'attic' ELSE 'cellar' END, 'task.import',
          now() - make_interval(secs => (n::bigint * 7919) % 100000000), now() - make_interval(secs => n), now() - make_interval(secs => n / 2)
     FROM identity i, generate_series(1, ${STATES}) AS n WHERE i.name = 'bench_history'`,
  `INSERT INTO observation (backend_id, remote_id, part, item_id, fingerprint, watched, position_ms, path, observed_at, as_source, detail)
   SELECT b.id, b.name || '-' || item.id, 0, item.id, 'f', item.decision = 'played', 0, '/media/' || item.title || '/' || item.id || '.mkv', now(), true,
          jsonb_build_object('title', item.title, 'episodeTitle', item.episode_title, 'year', item.year, 'season', item.season, 'episode', item.episode,
                             'guids', item.guids, 'parentGuids', item.parent_guids,
                             'genres', jsonb_build_array((ARRAY['comedy','crime','drama','family','war'])[1 + item.year % 5], 'genre ' || item.year))
     FROM item JOIN identity i ON i.id = item.identity_id AND i.name = 'bench_history' JOIN backend b ON b.identity_id = i.id AND b.name = 'attic'`,
  `DO $$ DECLARE def text; BEGIN FOR def IN SELECT indexdef FROM bench_index LOOP EXECUTE def; END LOOP; END $$`,
  'DROP TABLE bench_index',
  // As a library that has been there for a while: nothing is left to be tidied up while it is read.
  'VACUUM ANALYZE item',
  'VACUUM ANALYZE observation',
];

/**
 * Every filter that is offered, and some together.
 * @type {Record<string, string>[]}
 */
const FILTERS = [
  {},
  { watched: '1' },
  { watched: '0' },
  { type: 'movie' },
  { via: 'attic' },
  { year: '1999' },
  { season: '3' },
  { episode: '17' },
  { title: 'harbour' },
  { title: 'tides 4711' },
  { title: 'zq' },
  { title: 'le' },
  { title: 'nothing is called so' },
  { subtitle: 'winter 12' },
  { guids: 'tmdb://77777' },
  { parent: 'tvdb://4711' },
  { rguid: 'tvdb://4711/3/17' },
  { path: '/media/Lantern Road' },
  { genres: 'genre 1999' },
  { genres: 'drama' },
  { metadata: '1', key: 'path', value: '/media/Harbour', exact: '0' },
  { metadata: '1', key: 'id', value: 'attic-5' },
  { q: 'winter s02e05' },
  { watched: '1', type: 'movie', year: '2001' },
  { title: 'signal', watched: '1' },
];

const SORTS = [
  'id',
  'type',
  'updated',
  'watched',
  'via',
  'title',
  'year',
  'season',
  'episode',
  'created_at',
  'updated_at',
];

const percentile = (/** @type {number[]} */ times, /** @type {number} */ share) =>
  [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;

/** How long a page may take (contract.md 7), milliseconds. */
const BAR_MS = 50;
const SLOWEST = 5;

/** @typedef {{ name: string, p50: number, p95: number, first: number, pages: number }} Case milliseconds */

/**
 * @param {import('./stage.mjs').Stage} stage
 * @returns {Promise<Case[]>}
 */
export async function benchHistory(stage) {
  const { Pool } = createRequire(import.meta.url)('pg');
  const pool = new Pool({ connectionString: stage.databaseUrl, max: 1 });
  try {
    for (const statement of FILL) await pool.query(statement);
  } finally {
    await pool.end();
  }
  const cases = [
    ...FILTERS.map((filter) => ({ name: JSON.stringify(filter), query: filter })),
    ...SORTS.flatMap((sort) =>
      ['asc', 'desc'].map((way) => ({ name: `${sort}:${way}`, query: { sort: `${sort}:${way}` } })),
    ),
  ];
  const to = { url: stage.system.address, key: stage.system.settings.secrets.WS_API_KEY };
  // A service that has just started is not what a person meets.
  await timed(to, {});
  const timings = [];
  for (const { name, query } of cases) timings.push({ name, ...(await timed(to, query)) });
  return timings;
}

/**
 * The slowest, each by itself, and so how many hold the bar.
 * @param {readonly Case[]} cases
 * @returns {import('./report.mjs').Result[]}
 */
export function historyResults(cases) {
  const slowest = [...cases].sort((a, b) => b.p95 - a.p95).slice(0, SLOWEST);
  return slowest.map(({ name, p50, p95, first }, place) => ({
    name: `History of 1,000,000, p95, slowest of ${cases.length} ${place === 0 ? '' : `but ${place}`}`.trim(),
    measured: `${p95.toFixed(0)} ms`,
    against: `${name}: p50 ${p50.toFixed(0)} ms, first ${first.toFixed(0)} ms`,
    value: p95,
    shown: `${p95.toFixed(0)} ms`,
    bar: { most: BAR_MS },
  }));
}

/**
 * Pages from the whole of a list, as a person who jumps about: the first page first.
 * @param {{ url: string, key: string }} to
 * @param {Record<string, string>} query
 */
async function timed({ url, key }, query) {
  /** @type {number[]} */
  const times = [];
  let last = 1;
  for (let nth = 0; nth < PAGES; nth += 1) {
    const page = nth === 0 ? 1 : 1 + ((nth * 7_919) % last);
    const search = new URLSearchParams({ ...query, page: String(page), perpage: String(PER_PAGE) });
    const before = performance.now();
    const answer = await fetch(`${url}/v1/api/history?${search}`, {
      headers: { 'X-APIKEY': key, 'X-User': 'bench_history' },
    });
    const body = /** @type {{ paging: { last_page: number } }} */ (await answer.json());
    times.push(performance.now() - before);
    if (answer.status !== 200)
      throw new Error(`history answered ${answer.status}: ${JSON.stringify(body).slice(0, 300)}`);
    last = body.paging.last_page;
  }
  return { p50: percentile(times, 0.5), p95: percentile(times, 0.95), first: times[0] ?? 0, pages: last };
}
