import { Agent } from 'node:http';
import type { Request, RequestHandler, Response } from 'express';
import { createProxyMiddleware } from 'http-proxy-middleware';
import type { ApiConfig } from '../api.config.js';
import { ApiProblem } from '../http/api-problem.js';
import { API } from '../http/prefix.js';

const WEBHOOK = `/${API}/webhook`;
const LONGEST_MS = 30_000;

/** Hands webhooks on to their own service as they come in, unread. Must stand before anything that reads bodies. */
export function handOnWebhooks(config: ApiConfig): RequestHandler {
  const target = config.WS_WEBHOOK_URL ?? `http://127.0.0.1:${config.WS_WEBHOOK_PORT}`;
  const proxy = createProxyMiddleware<Request, Response>({
    target,
    pathFilter: (path) => path === WEBHOOK || path.startsWith(`${WEBHOOK}/`),
    xfwd: true,
    proxyTimeout: LONGEST_MS,
    ...(target.startsWith('http:') ? { agent: new Agent({ keepAlive: true, maxSockets: 128 }) } : {}),
    // Errors go to `next`; the default would answer with the address of the webhook, key and all.
    on: { error: () => undefined },
  });
  return (request, response, next) =>
    void proxy(request, response, (error?: unknown) => {
      if (error === undefined) next();
      else next(unavailable());
    });
}

/** The media server that called will try again. */
const unavailable = (): ApiProblem =>
  new ApiProblem(
    503,
    'webhook-unavailable',
    'The webhook service cannot be reached. Try again in a moment.',
    {
      headers: { 'Retry-After': '5' },
    },
  );
