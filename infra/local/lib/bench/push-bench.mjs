// @ts-check
import { eventually } from '../eventually.mjs';
import { Refusal } from '../refusal.mjs';
import { floorOf } from './floor.mjs';
import { answerAfter, requestsOf } from './libraries.mjs';
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
 * The newest exports, pushes among them.
 * @param {Stage} stage
 * @returns {Promise<{ items: import('./runs.mjs').EndedRun[] }>}
 */
const exportsOf = ({ api }) => api.get('runs?kind=export&perpage=50');

/**
 * @param {Stage} stage
 * @param {number} expected writes
 * @param {ReadonlySet<string>} known runs of before
 */
async function pushesOf(stage, expected, known) {
  /** @type {import('./runs.mjs').EndedRun[]} */
  let pushes = [];
  const areDone = async () => {
    pushes = (await exportsOf(stage)).items.filter(({ id }) => !known.has(id));
    const ended = pushes.filter(({ finished_at }) => finished_at !== null);
    mustHaveSucceeded(ended);
    return total(ended, 'updated') + total(ended, 'skipped') >= expected;
  };
  if (await eventually(areDone, { within: LONGEST_MS, every: 200 })) return pushes;
  throw new Refusal(`The pushes were not done in ${LONGEST_MS / 1_000} s.`);
}

/**
 * Many changes at once, pushed to three backends; and the same calls made bare, as many at a time as are allowed.
 * @param {Stage} stage
 * @param {number} delayMs that the servers take to answer
 */
export async function benchPush(stage, delayMs) {
  const accounts = stage.accounts.slice(0, BACKENDS);
  // Only what was exported before is pushed to; nothing differs, so this writes nothing.
  await runAll(
    stage.api,
    'export',
    accounts.map(({ name }) => name),
  );
  const { items: known } = await exportsOf(stage);
  const exporter = stage.pidOf('exporter');
  // Held back, so that all changes are there when the first is written.
  process.kill(exporter, 'SIGSTOP');
  const changes = await markMany(stage).finally(() => process.kill(exporter, 'SIGCONT'));
  await Promise.all(accounts.map((account) => answerAfter(account, delayMs)));
  const pushes = await pushesOf(stage, changes * BACKENDS, new Set(known.map(({ id }) => id)));
  const lines = await Promise.all(
    accounts.map(async (account) => ({
      type: account.type,
      url: account.url,
      token: account.user.token,
      requests: await requestsOf(account),
    })),
  );
  const floor = await floorOf({ kind: 'call', lines, atOnce: ALLOWED_AT_ONCE });
  await Promise.all(accounts.map((account) => answerAfter(account, 0)));
  const writes = total(pushes, 'updated');
  return { writes, seconds: wallTime(pushes), calls: floor.rows, floor };
}
