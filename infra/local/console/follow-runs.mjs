// @ts-check
import { ApiRefusal } from '../lib/api-client.mjs';
import { Refusal } from '../lib/refusal.mjs';

/** @typedef {import('../lib/api-client.mjs').Run} Run */

/** Options of both commands that start runs. */
export const RUN_OPTIONS = {
  'select-backend': {
    text: 'Only this backend; may be repeated',
    type: /** @type {const} */ ('string'),
    short: 's',
    multiple: true,
  },
  exclude: { text: 'All but the selected backends', short: 'e' },
  'force-full': { text: 'Compare everything, not only what changed', short: 'f' },
  'dry-run': { text: 'Write nothing' },
  'sync-requests': { text: 'One request at a time' },
  strict: { text: 'Exit with 1 when a backend fails' },
};

/** @typedef {Run & { identity: string }} OwnedRun */

/**
 * Starts a run on each selected backend of each identity, one identity after the other, and follows them to the end.
 * @param {import('./usage.mjs').Context} context
 * @param {{ kind: 'import' | 'export', body: object }} what
 * @returns {Promise<OwnedRun[]>} those that this call has started
 */
export async function followRuns(context, what) {
  const runs = [];
  for (const identity of await identities(context)) {
    const api = context.api(identity);
    const backends = await selected(api, context.options, what.kind);
    runs.push(...(await followThose(context, api, { ...what, backends })));
  }
  if (runs.length === 0) context.note(`There was nothing to ${what.kind}.`);
  return runs;
}

/**
 * @param {import('./usage.mjs').Context} context
 * @returns {Promise<string[]>} the one that is named, else all
 */
async function identities({ api, options }) {
  if (options.user) return [options.user];
  /** @type {{ identities: { identity: string, backends: string[] }[] }} */
  const found = await api().get('identities');
  return found.identities.filter(({ backends }) => backends.length > 0).map(({ identity }) => identity);
}

/**
 * @param {import('./usage.mjs').Context} context
 * @param {import('../lib/api-client.mjs').ApiClient} api
 * @param {{ kind: string, body: object, backends: readonly string[] }} what
 * @returns {Promise<OwnedRun[]>}
 */
async function followThose({ note }, api, { kind, body, backends }) {
  const since = performance.now();
  const started = await Promise.all(
    backends.map((name) => start(api, note, { path: `backend/${name}/${kind}`, body })),
  );
  const ids = started.filter((id) => id !== null);
  const runs = await Promise.all(ids.map((id) => api.finished(id, progressTeller(note))));
  const requests = runs.reduce((sum, run) => sum + run.requests, 0);
  const seconds = ((performance.now() - since) / 1_000).toFixed(2);
  note(`Completed '${requests}' requests in '${seconds}'s for '${api.identity}' backends.`);
  for (const run of runs) tellEnd(run, note);
  return runs.map((run) => ({ ...run, identity: api.identity }));
}

/**
 * @param {import('../lib/api-client.mjs').ApiClient} api
 * @param {Record<string, any>} options
 * @param {'import' | 'export'} kind
 */
async function selected(api, options, kind) {
  /** @type {any[]} */
  const backends = await api.get('backends');
  /** @type {string[]} */
  const wanted = options['select-backend'] ?? [];
  const unknown = wanted.find((name) => !backends.some((one) => one.name === name));
  if (unknown) throw new Refusal(`There is no backend ${unknown}.`);
  const isWanted = (/** @type {string} */ name) => wanted.includes(name) !== Boolean(options.exclude);
  const chosen = backends.filter((one) => (wanted.length > 0 ? isWanted(one.name) : one[kind].enabled));
  if (chosen.length === 0 && wanted.length > 0) throw new Refusal(`No backend is selected for the ${kind}.`);
  return chosen.map(({ name }) => name);
}

/**
 * @param {import('../lib/api-client.mjs').ApiClient} api
 * @param {(text: string) => void} note
 * @param {{ path: string, body: object }} call
 * @returns {Promise<string | null>} null when another copy runs already, which is no error (cli.md 1.3)
 */
async function start(api, note, { path, body }) {
  try {
    return (await api.post(path, body)).run_id;
  } catch (error) {
    if (!(error instanceof ApiRefusal) || error.status !== 409) throw error;
    note(error.message);
    return null;
  }
}

/** @param {(text: string) => void} note @returns {(run: Run) => void} */
function progressTeller(note) {
  let last = '';
  return ({ kind, backend, status, progress: { done, total } }) => {
    const line = `${kind} ${backend}: ${status}, ${done}${total === null ? '' : ` of ${total}`}`;
    if (line !== last) note(line);
    last = line;
  };
}

/** @param {Run} run @param {(text: string) => void} note */
function tellEnd({ kind, backend, status, error }, note) {
  if (error) note(`${kind} of ${backend}: ${error.message} ${error.hint ?? ''}`.trimEnd());
  if (status === 'awaiting_approval')
    note(`${kind} of ${backend} waits for your approval; see its run in the user interface.`);
}

/** @param {readonly Run[]} runs @param {boolean} isStrict */
export function exitCode(runs, isStrict) {
  return isStrict && runs.some(({ status }) => status !== 'succeeded') ? 1 : 0;
}
