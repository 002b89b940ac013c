// @ts-check
import { parseArgs } from 'node:util';
import { Refusal } from '../lib/refusal.mjs';
import { Connection } from './connection.mjs';

const USAGE =
  'Usage: console plex:accesstoken <id> -s <backend> [-u <identity>] [--pin <pin>]; the id is that of `console backend:users:list`.';

/**
 * The own token of one Plex user, alone, so that it can be piped. It is asked for here and not by a command of the
 * service: the output of those is kept for a week.
 * @param {readonly string[]} args
 */
export async function plexAccessToken(args) {
  const { id, backend, identity, pin } = read(args);
  const connection = Connection.open();
  const answer = await connection.call('POST', `backend/${encodeURIComponent(backend)}/accesstoken`, {
    body: JSON.stringify({ id, ...(pin === undefined ? {} : { pin }) }),
    headers: identity === undefined ? {} : { 'x-user': identity },
  });
  const content = /** @type {any} */ (await answer.json().catch(() => ({})));
  if (answer.ok) return String(content.token);
  throw new Refusal(content.error?.message ?? `The API answered ${answer.status}.`);
}

const TEXT = /** @type {const} */ ({ type: 'string' });
const FLAG = /** @type {const} */ ({ type: 'boolean' });
const OPTIONS = {
  'select-backend': { ...TEXT, short: 's' },
  user: { ...TEXT, short: 'u' },
  pin: TEXT,
  // Accepted: who is meant, and with which token, is found out.
  'external-user': { ...FLAG, short: 'E' },
  'use-token': TEXT,
  'no-cache': FLAG,
  quiet: { ...FLAG, short: 'q' },
};

/** @param {readonly string[]} args */
function read(args) {
  const { values, positionals } = parsed(args);
  const [id, ...others] = positionals;
  const backend = values['select-backend'];
  if (!id || !backend || others.length > 0) throw new Refusal(USAGE);
  return { id, backend, identity: values.user, pin: values.pin };
}

/** @param {readonly string[]} args */
function parsed(args) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new Refusal(`${error instanceof Error ? error.message : String(error)} ${USAGE}`);
  }
}
