// @ts-check
// The least that the same work can take: the same calls, JSON.parse, and a bulk write of the rows that came of them.
import http from 'node:http';
import { createRequire } from 'node:module';

const PAGE = 1_000;
/** Rows in one statement; a JSON parameter has a limit. */
const BULK = 20_000;
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

/**
 * @param {FloorLine} line
 * @returns {Promise<number>} titles
 */
async function readAll(line) {
  const ids = new Set();
  for await (const page of line.type === 'plex' ? plexPages(line) : otherPages(line)) {
    for (const item of page) if (isTitle(item)) ids.add(item.Id ?? item.ratingKey);
  }
  return ids.size;
}

/** @param {any} item */
const isTitle = ({ Type, type }) => ['Movie', 'Episode', 'movie', 'episode'].includes(Type ?? type);

/**
 * The very rows that the import made, for tables that have nothing but their keys.
 * @typedef {object} Bulk
 * @property {string} table
 * @property {readonly object[]} rows
 */

/** @param {string} databaseUrl */
const poolFor = (databaseUrl) => {
  const { Pool } = createRequire(import.meta.url)('pg');
  return new Pool({ connectionString: databaseUrl, max: 8 });
};

const TABLES = {
  item: 'id',
  item_key: 'identity_id, key',
  observation: 'backend_id, remote_id, part',
};

/**
 * What each account has to write: its copies, and the first one the items and their keys as well.
 * @param {import('pg').Pool} pool
 * @returns {Promise<Bulk[][]>}
 */
async function prepareBulks(pool) {
  for (const [table, key] of Object.entries(TABLES)) {
    await pool.query(`DROP TABLE IF EXISTS bench_${table}`);
    await pool.query(`CREATE TABLE bench_${table} (LIKE ${table}, PRIMARY KEY (${key}))`);
  }
  const bulkOf = async (/** @type {string} */ table, where = '') => ({
    table: `bench_${table}`,
    rows: (await pool.query(`SELECT * FROM ${table} ${where}`)).rows,
  });
  const { rows: backends } = await pool.query('SELECT id FROM backend ORDER BY id');
  const copies = backends.map(({ id }) => bulkOf('observation', `WHERE backend_id = ${Number(id)}`));
  const bulks = (await Promise.all(copies)).map((bulk) => [bulk]);
  bulks[0].push(await bulkOf('item'), await bulkOf('item_key'));
  return bulks;
}

/**
 * @param {import('pg').Pool} pool
 * @param {readonly Bulk[]} bulks
 */
async function writeAll(pool, bulks) {
  for (const { table, rows } of bulks) {
    for (let from = 0; from < rows.length; from += BULK) {
      const some = JSON.stringify(rows.slice(from, from + BULK));
      await pool.query(`INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, $1)`, [
        some,
      ]);
    }
  }
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

/**
 * What is not part of the work is done here; the work itself is handed back.
 * @param {import('./floor.mjs').FloorJob} job
 * @returns {Promise<() => Promise<number>>}
 */
async function prepare(job) {
  if (job.kind === 'call') return () => callAll(job);
  if (job.kind === 'read') return async () => sum(await Promise.all(job.lines.map(readAll)));
  const pool = poolFor(job.databaseUrl ?? '');
  const bulks = await prepareBulks(pool);
  return async () => {
    const done = job.lines.map(async (line, account) => {
      const titles = await readAll(line);
      await writeAll(pool, bulks[account]);
      return titles;
    });
    return sum(await Promise.all(done));
  };
}

process.once('message', async (/** @type {import('./floor.mjs').FloorJob} */ job) => {
  const work = await prepare(job);
  const [since, cpu] = [performance.now(), process.cpuUsage()];
  const rows = await work();
  const { user, system } = process.cpuUsage(cpu);
  process.send?.({ seconds: (performance.now() - since) / 1_000, rows, cpuSeconds: (user + system) / 1e6 });
});
process.once('disconnect', () => process.exit());
