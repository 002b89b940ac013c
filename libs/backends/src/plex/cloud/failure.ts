import { BackendError } from '../../backend-error.js';
import type { Answer } from '../../http.js';
import { records, record, text } from '../../reading.js';

/**
 * How plex.tv refuses (plex.md 1.2). Only these say something about a token or a person; everything else is an outage,
 * which says nothing (quirk 31).
 */
export const REFUSALS: readonly number[] = [401, 403, 422, 498];

/** An answer that is the word of plex.tv and no success; 404 where the call names something that may be gone. */
export const isRefusal = ({ status }: Answer): boolean => status === 404 || REFUSALS.includes(status);

/** "A valid PIN is required": the code beside status 403 (plex.md quirk 24). */
const PIN_NEEDED = '1041';

/** The error that a refusal stands for. */
export function refusalOf(answer: Answer): BackendError {
  const { status } = answer;
  if (status === 403) return codeOf(answer) === PIN_NEEDED ? pinNeeded(status) : notAllowed(status);
  if (status === 404) return unknownThere(status);
  return status === 498 ? expired(status) : rejected(status);
}

/** Asks, and tells an outage of plex.tv as what it is: nothing is known to be wrong with token or server. */
export async function speaking<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw error instanceof BackendError ? outage(error) : error;
  }
}

const OUTAGES: ReadonlySet<string> = new Set([
  'unreachable',
  'timeout',
  'tls',
  'rate-limited',
  'server-error',
]);

export function outage(error: BackendError | null): BackendError {
  const key = error && OUTAGES.has(error.key) ? error.key : 'bad-answer';
  const retryAt = error?.remedy.retry === 'at' ? { retryAt: error.remedy.time } : {};
  return new BackendError(key, 'plex.tv does not answer as it should.', {
    hint: 'Nothing is known to be wrong with the token; try again when plex.tv answers.',
    ...retryAt,
  });
}

function codeOf(answer: Answer): string | null {
  try {
    const [first] = records(record(answer.json())['errors']);
    return text(first?.['code']);
  } catch {
    return null;
  }
}

const pinNeeded = (status: number): BackendError =>
  new BackendError('forbidden', 'This person of the Plex home is protected by a PIN.', {
    field: 'options.PLEX_USER_PIN',
    hint: 'Enter the PIN of this person; a wrong one is refused as well.',
    status,
  });

const notAllowed = (status: number): BackendError =>
  new BackendError('forbidden', 'plex.tv refuses this to the owner of the token.', {
    field: 'token',
    hint: "Use the token of the server's owner; members of a home and friends may not do this.",
    status,
  });

const unknownThere = (status: number): BackendError =>
  new BackendError('not-found', 'plex.tv does not know this person, server or sign-in.', {
    field: 'user',
    hint: 'Read the list again and choose from it.',
    status,
  });

const rejected = (status: number): BackendError =>
  new BackendError('token-rejected', 'plex.tv does not accept the token.', {
    field: 'token',
    hint: 'Sign in to Plex again; a changed password may have signed all devices out.',
    status,
  });

const expired = (status: number): BackendError =>
  new BackendError('token-rejected', 'The Plex token has expired.', {
    field: 'token',
    hint: 'Sign in to Plex again to get a new one.',
    status,
  });
