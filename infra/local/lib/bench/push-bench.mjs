// @ts-check
import { eventually } from '../eventually.mjs';
import { Refusal } from '../refusal.mjs';
import { floorOf } from './floor.mjs';
import { forgetRequests, requestsOf } from './libraries.mjs';
import { mustHaveSucceeded, runAll, total, wallTime } from './runs.mjs';

const CHANGES = 500;
const BACKENDS = 3;
const MARKS_AT_ONCE = 8;
/** `WS_EXPORT_CONCURRENCY`: what the limit of one backend allows. */
const ALLOWED_AT_ONCE = 4;
const LONGEST_MS = 300_000;

/** @typedef {import('./stage.mjs').Stage} Stage */

/**
 * Marks so many unwatched titles as watched, as a person would.
 * @param {Stage} stage
 */
async function markMany({ api }) {
  const { history } = await api.get(`history?perpage=${CHANGES}&watched=0&sort=id:asc`);
  const queue = history.values();
  const person = async () => {
    for (const { id } of queue) await api.post(`history/${id}/watch`);
  };
  await Promise.all(Array.from({ length: MARKS_AT_ONCE }, person));
  return history.length;
}

/**
 * @param {Stage} stage
 * @param {number} expected writes
 * @param {ReadonlySet<string>} known runs of before
 */
async function pushesOf({ api }, expected, known) {
  /** @type {import('./runs.mjs').EndedRun[]} */
  let pushes = [];
  const areDone = async () => {
    const { items } = await api.get('runs?kind=export&perpage=50');
    pushes = items.filter((/** @type {{ id: string }} */ { id }) => !known.has(id));
    const ended = pushes.filter(({ finished_at }) => finished_at !== null);
    mustHaveSucceeded(ended);
    return total(ended, 'updated') + total(ended, 'skipped') >= expected;
  };
  if (await eventually(areDone, { within: LONGEST_MS, every: 200 })) return pushes;
  throw new Refusal(`The pushes were not done in ${LONGEST_MS / 1_000} s.`);
}

/**
 * Many changes at once, pushed to three backends; and the same calls made bare.
 * @param {Stage} stage
 */
export async function benchPush(stage) {
  const accounts = stage.accounts.slice(0, BACKENDS);
  const before = await runAll(
    stage.api,
    'export',
    accounts.map(({ name }) => name),
  );
  const exporter = stage.pidOf('exporter');
  // Held back, so that all changes are there when the first is written.
  process.kill(exporter, 'SIGSTOP');
  const changes = await markMany(stage).finally(() => process.kill(exporter, 'SIGCONT'));
  await Promise.all(accounts.map(forgetRequests));
  const pushes = await pushesOf(stage, changes * BACKENDS, new Set(before.map(({ id }) => id)));
  const lines = await Promise.all(
    accounts.map(async (account) => ({
      type: account.type,
      url: account.url,
      token: account.user.token,
      requests: await requestsOf(account),
    })),
  );
  const floor = await floorOf({ kind: 'call', lines, atOnce: ALLOWED_AT_ONCE });
  const writes = total(pushes, 'updated');
  const seconds = wallTime(pushes);
  return { writes, seconds, calls: floor.rows, floor, perSecond: writes / seconds };
}
