import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakePlex } from './fake-plex.js';

const ALEX = { id: '1', name: 'alex', token: 'secret-alex', admin: true };

let plex: FakePlex;
let movie: string;

beforeEach(async () => {
  plex = new FakePlex({ users: [ALEX] });
  movie = plex.add({ type: 'movie', title: 'Harbour Lights' });
  await plex.start();
});

afterEach(() => plex.stop());

const get = (path: string) =>
  fetch(`${plex.url}${path}`, { headers: { 'X-Plex-Token': ALEX.token, Accept: 'application/json' } });

const sections = () => get('/library/sections');

describe('an ordered fault', () => {
  it.each([401, 403, 404, 500, 503] as const)('answers %i in the form of the vendor', async (status) => {
    plex.fault({ kind: { status } });
    const response = await sections();
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('text/html');
    expect(plex.requests.at(-1)?.status).toBe(status);
  });

  it('says with 429 when to come back', async () => {
    plex.fault({ kind: { status: 429, retryAfterSeconds: 7 } });
    const response = await sections();
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '7']);
  });

  it('answers a web page with status 200', async () => {
    plex.fault({ kind: { html: true } });
    const response = await sections();
    expect(response.status).toBe(200);
    expect(await response.text()).toMatch(/^<html>/);
  });

  it('resets the connection, and the request never counts as answered', async () => {
    plex.fault({ kind: { reset: true }, times: 1 });
    await expect(sections()).rejects.toThrow('fetch failed');
    expect(plex.requests).toMatchObject([{ status: 0 }]);
    expect((await sections()).status).toBe(200);
  });

  it('cuts a body short of what was announced', async () => {
    plex.fault({ kind: { truncate: true } });
    const response = await sections();
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
  });

  it('answers late', async () => {
    plex.fault({ kind: { delayMs: 40 } });
    const start = performance.now();
    expect((await sections()).status).toBe(200);
    expect(performance.now() - start).toBeGreaterThanOrEqual(39);
  });

  it('keeps a write from the library', async () => {
    plex.fault({ kind: { status: 503 } });
    await get(`/:/scrobble?identifier=x&key=${movie}`);
    expect(plex.stateOf(ALEX.id, movie).watched).toBe(false);
    expect(plex.writes()).toMatchObject([{ status: 503, write: true }]);
  });

  it('hits only what matches, after so many, so many times', async () => {
    plex.fault({ match: /^GET \/library\/sections$/g, after: 1, times: 2, kind: { status: 500 } });
    const statuses: number[] = [];
    for (let n = 0; n < 5; n += 1) {
      expect((await get('/identity')).status).toBe(200);
      statuses.push((await sections()).status);
    }
    expect(statuses).toEqual([200, 500, 500, 200, 200]);
  });

  it('may name the query', async () => {
    plex.fault({ match: /key=8$/, kind: { status: 500 } });
    expect((await get('/:/scrobble?identifier=x&key=8')).status).toBe(500);
    expect((await get('/:/scrobble?identifier=x&key=9')).status).toBe(404);
  });

  it('ends when faults are cleared', async () => {
    plex.fault({ kind: { status: 500 } });
    expect((await sections()).status).toBe(500);
    plex.clearFaults();
    expect((await sections()).status).toBe(200);
  });
});

describe('the log', () => {
  it('tells a write from a read, although both are GET', async () => {
    await get(`/library/metadata/${movie}`);
    await get(`/:/scrobble?identifier=x&key=${movie}`);
    await get(`/:/unscrobble?identifier=x&key=${movie}`);
    expect(plex.requests.map(({ write }) => write)).toEqual([false, true, true]);
    expect(plex.writes()).toHaveLength(2);
    plex.clearRequests();
    expect(plex.requests).toEqual([]);
  });

  it.each(['X-Plex-Token=abc', 'apikey=abc', 'api_key=abc', 'pin=abc', 'note=secret-alex'])(
    'masks %s',
    async (query) => {
      await get(`/identity?${query}&size=5`);
      expect(plex.requests[0]?.path).toBe(`/identity?${query.split('=')[0]}=***&size=5`);
    },
  );
});

describe('a fake server', () => {
  it('stops at once although a slow answer is under way and connections are kept alive', async () => {
    await sections();
    plex.fault({ kind: { delayMs: 60_000 } });
    const slow = sections();
    const outcome = expect(slow).rejects.toThrow();
    while (plex.requests.length < 2) await new Promise(setImmediate);
    await plex.stop();
    await outcome;
  });

  it('refuses a second server on its port, and comes back on the same one', async () => {
    const port = Number(new URL(plex.url).port);
    await expect(new FakePlex().start(port)).rejects.toThrow('EADDRINUSE');
    await plex.stop();
    await plex.start(port);
    expect((await sections()).status).toBe(200);
  });

  it('has no address before it is started', () => {
    expect(() => new FakePlex().url).toThrow('not started');
  });

  it('tells a test that it named what is not there', () => {
    expect(() => plex.play(ALEX.id, 'nowhere', 1)).toThrow('no title nowhere');
    expect(() => plex.play('nobody', movie, 1)).toThrow('no user nobody');
    expect(() => plex.idOf({ title: 'Nothing' })).toThrow('no title Nothing');
    expect(() => plex.add({ id: movie, type: 'movie', title: 'Again' })).toThrow('is taken');
  });
});
