// @ts-check
import { Refusal } from './refusal.mjs';
import { eventually } from './eventually.mjs';

/**
 * @typedef {object} Run what is used here of a run (contract.md 3)
 * @property {string} id
 * @property {string} kind
 * @property {string | null} backend
 * @property {string} status
 * @property {string | null} mode
 * @property {{ done: number, total: number | null }} progress
 * @property {Record<'added' | 'updated' | 'unchanged' | 'failed' | 'played' | 'unplayed' | 'progress' | 'skipped', number>} counts
 * @property {number} requests
 * @property {{ message: string, hint: string | null } | null} error
 */

const UNFINISHED = ['queued', 'running'];
const LOOK_EVERY_MS = 300;
const LONGEST_RUN_MS = 6 * 3_600_000;

/** The API said no: its status, and its words for a person. */
export class ApiRefusal extends Refusal {
  /**
   * @param {number} status
   * @param {{ error?: { message?: string, fields?: { field: string, message: string, hint?: string }[] }, run_id?: string }} body
   */
  constructor(status, { error, run_id }) {
    const fields = (error?.fields ?? []).map(({ field, message, hint }) =>
      `${field}: ${message} ${hint ?? ''}`.trim(),
    );
    super([error?.message ?? `the API answered ${status}`, ...fields].join('; '));
    this.status = status;
    this.runId = run_id;
  }
}

/** The HTTP API of a running system, with the key from its data folder. */
export class ApiClient {
  /**
   * @param {string} address
   * @param {string} key
   * @param {string} [identity]
   */
  constructor(address, key, identity = 'main') {
    this.address = address;
    this.key = key;
    this.identity = identity;
  }

  /** @param {string} path below /v1/api */
  get(path) {
    return this.#call('GET', path, undefined);
  }

  /**
   * @param {string} path
   * @param {object} [body]
   */
  post(path, body = {}) {
    return this.#call('POST', path, body);
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {object | undefined} body
   * @returns {Promise<any>}
   */
  async #call(method, path, body) {
    const headers = { 'x-apikey': this.key, 'x-user': this.identity, 'content-type': 'application/json' };
    const request = {
      method,
      headers,
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(60_000),
    };
    const answer = await fetch(`${this.address}/v1/api/${path}`, request).catch(() => {
      throw new Refusal(`WatchState does not answer at ${this.address}; start it with npm start.`);
    });
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.includes('json');
    const content = isJson && text ? JSON.parse(text) : {};
    if (!answer.ok) throw new ApiRefusal(answer.status, content);
    return content;
  }

  /**
   * Follows a run to its end.
   * @param {string} id
   * @param {(run: Run) => void} [onChange]
   * @returns {Promise<Run>}
   */
  async finished(id, onChange = () => undefined) {
    /** @type {Run | undefined} */
    let run;
    const isOver = async () => {
      run = /** @type {Run} */ (await this.get(`runs/${id}`));
      onChange(run);
      return !UNFINISHED.includes(run.status);
    };
    await eventually(isOver, { within: LONGEST_RUN_MS, every: LOOK_EVERY_MS });
    return /** @type {Run} */ (run);
  }
}
