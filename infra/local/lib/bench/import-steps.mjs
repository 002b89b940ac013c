// @ts-check
import { Refusal } from '../refusal.mjs';

const STEP = /^sync_import_seconds_total\{step="(\w+)"[^}]*\} (\S+)$/gm;
const REQUEST = /^sync_backend_request_seconds_total\{[^}]*operation="(?:page|shows)"[^}]*\} (\S+)$/gm;

/** @typedef {Record<string, number>} Steps seconds by step; those of several imports at once add up */

/**
 * Where the importer says its imports have spent their time. Of reading, the part that was no waiting for an answer is
 * parsing, waiting for one's turn included.
 * @param {import('./stage.mjs').Stage} stage
 * @returns {Promise<Steps>}
 */
export async function importSteps(stage) {
  const port = stage.system.settings.ports.WS_METRICS_PORT_IMPORTER;
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
  if (!answer.ok) throw new Refusal(`The metrics of the importer answered ${answer.status}.`);
  const text = await answer.text();
  /** @type {Steps} */
  const steps = {};
  for (const [, step, seconds] of text.matchAll(STEP)) steps[step] = (steps[step] ?? 0) + Number(seconds);
  const answered = [...text.matchAll(REQUEST)].reduce((sum, [, seconds]) => sum + Number(seconds), 0);
  const { read = 0, ...others } = steps;
  return { network: answered, parse: Math.max(0, read - answered), ...others };
}

/**
 * @param {Steps} after
 * @param {Steps} before
 * @returns {Steps}
 */
export const difference = (after, before) =>
  Object.fromEntries(Object.entries(after).map(([step, seconds]) => [step, seconds - (before[step] ?? 0)]));
