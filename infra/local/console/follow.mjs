// @ts-check
import { setTimeout as pause } from 'node:timers/promises';
import { Refusal } from '../lib/refusal.mjs';

/** @typedef {import('./connection.mjs').Connection} Connection */
/** @typedef {{ code: number, asks: string | null }} Ending */

const PATIENCE_MS = 120_000;
const AGAIN_MS = 500;

/**
 * Prints what a command prints until it ends. A connection that breaks is made again, and goes on after the last line.
 * @param {Connection} connection
 * @param {string} token
 * @returns {Promise<Ending>}
 */
export async function follow(connection, token) {
  const seen = { last: '0' };
  let lostAt = 0;
  for (;;) {
    const before = seen.last;
    const ending = await listen(connection, token, seen).catch((error) => {
      if (error instanceof Gone) throw error;
      return null;
    });
    if (ending) return ending;
    if (seen.last !== before || lostAt === 0) lostAt = Date.now();
    if (Date.now() - lostAt > PATIENCE_MS)
      throw new Refusal(`The connection to ${connection.address} is lost.`);
    await pause(AGAIN_MS);
  }
}

class Gone extends Refusal {}

/**
 * @param {Connection} connection
 * @param {string} token
 * @param {{ last: string }} seen
 * @returns {Promise<Ending | null>} null when the stream broke off
 */
async function listen(connection, token, seen) {
  /** @type {Record<string, string>} */
  const headers = seen.last === '0' ? {} : { 'last-event-id': seen.last };
  const answer = await connection.call('GET', `system/command/${token}`, { headers, isLong: true });
  if (answer.status === 404) throw new Gone('The command is gone.');
  if (!answer.ok || !answer.body) return null;
  /** @type {Ending | null} */
  let ending = null;
  let rest = '';
  const text = new TextDecoder();
  for await (const bytes of /** @type {any} */ (answer.body)) {
    const parts = (rest + text.decode(bytes, { stream: true })).split('\n\n');
    rest = parts.pop() ?? '';
    for (const part of parts) ending = take(part, seen) ?? ending;
  }
  return ending;
}

/**
 * @param {string} part one event
 * @param {{ last: string }} seen
 * @returns {Ending | null}
 */
function take(part, seen) {
  const fields = Object.fromEntries(part.split('\n').map((line) => line.split(/: (.*)/s, 2)));
  if (fields.event === 'data') {
    const { data, type } = JSON.parse(fields.data);
    (type === 'err' ? process.stderr : process.stdout).write(data);
    if (fields.id) seen.last = fields.id;
  }
  if (fields.event !== 'exit_code') return null;
  const { exit_code: code, asks } = JSON.parse(fields.data);
  return { code: code ?? 1, asks: asks ?? null };
}
