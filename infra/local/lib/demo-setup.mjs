// @ts-check
import { ApiClient, ApiRefusal } from './api-client.mjs';
import { Refusal } from './refusal.mjs';
import { step } from './step.mjs';
import { table } from './table.mjs';

/** Who has the backends: the person's name on the fake servers, by identity. */
const PEOPLE = { main: 'alex', sam: 'sam' };

/** @typedef {import('./api-client.mjs').Run} Run */

/**
 * Configures the fake servers as backends, imports them and previews the export.
 * @param {{ url: string, key: string, servers: readonly import('./fake-servers.mjs').FakeServer[] }} demo
 */
export async function setUpDemo({ url, key, servers }) {
  const done = step('Configuring three backends, importing them, planning the export');
  /** @type {(readonly (string | number)[])[]} */
  const rows = [];
  for (const [identity, person] of Object.entries(PEOPLE)) {
    const api = new ApiClient(url, key, identity);
    if (identity !== 'main' && !(await addIdentity(url, key, identity))) continue;
    for (const server of servers) await addBackend(api, server, person);
    rows.push(
      ...(await rehearse(
        api,
        servers.map(({ type }) => type),
      )),
    );
  }
  done();
  const head = ['Identity', 'Backend', 'Read', 'New', 'Would mark played', 'unplayed', 'set position'];
  process.stdout.write(`${table(head, rows)}\n`);
}

/**
 * @param {string} url
 * @param {string} key
 * @param {string} identity
 * @returns {Promise<boolean>} false while the API cannot add people
 */
async function addIdentity(url, key, identity) {
  try {
    await new ApiClient(url, key).post('identities', { identity });
    return true;
  } catch (error) {
    if (error instanceof ApiRefusal && [404, 405].includes(error.status)) return false;
    throw error;
  }
}

/**
 * @param {ApiClient} api
 * @param {import('./fake-servers.mjs').FakeServer} server
 * @param {string} person
 */
async function addBackend(api, { type, url, users }, person) {
  const user = users.find(({ name }) => name === person);
  const both = { import: { enabled: true }, export: { enabled: true } };
  await api.post('backends', { name: type, type, url, token: user?.token, user: user?.id, ...both });
}

/**
 * @param {ApiClient} api
 * @param {readonly string[]} backends
 * @returns {Promise<(string | number)[][]>} a row per backend for the table
 */
async function rehearse(api, backends) {
  const imports = [];
  for (const name of backends) imports.push(await started(api, `backend/${name}/import`, {}));
  const read = await Promise.all(imports.map((id) => api.finished(id)));
  const exports = await Promise.all(
    backends.map((name) => started(api, `backend/${name}/export`, { dry_run: true })),
  );
  const planned = await Promise.all(exports.map((id) => api.finished(id)));
  return backends.map((name, at) => [api.identity, name, ...results(read[at], planned[at])]);
}

/**
 * @param {Run} read
 * @param {Run} planned
 */
function results(read, planned) {
  const failed = [read, planned].find(({ status }) => status === 'failed');
  if (failed) throw new Refusal(`The ${failed.kind} of ${failed.backend} failed: ${failed.error?.message}`);
  const { played, unplayed, progress } = planned.counts;
  return [read.progress.done, read.counts.added, played, unplayed, progress];
}

/**
 * @param {ApiClient} api
 * @param {string} path
 * @param {object} body
 * @returns {Promise<string>} the run, also when one was under way already
 */
async function started(api, path, body) {
  try {
    return (await api.post(path, body)).run_id;
  } catch (error) {
    if (error instanceof ApiRefusal && error.status === 409 && error.runId) return error.runId;
    throw error;
  }
}
