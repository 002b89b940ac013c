import type { AxiosResponse } from 'axios';
import { BackendError, type BackendField } from './backend-error.js';
import type { Call } from './http.js';
import type { BackendType } from './media-server.js';

const isSuccess = (status: number): boolean => status >= 200 && status < 300;

/** The error that a status stands for, or null when the caller can go on. */
export function classifyStatus(
  type: BackendType,
  call: Call,
  response: AxiosResponse<string>,
): BackendError | null {
  const { status } = response;
  if (isSuccess(status) || call.accept?.includes(status)) return null;
  if (status === 401) {
    return new BackendError('token-rejected', `The ${type} server does not accept the token.`, {
      field: 'token',
      hint: 'Make a new token on the media server and enter it here.',
      status,
    });
  }
  if (status === 403) {
    return new BackendError('forbidden', `The ${type} server refuses this to the owner of the token.`, {
      field: 'token',
      hint: 'Use a token of a user who may do this, or give that user the right on the media server.',
      status,
    });
  }
  if (status === 404) return notFound(type, status);
  if (status === 429) return rateLimited(type, response);
  if (status >= 300 && status < 400) return redirected(type, status);
  if (status >= 500) {
    return new BackendError('server-error', `The ${type} server failed with status ${status}.`, {
      hint: 'Look at the log of the media server; it is tried again later.',
      status,
      ...retryAfter(response),
    });
  }
  return new BackendError('bad-answer', `The ${type} server answered with status ${status}.`, {
    hint: 'Check that the address and the type of the backend belong together.',
    status,
  });
}

const notFound = (type: BackendType, status: number): BackendError =>
  new BackendError('not-found', `There is no ${type} API at this address, or the thing asked for is gone.`, {
    field: 'url',
    hint: 'Check the address, with its sub path if the server has one.',
    status,
  });

const rateLimited = (type: BackendType, response: AxiosResponse<string>): BackendError =>
  new BackendError('rate-limited', `The ${type} server asks for fewer requests.`, {
    hint: 'Nothing to do; it goes on when the server allows it.',
    status: response.status,
    ...retryAfter(response),
  });

const redirected = (type: BackendType, status: number): BackendError =>
  new BackendError(
    'not-an-api',
    `The address redirects elsewhere instead of answering as a ${type} server.`,
    {
      field: 'url',
      hint: 'Enter the address that the redirect leads to, for instance with https.',
      status,
    },
  );

/** `Retry-After` in seconds or as a date. */
function retryAfter(response: AxiosResponse<string>): { readonly retryAt?: Date } {
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
  const key = silenceOf(error);
  const { message, ...details } = SENTENCES[key];
  return new BackendError(key, `The ${type} server ${message}`, details);
}

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
