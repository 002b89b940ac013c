import { AxiosError, type AxiosResponse } from 'axios';
import { BackendError, type BackendErrorCode } from './backend-error.js';
import type { Call } from './http.js';
import type { BackendType } from './media-server.js';

const isSuccess = (status: number): boolean => status >= 200 && status < 300;

/** The error that a status stands for, or null when the caller can go on. */
export function classifyStatus(type: BackendType, call: Call, response: AxiosResponse<string>): BackendError | null {
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
  new BackendError('not-an-api', `The address redirects elsewhere instead of answering as a ${type} server.`, {
    field: 'url',
    hint: 'Enter the address that the redirect leads to, for instance with https.',
    status,
  });

/** `Retry-After` in seconds or as a date. */
function retryAfter(response: AxiosResponse<string>): { readonly retryAt?: Date } {
  const header: unknown = response.headers['retry-after'];
  if (typeof header !== 'string') return {};
  const seconds = Number(header);
  const time = Number.isFinite(seconds) ? new Date(Date.now() + seconds * 1000) : new Date(header);
  return Number.isNaN(time.getTime()) ? {} : { retryAt: time };
}

const TLS_CODES = /CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_VERIFY|EPROTO/;
const TIMEOUT_CODES = new Set(['ECONNABORTED', 'ETIMEDOUT', 'ESOCKETTIMEDOUT']);

const SENTENCES: Readonly<Partial<Record<BackendErrorCode, readonly [message: string, hint: string]>>> = {
  unreachable: ['cannot be reached at this address.', 'Check host name and port, and that the server runs and is reachable from here.'],
  tls: ['has no valid certificate.', 'Use the host name that the certificate is made for, or http inside your own network.'],
  timeout: ['did not answer in time.', 'Check that the server is not overloaded or asleep, then try again.'],
  'bad-answer': ['broke off its answer.', 'Try again; if it stays, look at any proxy in between.'],
};

/** No answer at all: which kind, in words for a person. Axios' own message may hold the URL, so it is not passed on. */
export function translateFailure(type: BackendType, error: unknown): BackendError {
  const key = failureKey(error);
  const [message, hint] = SENTENCES[key] ?? ['failed.', 'Try again.'];
  return new BackendError(key, `The ${type} server ${message}`, { hint, ...(key === 'bad-answer' ? {} : { field: 'url' }) });
}

function failureKey(error: unknown): BackendErrorCode {
  if (!(error instanceof AxiosError)) return 'bad-answer';
  const code = error.code ?? '';
  if (TLS_CODES.test(code)) return 'tls';
  if (TIMEOUT_CODES.has(code)) return 'timeout';
  if (code === 'ERR_BAD_RESPONSE' || error.message.includes('maxContentLength') || error.message.includes('aborted')) return 'bad-answer';
  return 'unreachable';
}
