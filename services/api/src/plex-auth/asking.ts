import { BackendError } from '#libs/backends';
import { ApiProblem } from '../http/api-problem.js';

/** Refusals that a person can do something about; anything else is an outage of plex.tv, which is no fault of theirs. */
const REFUSALS: ReadonlySet<string> = new Set(['token-rejected', 'forbidden', 'not-found', 'wrong-user']);

const OUTAGES: Readonly<Record<string, number>> = { 'rate-limited': 429, timeout: 504 };

/** Asks plex.tv. A refusal becomes a wrong field of the form, 429 stays 429 with its time, the rest is the gateway's. */
export async function asking<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw error instanceof BackendError ? problemOf(error) : error;
  }
}

function problemOf({ key, field, message, hint, remedy }: BackendError): ApiProblem {
  if (REFUSALS.has(key))
    return new ApiProblem(400, key, message, { fields: [{ field: field ?? 'token', message, hint }] });
  const seconds = remedy.retry === 'at' ? Math.ceil((remedy.time.getTime() - Date.now()) / 1000) : null;
  return new ApiProblem(
    OUTAGES[key] ?? 502,
    key,
    `${message} ${hint}`,
    seconds === null ? {} : { headers: { 'Retry-After': String(Math.max(1, seconds)) } },
  );
}
