import type { RequestHandler } from 'express';
import type { ApiConfig } from '../api.config.js';
import { API } from '../http/prefix.js';
import { originsIn } from './cross-origin.js';

/** Angular writes the styles of its components into the page; everything else comes from here as files. */
const contentSecurityPolicy = (otherApis: readonly string[]): string =>
  [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    `connect-src ${["'self'", ...otherApis].join(' ')}`,
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');

const headersOf = (config: ApiConfig) => ({
  'Content-Security-Policy': contentSecurityPolicy(originsIn(config)),
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  // Addresses of webhooks carry the key.
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
});

/** Strict headers on every answer; what the API says is never kept by a browser or a proxy. */
export const secureAnswers =
  (config: ApiConfig): RequestHandler =>
  (request, response, next) => {
    response.set(headersOf(config));
    if (request.path.toLowerCase().startsWith(`/${API}/`)) response.set('Cache-Control', 'no-store');
    next();
  };
