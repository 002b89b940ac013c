import type { AxiosResponse } from 'axios';
import { BackendError, type BackendErrorCode, type BackendField } from './backend-error.js';
import type { BackendType } from './media-server.js';

interface Refusal {
  readonly key: BackendErrorCode;
  /** What the server of the backend did, as the rest of a sentence. */
  readonly message: string;
  readonly hint: string;
  readonly field?: BackendField;
}

const REFUSALS: ReadonlyMap<number, Refusal> = new Map([
  [
    401,
    {
      key: 'token-rejected',
      message: 'does not accept the token.',
      hint: 'Make a new token on the media server and enter it here.',
      field: 'token',
    },
  ],
  [
    403,
    {
      key: 'forbidden',
      message: 'refuses this to the owner of the token.',
      hint: 'Use a token of a user who may do this, or give that user the right on the media server.',
      field: 'token',
    },
  ],
  [
    404,
    {
      key: 'not-found',
      message: 'does not answer at this address, or does not have what was asked for.',
      hint: 'Check the address, with its sub path if the server has one.',
      field: 'url',
    },
  ],
  [
    429,
    {
      key: 'rate-limited',
      message: 'asks for fewer requests.',
      hint: 'Nothing to do; it goes on when the server allows it.',
    },
  ],
] as const);

const REDIRECTED: Refusal = {
  key: 'not-an-api',
  message: 'does not answer here: the address redirects elsewhere.',
  hint: 'Enter the address that the redirect leads to, for instance with https.',
  field: 'url',
};

export const isSuccess = (status: number): boolean => status >= 200 && status < 300;

/** The error that a status stands for, or null for success. */
export function classifyStatus(type: BackendType, response: AxiosResponse<unknown>): BackendError | null {
  const { status } = response;
  if (isSuccess(status)) return null;
  const { key, message, ...details } = refusalOf(status);
  return new BackendError(key, `The ${type} server ${message}`, {
    ...details,
    status,
    ...(status === 429 || status >= 500 ? retryAfter(response) : {}),
  });
}

function refusalOf(status: number): Refusal {
  const known = REFUSALS.get(status);
  if (known) return known;
  if (status < 400) return REDIRECTED;
  const message = `answered with status ${status}.`;
  return status < 500
    ? {
        key: 'bad-answer',
        message,
        hint: 'Check that the address and the type of the backend belong together.',
      }
    : { key: 'server-error', message, hint: 'Look at the log of the media server; it is tried again later.' };
}

/** The error of a status that only the body tells: a Plex server that is still starting may send it with 200. */
export function errorOfStatus(type: BackendType, status: number): BackendError {
  const { key, message, ...details } = refusalOf(status);
  return new BackendError(key, `The ${type} server ${message}`, { ...details, status });
}

/** `Retry-After` in seconds or as a date. */
function retryAfter(response: AxiosResponse<unknown>): { readonly retryAt?: Date } {
  const header: unknown = response.headers['retry-after'];
  if (typeof header !== 'string') return {};
  const seconds = Number(header);
  const time = Number.isFinite(seconds) ? new Date(Date.now() + seconds * 1000) : new Date(header);
  return Number.isNaN(time.getTime()) ? {} : { retryAt: time };
}

const TLS_CODES = /CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_VERIFY|EPROTO/;
const TIMEOUT_CODES = new Set(['ECONNABORTED', 'ETIMEDOUT', 'ESOCKETTIMEDOUT', 'ERR_CANCELED']);
const BROKEN_OFF_CODES = new Set(['ERR_BAD_RESPONSE', 'HPE_INVALID_CONSTANT', 'Z_BUF_ERROR', 'Z_DATA_ERROR']);

interface Sentence {
  readonly message: string;
  readonly hint: string;
  readonly field?: BackendField;
}

type Silence = 'unreachable' | 'tls' | 'timeout' | 'bad-answer';

const SENTENCES: Readonly<Record<Silence, Sentence>> = {
  unreachable: {
    message: 'cannot be reached at this address.',
    hint: 'Check host name and port, and that the server runs and is reachable from here.',
    field: 'url',
  },
  tls: {
    message: 'has no valid certificate.',
    hint: 'Use the host name that the certificate is made for, or http inside your own network.',
    field: 'url',
  },
  timeout: {
    message: 'did not answer in time.',
    hint: 'Check that the server is not overloaded or asleep, then try again.',
    field: 'url',
  },
  'bad-answer': {
    message: 'broke off its answer.',
    hint: 'Try again; if it stays, look at any proxy in between.',
  },
};

/**
 * No answer at all: which kind, in words for a person. The library's own error is not kept as the cause: it holds
 * the request with its URL and token.
 */
export function translateFailure(type: BackendType, error: unknown): BackendError {
  if (isTooLong(error)) return tooLong(type);
  const key = silenceOf(error);
  const { message, ...details } = SENTENCES[key];
  return new BackendError(key, `The ${type} server ${message}`, details);
}

/** The library has a code for it that it shares with others. */
const isTooLong = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith('maxContentLength');

const tooLong = (type: BackendType): BackendError =>
  new BackendError('bad-answer', `The ${type} server gave a longer answer than is taken from a server.`, {
    hint: 'Check that the address is that of the media server, or ask for less at a time with the option LIBRARY_SEGMENT.',
    field: 'url',
    isLasting: true,
  });

function silenceOf(error: unknown): Silence {
  const code = codeOf(error);
  if (TLS_CODES.test(code)) return 'tls';
  if (TIMEOUT_CODES.has(code)) return 'timeout';
  return BROKEN_OFF_CODES.has(code) ? 'bad-answer' : 'unreachable';
}

function codeOf(error: unknown): string {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : '';
  return typeof code === 'string' ? code : '';
}
