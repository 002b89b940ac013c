import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const ROW = /^\| (yes|no) +\| ([A-Z]+) +\| `([^`]+)` +\| (T\d) +\|(.*)\|$/gm;
const rows = [...read('docs/api-coverage.md').matchAll(ROW)].map(
  ([, mark = '', method = '', path = '', tier = '', note = '']) => ({
    ...{ isThere: mark === 'yes', method, path, tier, note },
  }),
);

const anyName = (path: string): string => path.replace(/\{\w+\}/g, '{}');
const { paths } = JSON.parse(read('services/api/openapi.json')) as { paths: Record<string, object> };
const described = new Set(
  Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${anyName(path.replace('/v1/api/', ''))}`),
  ),
);

describe('the table of what is there', () => {
  it('names each route once', () => {
    const names = rows.map(({ method, path, note }) => `${method} ${path} ${note.trim()}`);
    expect(names.length).toBeGreaterThan(150);
    expect(new Set(names).size).toBe(names.length);
  });

  it('claims only what the description of the API has', () => {
    const claimed = rows.filter(({ isThere, note }) => isThere && !note.includes('webhook service'));
    expect(claimed.length).toBeGreaterThan(30);
    for (const { method, path } of claimed) expect([...described]).toContain(`${method} ${anyName(path)}`);
  });

  it('lacks no row that is essential or expected', () => {
    expect(rows.filter(({ isThere, tier }) => !isThere && tier !== 'T3')).toEqual([]);
  });

  it('says of nothing that is there that it is not', () => {
    const denied = rows
      .filter(({ isThere }) => !isThere)
      .map(({ method, path }) => `${method} ${anyName(path)}`);
    expect(denied.filter((route) => described.has(route))).toEqual([]);
  });
});
