import type { RequestHandler } from 'express';
import type { ApiConfig } from '../api.config.js';
import { API } from '../http/prefix.js';

const METHODS = 'GET, HEAD, POST, PUT, PATCH, DELETE';
const REQUEST_HEADERS =
  'Authorization, Content-Type, If-None-Match, Last-Event-ID, X-APIKEY, X-Request-Id, X-Requested-With, X-Sign-With, X-Signature, X-User';
const ANSWER_HEADERS =
  'ETag, Retry-After, X-Application-Finished-In, X-Application-Version, X-Request-Id, X-User';
const PREFLIGHT_HOLDS_S = '600';

/**
 * Lets pages of the named origins call the API, so that the user interface may stand on another host. They bring a key
 * or a token: cookies never cross origins, so `Access-Control-Allow-Credentials` is never sent.
 */
export const answerOrigins =
  (config: ApiConfig): RequestHandler =>
  (request, response, next) => {
    if (!request.path.startsWith(`/${API}/`)) {
      next();
      return;
    }
    const origin = request.get('Origin');
    response.vary('Origin');
    const isAllowed = origin !== undefined && originsIn(config).includes(origin);
    if (isAllowed) {
      response.setHeader('Access-Control-Allow-Origin', origin);
      response.setHeader('Access-Control-Expose-Headers', ANSWER_HEADERS);
      // Else a browser would not show the answer to a page of another site.
      response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    }
    if (request.method !== 'OPTIONS') {
      next();
      return;
    }
    response.setHeader('Allow', `${METHODS}, OPTIONS`);
    if (isAllowed) {
      response.setHeader('Access-Control-Allow-Methods', METHODS);
      response.setHeader('Access-Control-Allow-Headers', REQUEST_HEADERS);
      response.setHeader('Access-Control-Max-Age', PREFLIGHT_HOLDS_S);
    }
    response.status(204).end();
  };

export const originsIn = ({ WS_CORS_ORIGINS }: ApiConfig): readonly string[] =>
  WS_CORS_ORIGINS === null ? [] : WS_CORS_ORIGINS.split(',');
