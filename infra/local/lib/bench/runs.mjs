// @ts-check
import { Refusal } from '../refusal.mjs';

/** @typedef {import('../api-client.mjs').Run & { started_at: string, finished_at: string }} EndedRun */

/**
 * Starts the same work on several backends at once and waits for its end.
 * @param {import('../api-client.mjs').ApiClient} api
 * @param {'import' | 'export'} kind
 * @param {readonly string[]} backends
 */
export async function runAll(api, kind, backends) {
  const ids = [];
  for (const name of backends) ids.push((await api.post(`backend/${name}/${kind}`)).run_id);
  const runs = /** @type {EndedRun[]} */ (await Promise.all(ids.map((id) => api.finished(id))));
  mustHaveSucceeded(runs);
  return runs;
}

/** @param {readonly EndedRun[]} runs */
export function mustHaveSucceeded(runs) {
  const broken = runs.find(({ status }) => status !== 'succeeded');
  if (broken)
    throw new Refusal(
      `The ${broken.kind} of ${broken.backend} ended as ${broken.status}: ${broken.error?.message}`,
    );
}

/**
 * From the start of the first to the end of the last, in seconds.
 * @param {readonly EndedRun[]} runs
 */
export const wallTime = (runs) =>
  (Math.max(...runs.map(({ finished_at }) => Date.parse(finished_at))) -
    Math.min(...runs.map(({ started_at }) => Date.parse(started_at)))) /
  1_000;

/**
 * @param {readonly EndedRun[]} runs
 * @param {keyof EndedRun['counts']} name
 */
export const total = (runs, name) => runs.reduce((sum, { counts }) => sum + counts[name], 0);
