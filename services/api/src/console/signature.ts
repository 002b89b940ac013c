import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { json, type RequestHandler } from 'express';
import { ApiProblem } from '../http/api-problem.js';
import { API } from '../http/prefix.js';

const bodies = new WeakMap<IncomingMessage, Buffer>();

/** Where the body's own bytes are needed: what is signed is what was sent. */
export const COMMAND_PATH = `/${API}/system/command`;

const reader = json({
  limit: '100kb',
  verify: (request, _response, body) => {
    bodies.set(request, body);
  },
});

/** Reads the body of a command as Nest would, and remembers its bytes. A name of its own: Nest leaves out its reader
 * where it finds one of the same name. */
export const keepCommandBody: RequestHandler = (request, response, next) => {
  reader(request, response, next);
};

interface Signed {
  readonly signature: string | undefined;
  /** The same secret that the request was let in with. */
  readonly secrets: readonly string[];
}

/**
 * Checks a signed command (rest-api.md 10): `sha256=` and the HMAC of the body under the caller's own credential. A request
 * without a signature is let in by its credential alone, as everywhere; one that carries a wrong one is refused.
 */
export function checkSignature(request: IncomingMessage, { signature, secrets }: Signed): void {
  if (signature === undefined) return;
  const given = /^sha256=([0-9a-f]{64})$/i.exec(signature)?.[1];
  if (given === undefined)
    throw new ApiProblem(400, 'signature-unreadable', 'X-Signature is sha256= and 64 hexadecimal digits.');
  const body = bodies.get(request) ?? Buffer.alloc(0);
  const isRight = secrets.some((secret) =>
    timingSafeEqual(createHmac('sha256', secret).update(body).digest(), Buffer.from(given, 'hex')),
  );
  if (!isRight) throw new ApiProblem(403, 'signature-wrong', 'The signature does not fit the body.');
}
