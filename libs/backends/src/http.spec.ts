import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { heldBytes } from '#libs/testing';
import { BackendError } from './backend-error.js';
import { MediaServerHttp, type Call, type HttpSettings } from './http.js';

const TOKEN = 'secret-0123456789abcdef';
const CALL: Call = { operation: 'page', path: '/library/all' };

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

let server: Server | null = null;

/** A tiny server that answers with the given handlers in turn, the last one for ever. */
async function serverWith(...handlers: readonly Handler[]): Promise<{ url: string; paths: string[] }> {
  const paths: string[] = [];
  const started = createServer((request, response) => {
    const handler = handlers[Math.min(paths.length, handlers.length - 1)];
    paths.push(`${request.method} ${request.url}`);
    handler?.(request, response);
  });
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  const address = started.address();
  if (typeof address !== 'object' || !address) throw new Error('the server has no port');
  return { url: `http://127.0.0.1:${address.port}`, paths };
}

function httpTo(url: string, settings: Partial<HttpSettings> = {}): MediaServerHttp {
  return new MediaServerHttp({ type: 'plex', url, headers: { 'X-Token': TOKEN }, retries: 0, ...settings });
}

async function failureOf(promise: Promise<unknown>): Promise<BackendError> {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof BackendError)) throw new Error('expected a BackendError', { cause: error });
  const said = [error.message, error.hint, error.stack, JSON.stringify(error), String(error.cause)].join(
    '\n',
  );
  expect(said).not.toContain(TOKEN);
  return error;
}

const status =
  (code: number, headers: Record<string, string> = {}, body = '<h1>no</h1>'): Handler =>
  (_, response) =>
    response.writeHead(code, headers).end(body);

const json =
  (value: unknown): Handler =>
  (_, response) =>
    response
      .writeHead(200, { 'Content-Type': 'application/json', 'X-Total': '7' })
      .end(JSON.stringify(value));

const reset: Handler = (request) => request.socket.resetAndDestroy();

const truncated: Handler = (_, response) => {
  response.writeHead(200, { 'Content-Length': '100' });
  response.write('{"half":', () => response.destroy());
};

const silent: Handler = () => undefined;

const trickling: Handler = (_, response) => {
  response.writeHead(200);
  const timer = setInterval(() => response.write(' '), 10);
  response.on('close', () => clearInterval(timer));
};

afterEach(() => {
  server?.close();
  server?.closeAllConnections();
  server = null;
});

describe('asking a media server', () => {
  it('sends token, accepted kind, that no cache may answer, method, query and body', async () => {
    const seen = vi.fn();
    const { url, paths } = await serverWith((request, response) => {
      const { accept, 'cache-control': cache, ...headers } = request.headers;
      seen(headers['x-token'], accept, headers['x-more'], cache);
      response.end('{}');
    });
    const query = { key: '/a b', on: true, none: undefined };
    await httpTo(url).request({
      ...CALL,
      method: 'POST',
      query,
      headers: { 'X-More': 'yes' },
      body: { a: 1 },
    });
    expect(paths).toEqual(['POST /library/all?key=%2Fa+b&on=true']);
    expect(seen).toHaveBeenCalledWith(TOKEN, 'application/json', 'yes', 'no-cache');
  });

  it.each(['/media/plex', '/media/plex/', '/media/plex//'])(
    'keeps the sub path %s of the address',
    async (sub) => {
      const { url, paths } = await serverWith(json({}));
      await httpTo(url + sub).request({ operation: 'scrobble', path: '/:/scrobble' });
      expect(paths).toEqual(['GET /media/plex/:/scrobble']);
    },
  );

  it('hands over status, body and headers', async () => {
    const { url } = await serverWith(json({ a: 1 }));
    const { body, answer } = await httpTo(url).read(CALL);
    expect(body).toEqual({ a: 1 });
    expect(answer.status).toBe(200);
    expect(answer.header('x-TOTAL')).toBe('7');
    expect(answer.header('x-none')).toBeNull();
  });

  it('hands over a status that the caller understands', async () => {
    const { url } = await serverWith(status(404));
    expect((await httpTo(url).request({ ...CALL, accept: [404] })).status).toBe(404);
  });

  it('reports every try to the observer, without address or id', async () => {
    const { url } = await serverWith(status(503), json({}));
    const onRequest = vi.fn();
    await httpTo(url, { onRequest, retries: 1 }).request(CALL);
    const told = { type: 'plex', operation: 'page', seconds: expect.any(Number) as number };
    expect(onRequest.mock.calls).toEqual([[{ ...told, outcome: '503' }], [{ ...told, outcome: '200' }]]);
  });
});

describe('what can go wrong', () => {
  it.each([
    { code: 401, key: 'token-rejected', field: 'token', retry: 'never' },
    { code: 403, key: 'forbidden', field: 'token', retry: 'never' },
    { code: 404, key: 'not-found', field: 'url', retry: 'never' },
    { code: 400, key: 'bad-answer', field: null, retry: 'soon' },
    { code: 500, key: 'server-error', field: null, retry: 'soon' },
    { code: 502, key: 'server-error', field: null, retry: 'soon' },
    { code: 429, key: 'rate-limited', field: null, retry: 'soon' },
  ])('makes of status $code a $key', async ({ code, key, field, retry }) => {
    const { url } = await serverWith(status(code));
    const error = await failureOf(httpTo(url).request(CALL));
    expect(error).toMatchObject({ key, field, status: code, remedy: { retry } });
  });

  it.each([
    ['30', 30_000],
    [new Date(Date.now() + 30_000).toUTCString(), 30_000],
  ])('keeps the time that Retry-After: %s names', async (retryAfter, expected) => {
    const { url } = await serverWith(status(429, { 'Retry-After': retryAfter }));
    const { remedy } = await failureOf(httpTo(url).request(CALL));
    const wait = remedy.retry === 'at' ? remedy.time.getTime() - Date.now() : null;
    expect(wait).toBeGreaterThan(expected - 5_000);
    expect(wait).toBeLessThanOrEqual(expected);
  });

  it('does not believe a Retry-After that names no time', async () => {
    const { url } = await serverWith(status(429, { 'Retry-After': 'later' }));
    expect((await failureOf(httpTo(url).request(CALL))).remedy).toEqual({ retry: 'soon' });
  });

  it('does not follow a redirect, which could carry the token elsewhere', async () => {
    const { url, paths } = await serverWith(status(302, { Location: '/login' }), json({}));
    const error = await failureOf(httpTo(url).request(CALL));
    expect(error).toMatchObject({ key: 'not-an-api', field: 'url', status: 302 });
    expect(paths).toHaveLength(1);
  });

  it.each([
    {
      what: 'a server that is still starting, said with a good status',
      body: '<?xml version="1.0"?>\n<Response code="503" title="Maintenance" status="Starting"/>',
      key: 'server-error',
      field: null,
    },
    { what: 'a web page', body: '<!DOCTYPE html><title>Sign in</title>', key: 'not-an-api', field: 'url' },
    { what: 'half an answer', body: '{"half":', key: 'bad-answer', field: null },
    { what: 'nothing', body: '', key: 'bad-answer', field: null },
  ])('says so when it gets $what instead of JSON', async ({ body, key, field }) => {
    const { url } = await serverWith(status(200, {}, body));
    expect(await failureOf(httpTo(url).read(CALL))).toMatchObject({ key, field, cause: undefined });
  });

  it.each([
    ['a reset connection', reset, 'unreachable'],
    ['an answer that breaks off', truncated, 'bad-answer'],
    ['a server that stays silent', silent, 'timeout'],
    ['an answer that trickles for ever', trickling, 'timeout'],
  ])('gives up on %s', async (_, handler, key) => {
    const { url } = await serverWith(handler);
    expect(await failureOf(httpTo(url, { timeoutMs: 60 }).request(CALL))).toMatchObject({ key });
  });

  it.each(['http://127.0.0.1:1', 'nonsense', 'http://', 'ftp://127.0.0.1'])(
    'cannot reach %s',
    async (url) => {
      expect(await failureOf(httpTo(url).request(CALL))).toMatchObject({ key: 'unreachable', field: 'url' });
    },
  );

  it('says so when https meets a server without a certificate', async () => {
    const { url } = await serverWith(json({}));
    const error = await failureOf(httpTo(url.replace('http:', 'https:')).request(CALL));
    expect(error).toMatchObject({ key: 'tls', field: 'url' });
  });
});

const MEBIBYTE = Buffer.alloc(2 ** 20, 'x');

/** Writes as fast as it is read, for as long as somebody listens. */
function endless(chunk: Buffer | string, told: (bytes: number) => void = () => undefined): Handler {
  return (_, response) => {
    response.writeHead(200);
    const pour = (): void => {
      let goesOn = true;
      while (goesOn && !response.destroyed) {
        goesOn = response.write(chunk);
        told(chunk.length);
      }
    };
    response.on('drain', pour);
    pour();
  };
}

describe('an answer without an end', () => {
  it('is dropped at the bound, told as what it is, and not asked for again', async () => {
    let sent = 0;
    const { url, paths } = await serverWith(endless(MEBIBYTE, (bytes) => (sent += bytes)));
    const error = await failureOf(httpTo(url, { retries: 3 }).read(CALL));
    expect(error).toMatchObject({ key: 'bad-answer', field: 'url', remedy: { retry: 'never' } });
    expect(error.message).toContain('longer');
    expect(paths).toHaveLength(1);
    expect(sent).toBeGreaterThan(60 * MEBIBYTE.length);
    expect(sent).toBeLessThan(100 * MEBIBYTE.length);
  });

  it('takes no more memory in many small pieces than the bound allows', async () => {
    let pieces = 0;
    const { url } = await serverWith(endless('x', () => (pieces += 1)));
    const before = heldBytes();
    let most = 0;
    const watch = setInterval(() => (most = Math.max(most, heldBytes() - before)), 20);
    expect((await failureOf(httpTo(url, { timeoutMs: 100 }).request(CALL))).key).toBe('timeout');
    clearInterval(watch);
    expect(pieces).toBeGreaterThan(1_000);
    expect(most).toBeLessThan(128 * 2 ** 20);
  });
});

describe('trying again', () => {
  it.each([
    ['503', status(503)],
    ['429 with a short wait', status(429, { 'Retry-After': '0' })],
    ['a reset', reset],
    ['a broken answer', truncated],
    ['half a document', status(200, {}, '{"half":')],
  ])('repeats a read after %s', async (_, handler) => {
    const { url, paths } = await serverWith(handler, json({ a: 1 }));
    expect((await httpTo(url, { retries: 1 }).read(CALL)).body).toEqual({ a: 1 });
    expect(paths).toHaveLength(2);
  });

  it('stops after the last retry', async () => {
    const { url, paths } = await serverWith(status(500));
    await failureOf(httpTo(url, { retries: 2 }).request(CALL));
    expect(paths).toHaveLength(3);
  });

  it.each([
    ['a write', { ...CALL, method: 'POST' }],
    ['a read that says it writes', { ...CALL, repeatable: false }],
  ] as const)('never repeats %s by itself', async (_, call) => {
    const { url, paths } = await serverWith(status(503));
    await failureOf(httpTo(url, { retries: 3 }).request(call));
    expect(paths).toHaveLength(1);
  });

  it('repeats a write that says it may be repeated', async () => {
    const { url, paths } = await serverWith(status(503), json({}));
    await httpTo(url, { retries: 1 }).request({ ...CALL, method: 'POST', repeatable: true });
    expect(paths).toHaveLength(2);
  });

  it.each([
    ['a refused token', status(401)],
    ['a missing page', status(404)],
    ['a web page', status(200)],
    ['a long wait', status(429, { 'Retry-After': '3600' })],
  ])('does not insist on %s', async (_, handler) => {
    const { url, paths } = await serverWith(handler);
    await failureOf(httpTo(url, { retries: 3 }).read(CALL));
    expect(paths).toHaveLength(1);
  });
});
