// @ts-check
import { Refusal } from '../refusal.mjs';

const EPISODES_PER_SHOW = 100;
const AT_ONCE = 16;
const WATCHED_AT = 1_700_000_000;

/** @typedef {import('./stage.mjs').Account} Account */

/**
 * One call to the remote control of a fake server (libs/testing/src/media-servers/README.md).
 * @param {Account} account
 * @param {string} call method and path below the server's part, as in `POST add`
 * @param {object} [body]
 * @returns {Promise<any>}
 */
async function order({ control, type }, call, body) {
  const [method, path] = call.split(' ');
  const answer = await fetch(`${control}/${type}/${path}`, { method, body: body && JSON.stringify(body) });
  if (answer.ok) return answer.json();
  throw new Refusal(`The fake ${type} server refused ${call}: ${await answer.text()}`);
}

/**
 * One movie to 35 episodes, as in the library of contract.md 7, and everybody has watched a tenth of them.
 * @param {number} size
 */
export const partsOf = (size) => ({
  movies: Math.round(size / 36),
  episodes: size - Math.round(size / 36),
});

/**
 * @param {Account} account
 * @param {number} size
 */
export async function fill(account, size) {
  const { movies, episodes } = partsOf(size);
  await order(account, 'POST add', { bulk: movies, type: 'movie' });
  await order(account, 'POST add', { bulk: episodes, type: 'episode' });
  await watch(account, [...watchedMovies(movies), ...watchedEpisodes(episodes)]);
}

const serial = (/** @type {number} */ number) => String(number).padStart(6, '0');

/** @param {number} count */
function* watchedMovies(count) {
  for (let number = 0; number < count; number += 10) yield { title: `Reel ${serial(number)}` };
}

/** @param {number} count */
function* watchedEpisodes(count) {
  for (let show = 0; show < Math.floor(count / EPISODES_PER_SHOW); show += 1) {
    for (let episode = 1; episode <= EPISODES_PER_SHOW / 10; episode += 1)
      yield { title: `Serial ${serial(show)}`, season: 1, episode };
  }
}

/**
 * @param {Account} account
 * @param {readonly object[]} titles
 */
async function watch(account, titles) {
  const queue = titles.values();
  const viewer = async () => {
    for (const title of queue)
      await order(account, 'POST play', { ...title, user: account.user.id, at: WATCHED_AT });
  };
  await Promise.all(Array.from({ length: AT_ONCE }, viewer));
}

/** @typedef {{ method: string, path: string, write: boolean, user: string | null }} LoggedRequest */

/** @param {Account} account */
export const forgetRequests = (account) => order(account, 'DELETE requests');

/**
 * What this account has asked its server since the requests were last forgotten.
 * @param {Account} account
 * @returns {Promise<LoggedRequest[]>}
 */
export async function requestsOf(account) {
  const all = /** @type {LoggedRequest[]} */ (await order(account, 'GET requests'));
  return all.filter(({ user }) => user === account.user.id || user === account.user.name);
}

/**
 * From now on the server takes so long to answer; and what it was asked before is forgotten.
 * @param {Account} account
 * @param {number} delayMs
 */
export async function answerAfter(account, delayMs) {
  await order(account, 'DELETE faults');
  if (delayMs > 0) await order(account, 'POST fault', { kind: { delayMs } });
  await forgetRequests(account);
}
