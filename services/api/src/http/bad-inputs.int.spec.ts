import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { FakeJellyfin, queryRows } from '#libs/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiStage, KEY } from '../testing/api-stage.js';
import { addBackend } from '../testing/stored-backend.js';
import { storeTitles } from '../testing/stored-titles.js';
import { ApiDescription } from './api-description.js';
import { badBodies, badQueries, NASTY_NAMES, type Route, routesIn } from '../testing/bad-inputs.js';

let stage: ApiStage;
let server: FakeJellyfin;
let routes: readonly Route[];
beforeAll(async () => {
  server = new FakeJellyfin();
  await server.start();
  stage = await ApiStage.open({ DISABLE_CRON: 'true', WS_RATE_LIMIT_ENABLED: 'false' });
  await addBackend(stage, server, { name: 'attic' });
  await storeTitles(stage, 'attic', [{ title: 'Marble Kite', watched: true }]);
  routes = routesIn(stage.app.get(ApiDescription).document);
});
afterAll(async () => {
  await stage.close();
  await server.stop();
});

/** What it gets is turned into YAML, whatever it is. */
const TAKES_ANYTHING = /system\/yaml/;
/** Streams, which go on as long as somebody listens. */
const UNASKED = new Set(['/v1/api/system/command/{token}']);

/** Everything that is stored, but for the trail of who asked for what. */
async function stored(): Promise<Record<string, unknown>> {
  const tables = await queryRows<{ name: string }>(
    stage.database.url,
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'audit_entry' ORDER BY 1`,
  );
  const found: Record<string, unknown> = {};
  for (const { name } of tables) {
    const [row] = await queryRows<{ rows: number; text: string }>(
      stage.database.url,
      `SELECT count(*)::int AS rows, md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) AS text FROM "${name}" t`,
    );
    found[name] = row;
  }
  const config = join(stage.folder, 'config');
  const files = statSync(config, { throwIfNoEntry: false }) ? readdirSync(config) : [];
  return { ...found, files: files.map((file) => [file, readFileSync(join(config, file), 'utf8')]) };
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

async function send({ method, path }: Pick<Route, 'method' | 'path'>, body?: string): Promise<Answer> {
  const answer = await fetch(`${stage.url}${path}`, {
    method,
    headers: { 'X-APIKEY': KEY, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
    ...(body === undefined ? {} : { body }),
    redirect: 'manual',
  });
  if (answer.status < 300) {
    await answer.body?.cancel();
    return { status: answer.status, text: '' };
  }
  return { status: answer.status, text: await answer.text() };
}

/** What is wrong with a refusal; nothing when it is clear. */
function unclear({ status, text }: Answer): string | null {
  if (status < 400 || status >= 500) return `answered ${status}`;
  const { error } = JSON.parse(text) as { error?: { code?: number; key?: string; message?: string } };
  if (error?.code !== status || !error.key || !error.message) return 'has no clear envelope';
  return /\bat \S+ \(|node_modules|SELECT |undefined/.test(text) ? `tells of our insides: ${text}` : null;
}

const filled = (path: string): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) =>
    name === 'name' ? 'attic' : name === 'type' ? 'jellyfin' : '1',
  );

/** What each resource was tried with. */
const tries = new Map<string, number>();
const count = ({ resource }: Route): void => void tries.set(resource, (tries.get(resource) ?? 0) + 1);

describe('bad input', () => {
  it('in a body is refused with a clear word, and nothing of it is done', async () => {
    const before = await stored();
    const wrong: string[] = [];
    let tried = 0;
    for (const route of routes.filter(({ body, path }) => body !== null && !TAKES_ANYTHING.test(path))) {
      for (const { what, text } of badBodies(route)) {
        count(route);
        tried += 1;
        const problem = unclear(await send({ method: route.method, path: filled(route.path) }, text));
        if (problem) wrong.push(`${route.method} ${route.path}: ${what} ${problem}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(tried).toBeGreaterThan(500);
    expect(await stored()).toEqual(before);
  }, 240_000);

  it('in a query is refused with a clear word, and nothing of it is done', async () => {
    const before = await stored();
    const wrong: string[] = [];
    for (const route of routes.filter(
      ({ method, path, query }) =>
        method === 'GET' && !UNASKED.has(path) && query.some(({ name }) => name !== 'user'),
    )) {
      for (const { what, text } of badQueries(route)) {
        count(route);
        const problem = unclear(await send({ method: 'GET', path: `${filled(route.path)}?${text}` }));
        if (problem) wrong.push(`GET ${route.path}: ${what} ${problem}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(await stored()).toEqual(before);
  }, 240_000);

  it('in an address is refused with a clear word, and nothing of it is done', async () => {
    const before = await stored();
    const wrong: string[] = [];
    let tried = 0;
    for (const { method, path } of routes.filter(
      (route) => /\{\w+\}/.test(route.path) && !route.path.includes('yaml'),
    )) {
      for (const name of NASTY_NAMES) {
        tried += 1;
        const answer = await send(
          { method, path: path.replace(/\{\w+\}/g, name) },
          method === 'GET' || method === 'DELETE' ? undefined : '{}',
        );
        const problem = method === 'GET' && answer.status < 300 ? null : unclear(answer);
        if (problem) wrong.push(`${method} ${path} with ${name.slice(0, 30)}: ${problem}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(tried).toBeGreaterThan(500);
    expect(await stored()).toEqual(before);
  }, 240_000);

  it('was tried with fifty of a kind and more for every resource that takes a body or a query', () => {
    const takers = routes.filter(({ body, query }) => body !== null || query.length > 0);
    const few = [...new Set(takers.map(({ resource }) => resource))].filter(
      (name) => (tries.get(name) ?? 0) < 50,
    );
    expect(few).toEqual([]);
  });
});
