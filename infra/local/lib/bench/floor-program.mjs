// @ts-check
// The least that the same work can take: the same calls, JSON.parse, and one bulk write for each account.
import http from 'node:http';
import { createRequire } from 'node:module';

const PAGE = 1_000;
const PLEX_LIST = /^\/library\/sections\/\d+\/all\?/;

const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });

/** @typedef {import('./floor.mjs').FloorLine} FloorLine */

/**
 * @param {FloorLine} line
 * @param {{ method: string, path: string }} request
 * @param {Record<string, string | number>} [more]
 * @returns {Promise<string>}
 */
function call({ url, token }, { method, path }, more = {}) {
  const headers = {
    accept: 'application/json',
    'x-plex-token': token,
    'x-emby-token': token,
    authorization: `MediaBrowser Token="${token}"`,
    ...more,
  };
  return new Promise((resolve, reject) => {
    const request = http.request(url + path, { agent, method, headers }, (answer) => {
      /** @type {Buffer[]} */
      const chunks = [];
      answer.on('data', (chunk) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        if ((answer.statusCode ?? 500) < 400) resolve(Buffer.concat(chunks).toString('utf8'));
        else reject(new Error(`${method} ${path.split('?')[0]} answered ${answer.statusCode}`));
      });
    });
    request.on('error', reject);
    request.end();
  });
}

/** @param {number} offset */
const plexWindow = (offset) => ({ 'x-plex-container-start': offset, 'x-plex-container-size': PAGE });

/**
 * Plex is told the page in headers, which no log of requests shows: each of its lists is read to the end instead.
 * @param {FloorLine} line
 */
async function* plexPages(line) {
  const lists = new Set(line.requests.map(({ path }) => path).filter((path) => PLEX_LIST.test(path)));
  for (const path of lists) {
    let total = 1;
    for (let offset = 0; offset < total; offset += PAGE) {
      const page = JSON.parse(await call(line, { method: 'GET', path }, plexWindow(offset))).MediaContainer;
      total = page.totalSize ?? 0;
      yield page.Metadata ?? [];
    }
  }
}

/** @param {FloorLine} line */
async function* otherPages(line) {
  for (const request of line.requests) {
    const { Items = [] } = JSON.parse(await call(line, request));
    yield Items;
  }
}

/** @param {FloorLine} line */
async function readAll(line) {
  const rows = new Map();
  const isPlex = line.type === 'plex';
  const toRow = isPlex ? plexRow : otherRow;
  for await (const page of isPlex ? plexPages(line) : otherPages(line)) {
    for (const row of page.filter(isTitle).map(toRow)) rows.set(row.id, row);
  }
  return [...rows.values()];
}

/** @param {any} item */
const isTitle = ({ Type, type }) => ['Movie', 'Episode', 'movie', 'episode'].includes(Type ?? type);

/** @param {any} item */
const plexRow = ({ ratingKey, grandparentTitle, title, viewCount = 0, Guid = [] }) => ({
  id: ratingKey,
  title: grandparentTitle ?? title,
  watched: viewCount > 0,
  detail: Guid,
});

/** @param {any} item */
const otherRow = ({ Id, SeriesName, Name, UserData, ProviderIds }) => ({
  id: Id,
  title: SeriesName ?? Name,
  watched: UserData.Played,
  played_at: UserData.LastPlayedDate,
  detail: ProviderIds,
});

/**
 * @param {import('pg').Client} client
 * @param {number} account
 * @param {readonly object[]} rows
 */
const writeAll = (client, account, rows) =>
  client.query(
    `INSERT INTO bench_floor SELECT $1, r.id, r.title, r.watched, r.played_at, r.detail
       FROM jsonb_to_recordset($2::jsonb) AS r(id text, title text, watched boolean, played_at timestamptz, detail jsonb)
     ON CONFLICT DO NOTHING`,
    [account, JSON.stringify(rows)],
  );

/**
 * @param {import('./floor.mjs').FloorJob} job
 * @returns {Promise<number>} rows
 */
async function readAndWrite({ lines, databaseUrl }) {
  const { Pool } = createRequire(import.meta.url)('pg');
  const pool = new Pool({ connectionString: databaseUrl, max: lines.length });
  try {
    const counts = lines.map(async (line, account) => {
      const rows = await readAll(line);
      await writeAll(pool, account, rows);
      return rows.length;
    });
    return sum(await Promise.all(counts));
  } finally {
    await pool.end();
  }
}

/** @param {string | undefined} databaseUrl */
async function prepareTable(databaseUrl) {
  const { Client } = createRequire(import.meta.url)('pg');
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('DROP TABLE IF EXISTS bench_floor');
  await client.query(`CREATE TABLE bench_floor (account int, id text, title text, watched boolean, played_at timestamptz,
    detail jsonb, PRIMARY KEY (account, id))`);
  await client.end();
}

/** @param {import('./floor.mjs').FloorJob} job */
async function callAll({ lines, atOnce = 1 }) {
  const lanes = lines.flatMap((line) => {
    const queue = line.requests.values();
    const lane = async () => {
      for (const request of queue) await call(line, request, line.type === 'plex' ? plexWindow(0) : {});
    };
    return Array.from({ length: atOnce }, lane);
  });
  await Promise.all(lanes);
  return sum(lines.map(({ requests }) => requests.length));
}

/** @param {readonly number[]} numbers */
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

/** @param {import('./floor.mjs').FloorJob} job */
async function carryOut(job) {
  if (job.kind === 'call') return callAll(job);
  if (job.kind === 'read-and-write') return readAndWrite(job);
  return sum(await Promise.all(job.lines.map(async (line) => (await readAll(line)).length)));
}

process.once('message', async (/** @type {import('./floor.mjs').FloorJob} */ job) => {
  if (job.kind === 'read-and-write') await prepareTable(job.databaseUrl);
  const [since, cpu] = [performance.now(), process.cpuUsage()];
  const rows = await carryOut(job);
  const { user, system } = process.cpuUsage(cpu);
  process.send?.({ seconds: (performance.now() - since) / 1_000, rows, cpuSeconds: (user + system) / 1e6 });
});
process.once('disconnect', () => process.exit());
