import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request as httpRequest, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '#libs/testing';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiStage, KEY } from '../testing/api-stage.js';
import { loggedText } from '../testing/logged-text.js';

interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

let stage: ApiStage;
let ui: string;
let webhooks: Server;
let received: Received[];
beforeAll(async () => {
  ui = mkdtempSync(join(tmpdir(), 'watchstate-ui-'));
  mkdirSync(join(ui, 'media'));
  writeFileSync(join(ui, 'index.html'), '<app-root></app-root>');
  writeFileSync(join(ui, 'main-Q_7Ga-Bc.js'), 'start()');
  writeFileSync(join(ui, 'theme.js'), 'theme()');
  const port = await freePort();
  webhooks = await standIn(port);
  stage = await ApiStage.open({ WS_UI_PATH: ui, WS_WEBHOOK_PORT: String(port) });
});
afterAll(async () => {
  await stage.close();
  await new Promise((resolve) => webhooks.close(resolve));
  rmSync(ui, { recursive: true });
});

/** In the place of the webhook service: remembers what it gets; refuses what is too large without reading on. */
function standIn(port: number): Promise<Server> {
  received = [];
  const server = createServer((incoming, response) => {
    if (Number(incoming.headers['content-length'] ?? 0) > 1_000_000) {
      response.writeHead(413, { connection: 'close' }).end('{"error":{"code":413}}');
      return;
    }
    let body = '';
    incoming.setEncoding('utf8').on('data', (text: string) => (body += text));
    incoming.on('end', () => {
      const { method = '', url = '', headers } = incoming;
      received.push({ method, url, headers, body });
      response.writeHead(202, { 'x-from': 'webhook' }).end();
    });
  });
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)));
}

const get = (path: string): request.Test => request(stage.app.getHttpServer()).get(path);

describe('the UI', () => {
  it('is served at the root, and asked for each time', async () => {
    const { text, headers } = await get('/').expect(200);
    expect(text).toContain('app-root');
    expect(headers['content-type']).toContain('text/html');
    expect(headers['cache-control']).toBe('no-cache');
  });

  it('answers each of its pages', async () => {
    for (const page of ['/backends', '/runs/7', '/history?page=2', '/logs/task.20260102.log'])
      expect((await get(page).expect(200)).text).toContain('app-root');
  });

  it('keeps files with a hash for ever, and no others', async () => {
    const hashed = await get('/main-Q_7Ga-Bc.js').expect(200);
    expect(hashed.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    const plain = await get('/theme.js').expect(200);
    expect(plain.headers['cache-control']).toBe('no-cache');
  });

  it('is not sent again when it has not changed', async () => {
    const { headers } = await get('/').expect(200);
    await get('/').set('If-None-Match', String(headers['etag'])).expect(304);
  });

  it('does not stand in for a file that is missing, for the API, or for a folder', async () => {
    await get('/main-Oldhash1.js').expect(404);
    await get('/media/lost.woff2').expect(404);
    expect((await get('/v1/api/nothing').expect(404)).body.error.key).toBe('no-such-route');
    expect((await get('/v1').expect(200)).text).toContain('app-root');
    expect((await get('/media').expect(200)).text).toContain('app-root');
    await request(stage.app.getHttpServer()).post('/').expect(404);
  });

  it.each(['/../package.json', '/%2e%2e/package.json', '/..%2fpackage.json', '/%00', '/%zz'])(
    'gives nothing from outside its folder: %s',
    async (path) => {
      const { text } = await get(path);
      expect(text).not.toContain('"dependencies"');
      expect(text).not.toMatch(/\bat .*\.js:\d+/);
    },
  );
});

describe('webhooks', () => {
  it('are handed on as they are, whatever their body', async () => {
    const body =
      '--cut\r\nContent-Disposition: form-data; name="payload"\r\n\r\n{"event": "media.scrobble"}\r\n--cut--\r\n';
    const answer = await request(stage.app.getHttpServer())
      .post(`/v1/api/webhook?apikey=${KEY}&type=plex`)
      .set('Content-Type', 'multipart/form-data; boundary=cut')
      .send(body)
      .expect(202);
    expect(answer.headers).toMatchObject({ 'x-from': 'webhook', 'x-application-version': '0.1.0' });
    const last = received.at(-1);
    expect(last).toMatchObject({ method: 'POST', url: `/v1/api/webhook?apikey=${KEY}&type=plex`, body });
    expect(last?.headers['content-type']).toBe('multipart/form-data; boundary=cut');
  });

  it('are handed on with broken JSON and with any verb', async () => {
    await request(stage.app.getHttpServer()).put('/v1/api/webhook').type('json').send('{"half":').expect(202);
    expect(received.at(-1)).toMatchObject({ method: 'PUT', body: '{"half":' });
    await get('/v1/api/webhook').expect(202);
  });

  it('are not read into memory first', async () => {
    const before = received.length;
    const { status } = await streamed(stage, 900_000);
    expect(status).toBe(202);
    expect(received.slice(before).map(({ body }) => body.length)).toEqual([900_000]);
  });

  it('carry the refusal of what is too large', async () => {
    const { status } = await streamed(stage, 3_000_000);
    expect(status).toBe(413);
  });

  it('are 503 when nobody takes them, and the key is not told', async () => {
    const alone = await ApiStage.open({ WS_WEBHOOK_PORT: String(await freePort()) });
    const { body, text, headers } = await alone.open('post', `webhook?apikey=${KEY}`).send({}).expect(503);
    expect(body.error).toMatchObject({ code: 503, key: 'webhook-unavailable' });
    expect(headers['retry-after']).toBe('5');
    expect(text + loggedText(alone)).not.toContain(KEY);
    await alone.close();
  });

  it('do not catch neighbours', async () => {
    const before = received.length;
    await get('/v1/api/webhooks').expect(404);
    expect(received).toHaveLength(before);
  });
});

/** Posts a body of this size piece by piece, and reads the answer even when it comes early. */
function streamed(to: ApiStage, bytes: number): Promise<{ readonly status: number | undefined }> {
  return new Promise((resolve, reject) => {
    const post = httpRequest(
      `${to.url}/v1/api/webhook`,
      { method: 'POST', headers: { 'Content-Length': bytes } },
      (response) => {
        response.resume();
        resolve({ status: response.statusCode });
      },
    );
    post.on('error', reject);
    for (let sent = 0; sent < bytes; sent += 100_000) post.write('x'.repeat(100_000));
    post.end();
  });
}

describe('every answer', () => {
  it.each([
    ['of the API', '/v1/api/system/healthcheck'],
    ['of the UI', '/'],
    ['of the webhook service', '/v1/api/webhook'],
    ['without anything', '/v1/api/nothing'],
  ])('%s carries version, time, request id and strict headers', async (_whose, path) => {
    const { headers } = await get(path);
    expect(headers).toMatchObject({
      'x-application-version': '0.1.0',
      'x-application-finished-in': expect.stringMatching(/^\d+\.\d{6}$/),
      'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
    });
    expect(headers['content-security-policy']).toContain("script-src 'self';");
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers).not.toHaveProperty('x-powered-by');
  });

  it('takes over a sensible request id, and repeats it in errors', async () => {
    const { body } = await get('/v1/api/runs').set('X-Request-Id', 'caller-0001').expect(401);
    expect(body.error.request_id).toBe('caller-0001');
    const { headers } = await get('/v1/api/runs').set('X-Request-Id', '<script>').expect(401);
    expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('of the API is never kept', async () => {
    const { headers } = await stage.call('get', 'runs').expect(200);
    expect(headers['cache-control']).toBe('no-store');
    expect(headers).not.toHaveProperty('etag');
  });

  it.each(['backends', 'tasks', 'openapi.json', 'history'])(
    'of a list that has not changed is a word: %s',
    async (path) => {
      const first = await stage.call('get', path).expect(200);
      const tag = String(first.headers['etag']);
      const again = await stage.call('get', path).set('If-None-Match', tag).expect(304);
      expect(again.text).toBe('');
      await stage.call('get', path).set('If-None-Match', 'W/"another"').expect(200);
    },
  );

  it('says which verbs an address knows', async () => {
    const { body, headers } = await stage.call('post', 'backend/attic').expect(405);
    expect(headers['allow']?.split(', ').sort()).toEqual(['DELETE', 'GET', 'PATCH', 'PUT']);
    expect(body.error.key).toBe('wrong-method');
    await stage.call('delete', 'runs').expect(405);
    await stage.call('get', 'system/auth/login/').expect(405);
    await stage.call('put', 'nothing').expect(404);
  });

  it('accepts a slash at the end and asks for headers alone', async () => {
    await stage.call('get', 'runs/').expect(200);
    const { text } = await request(stage.app.getHttpServer())
      .head('/v1/api/runs')
      .set('X-APIKEY', KEY)
      .expect(200);
    expect(text).toBeUndefined();
  });

  it('refuses what cannot be read, with the envelope', async () => {
    const broken = await stage.call('post', 'backends').type('json').send('{"name":').expect(400);
    expect(broken.body.error).toMatchObject({ code: 400, key: 'unreadable-request' });
    const large = await stage
      .call('post', 'backends')
      .type('json')
      .send(`{"name":"${'x'.repeat(200_000)}"}`)
      .expect(413);
    expect(large.body.error).toMatchObject({ code: 413, key: 'too-large' });
    const text = await stage.call('post', 'backends').type('text').send('name').expect(400);
    expect(text.body.error.key).toBe('validation-failed');
  });

  it('tells nothing of an unexpected failure but its request id', async () => {
    const broken = await ApiStage.open();
    await broken.database.drop();
    const { body, text } = await broken.call('get', 'identities').expect(500);
    expect(body.error).toEqual({
      code: 500,
      key: 'internal',
      message: expect.any(String),
      request_id: expect.any(String),
    });
    expect(text).not.toMatch(/postgres|pg|sql|\bat /i);
    expect(loggedText(broken)).toContain(String(body.error.request_id));
    await broken.open('get', 'system/healthcheck').expect(503);
    await broken.close();
  });
});
