import type { RequestHandler } from 'express';
import { API } from '../http/prefix.js';

/** Angular writes the styles of its components into the page; everything else comes from here as files. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  // Addresses of webhooks carry the key.
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
};

/** Strict headers on every answer; what the API says is never kept by a browser or a proxy. */
export const secureAnswers: RequestHandler = (request, response, next) => {
  response.set(HEADERS);
  if (request.path.startsWith(`/${API}/`)) response.set('Cache-Control', 'no-store');
  next();
};
