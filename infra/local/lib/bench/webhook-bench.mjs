// @ts-check
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../eventually.mjs';
import { Refusal } from '../refusal.mjs';
import { runAll } from './runs.mjs';

/** @typedef {import('./stage.mjs').Stage} Stage */

const PACE = { perSecond: 200, seconds: 10 };
/** Many more than one bell carries, and as many as a contract names for a night without workers. */
const FLOOD = { deliveries: 100_000, lines: 48 };
const MARKS = 40;
const LONGEST_MS = 600_000;

/**
 * Answers by status and the milliseconds that each took.
 * @typedef {{ readonly statuses: Map<number, number>, readonly ms: number[], readonly seconds: number }} Answers
 */

/** A caller of the webhook service itself, with lines that stay open. */
class Caller {
  /** @param {Stage} stage @param {number} lines */
  constructor(stage, lines) {
    const { ports, secrets } = stage.system.settings;
    this.agent = new Agent({ keepAlive: true, maxSockets: lines });
    this.options = {
      host: '127.0.0.1',
      port: ports.WS_WEBHOOK_PORT,
      path: '/v1/api/webhook',
      method: 'POST',
      agent: this.agent,
      headers: { 'x-apikey': secrets.WS_API_KEY, 'content-type': 'application/json' },
    };
    /** @type {Map<number, number>} */
    this.statuses = new Map();
    /** @type {number[]} */
    this.ms = [];
  }

  /** @param {object} payload */
  send(payload) {
    const body = JSON.stringify(payload);
    const startedAt = performance.now();
    return new Promise((resolve, reject) => {
      const call = request(this.options, (answer) => {
        answer.resume();
        answer.on('end', () => {
          const status = answer.statusCode ?? 0;
          this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
          this.ms.push(performance.now() - startedAt);
          resolve(undefined);
        });
      });
      call.on('error', reject);
      call.end(body);
    });
  }

  close() {
    this.agent.destroy();
  }
}

/** @param {readonly number[]} values @param {number} share */
export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

let events = 0;
/**
 * A position of somebody's player, as Jellyfin tells it every ten seconds; each is another event.
 * @param {string} id
 */
const position = (id) => ({
  NotificationType: 'UserDataSaved',
  SaveReason: 'PlaybackProgress',
  ServerId: 'ffffffffffffffffffffffffffffffff',
  UserId: 'ffffffffffffffffffffffffffffffff',
  ItemId: id,
  ItemType: 'Movie',
  PlaybackPositionTicks: (events += 1),
  UtcTimestamp: new Date().toISOString(),
  Overview: 'A printer folds a coast line. '.repeat(20),
});

/** @param {Stage} stage @param {string} service */
function residentMiB(stage, service) {
  const status = readFileSync(`/proc/${stage.pidOf(service)}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1_024;
}

/** @param {Caller} caller */
function mustHaveTakenAll(caller) {
  const refused = [...caller.statuses].filter(([status]) => status !== 202);
  if (refused.length > 0) throw new Refusal(`Webhooks were answered ${JSON.stringify(refused)}.`);
}

/** Answers at a steady pace. @param {Stage} stage */
async function atPace(stage) {
  const caller = new Caller(stage, 64);
  const sent = [];
  const startedAt = performance.now();
  for (let index = 0; index < PACE.perSecond * PACE.seconds; index += 1) {
    const due = startedAt + (index * 1_000) / PACE.perSecond;
    const early = due - performance.now();
    if (early > 1) await pause(early);
    sent.push(caller.send(position(`p${index}`)));
  }
  await Promise.all(sent);
  caller.close();
  mustHaveTakenAll(caller);
  return caller.ms;
}

/** As many as it takes, with the importer asleep; then how long the inbox needs to be empty. @param {Stage} stage */
async function flood(stage) {
  const importer = stage.pidOf('importer');
  const caller = new Caller(stage, FLOOD.lines);
  const before = residentMiB(stage, 'webhook');
  process.kill(importer, 'SIGSTOP');
  let left = FLOOD.deliveries;
  let peak = before;
  const startedAt = performance.now();
  const line = async () => {
    while (left > 0) {
      left -= 1;
      if (left % 1_000 === 0) peak = Math.max(peak, residentMiB(stage, 'webhook'));
      await caller.send(position(`f${left % 5_000}`));
    }
  };
  try {
    await Promise.all(Array.from({ length: FLOOD.lines }, line));
  } finally {
    process.kill(importer, 'SIGCONT');
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  caller.close();
  mustHaveTakenAll(caller);
  const awake = performance.now();
  const isEmpty = async () => {
    const { paging } = await stage.api.get('webhook/deliveries?verdict=unmatched-server&perpage=1');
    return paging.total >= FLOOD.deliveries;
  };
  if (!(await eventually(isEmpty, { within: LONGEST_MS, every: 250 })))
    throw new Refusal('Webhooks were lost: not all of them came to a verdict.');
  return { perSecond: FLOOD.deliveries / seconds, before, peak, readIn: (performance.now() - awake) / 1_000 };
}

/**
 * @param {import('./stage.mjs').Account} account
 * @param {string} path
 * @param {object} [body]
 * @returns {Promise<any>}
 */
async function control({ control: address, type }, path, body) {
  const init = body ? { method: 'POST', body: JSON.stringify(body) } : {};
  const answer = await fetch(`${address}/${type}/${path}`, init);
  if (!answer.ok) throw new Refusal(`The fake ${type} refused ${path}: ${await answer.text()}`);
  return answer.json();
}

/** From a webhook until both other servers show it, one mark at a time. @param {Stage} stage */
async function endToEnd(stage) {
  const [plex, jellyfin, emby] = stage.accounts;
  await runAll(
    stage.api,
    'export',
    stage.accounts.map(({ name }) => name),
  );
  const { history } = await stage.api.get(`history?perpage=${MARKS}&watched=0&type=movie&sort=id:desc`);
  const url = `${stage.system.address}/v1/api/webhook?apikey=${stage.system.settings.secrets.WS_API_KEY}`;
  const ms = [];
  for (const { metadata } of history) {
    const id = metadata.jellyfin.id;
    await control(jellyfin, 'play', { user: jellyfin.user.id, id });
    const startedAt = performance.now();
    await control(jellyfin, 'webhook', { user: jellyfin.user.id, id, url, event: 'UserDataSaved' });
    for (const other of [plex, emby]) {
      const query = new URLSearchParams({ user: other.user.id, id: metadata[other.name].id });
      const shows = async () => {
        /** @type {{ watched: boolean }} */
        const state = await control(other, `state?${query}`);
        return state.watched;
      };
      if (!(await eventually(shows, { within: 30_000, every: 10 })))
        throw new Refusal('A webhook did not reach the others.');
    }
    ms.push(performance.now() - startedAt);
  }
  return ms;
}

/**
 * Webhooks: how fast they are answered, how many are taken, and how long one takes to the other servers.
 * @param {Stage} stage
 */
export async function benchWebhooks(stage) {
  const through = await endToEnd(stage);
  const answers = await atPace(stage);
  return { through, answers, flood: await flood(stage) };
}

const milliseconds = (/** @type {number} */ value) => `${Math.round(value)} ms`;

/**
 * @param {Awaited<ReturnType<typeof benchWebhooks>>} measured
 * @returns {import('./report.mjs').Result[]}
 */
export function webhookResults({ through, answers, flood: { perSecond, before, peak, readIn } }) {
  const p95 = percentile(through, 0.95);
  const p99 = percentile(answers, 0.99);
  return [
    {
      name: 'Webhook to the write on two others, p95',
      measured: milliseconds(p95),
      against: `p50 ${milliseconds(percentile(through, 0.5))}`,
      value: p95,
      shown: milliseconds(p95),
      bar: { most: 1_500 },
    },
    {
      name: 'Webhook answered, p99 at 200/s',
      measured: milliseconds(p99),
      against: `p50 ${milliseconds(percentile(answers, 0.5))}`,
      value: p99,
      shown: milliseconds(p99),
      bar: { most: 50 },
    },
    {
      name: 'Webhooks taken, none lost',
      measured: `${Math.round(perSecond)}/s`,
      against: `${FLOOD.deliveries.toLocaleString('en')} with the importer asleep; read in ${readIn.toFixed(0)} s`,
      value: perSecond,
      shown: `${Math.round(perSecond)}/s`,
      bar: { least: 1_500 },
    },
    {
      name: 'Memory of the webhook service meanwhile',
      measured: `${Math.round(peak)} MiB`,
      against: `${Math.round(before)} MiB before`,
      value: peak,
      shown: `${Math.round(peak)} MiB`,
      bar: { most: 320 },
    },
  ];
}
