import { randomUUID } from 'node:crypto';
import { appVersion, withLogFields } from '#libs/runtime';
import type { RequestHandler } from 'express';

const REQUEST_ID = /^[\w-]{8,64}$/;

/** What every answer carries (rest-api.md 1.4): version, request id, and how long it took, in seconds. */
export const stampRequests: RequestHandler = (request, response, next) => {
  const begun = performance.now();
  const given = request.get('X-Request-Id') ?? '';
  const requestId = REQUEST_ID.test(given) ? given : randomUUID();
  response.setHeader('X-Application-Version', appVersion);
  response.setHeader('X-Request-Id', requestId);
  // Wrapped where it stands, so that everybody who answers goes through it.
  // eslint-disable-next-line @typescript-eslint/unbound-method -- the proxy hands `this` on
  response.writeHead = new Proxy(response.writeHead, {
    apply: (writeHead, self, parameters) => {
      response.setHeader('X-Application-Finished-In', ((performance.now() - begun) / 1_000).toFixed(6));
      return Reflect.apply(writeHead, self, parameters) as unknown;
    },
  });
  withLogFields({ requestId }, next);
};
