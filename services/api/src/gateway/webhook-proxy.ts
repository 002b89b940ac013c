import { Agent, ServerResponse } from 'node:http';
import type { Request, RequestHandler, Response } from 'express';
import { createProxyMiddleware } from 'http-proxy-middleware';
import type { ApiConfig } from '../api.config.js';
import { ApiProblem } from '../http/api-problem.js';
import { API } from '../http/prefix.js';
import { refuseWith } from '../http/refuse-with.js';

/**
 * The common address, the address of one backend by its secret, and the older one by its name. All else below these is the
 * API's own: `webhook/deliveries`, and `backend/{name}/webhook`, which registers one.
 */
const WEBHOOK = new RegExp(
  `^/${API}/(webhook|webhook/b\\d+-[\\w-]+|backend/[^/]+(@|%40)[^/]+/webhook)/?$`,
  'i',
);
const LONGEST_MS = 30_000;

/** What the webhook service would refuse by its announced length alone; saves the way there (contract.md 3). */
const LARGEST_BODY = 2 * 1024 * 1024;

/** Hands webhooks on to their own service as they come in, unread. Must stand before anything that reads bodies. */
export function handOnWebhooks(config: ApiConfig): RequestHandler {
  const target = config.WS_WEBHOOK_URL ?? `http://127.0.0.1:${config.WS_WEBHOOK_PORT}`;
  const proxy = createProxyMiddleware<Request, Response>({
    target,
    proxyTimeout: LONGEST_MS,
    ...(target.startsWith('http:') ? { agent: new Agent({ keepAlive: true, maxSockets: 128 }) } : {}),
    // The answer of the proxy itself would show the address of the webhook, key and all.
    on: {
      error: (_error, _request, response) =>
        response instanceof ServerResponse ? refuseWith(unavailable(), response) : response.destroy(),
    },
  });
  return (request, response, next) => {
    if (!isWebhook(request.path)) next();
    else if (Number(request.get('Content-Length') ?? 0) > LARGEST_BODY) refuseWith(tooLarge(), response);
    else void proxy(request, response, next);
  };
}

const isWebhook = (path: string): boolean => WEBHOOK.test(path);

const tooLarge = (): ApiProblem => new ApiProblem(413, 'too-large', 'A webhook may have 2 MiB at most.');

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
