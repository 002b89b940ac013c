import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import extractOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import extractTsConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plantTree } from './planted-tree.js';

const repository = resolve(import.meta.dirname, '../..');

/** Which import in which file must be stopped by which rule. */
const violations: readonly { readonly rule: string; readonly file: string; readonly imports: string }[] = [
  { rule: 'no-cycles', file: 'services/api/src/chicken.ts', imports: './egg.js' },
  { rule: 'no-unresolved', file: 'services/api/src/lost.ts', imports: './nowhere.js' },
  { rule: 'core-keeps-to-its-doors', file: 'libs/core/src/planted.ts', imports: '#libs/runtime' },
  { rule: 'runtime-keeps-to-its-doors', file: 'libs/runtime/src/planted.ts', imports: '#libs/core' },
  { rule: 'backends-keeps-to-its-doors', file: 'libs/backends/src/planted.ts', imports: '#libs/queue' },
  { rule: 'archive-keeps-to-its-doors', file: 'libs/archive/src/planted.ts', imports: '#libs/database' },
  { rule: 'queue-keeps-to-its-doors', file: 'libs/queue/src/planted.ts', imports: '#libs/database' },
  { rule: 'database-keeps-to-its-doors', file: 'libs/database/src/planted.ts', imports: '#libs/backends' },
  { rule: 'directory-keeps-to-its-doors', file: 'libs/directory/src/planted.ts', imports: '#libs/queue' },
  { rule: 'core-is-pure', file: 'libs/core/src/impure.ts', imports: 'node:fs' },
  { rule: 'core-is-pure', file: 'libs/core/src/heavy.ts', imports: '@nestjs/common' },
  { rule: 'backends-know-no-framework', file: 'libs/backends/src/nest.ts', imports: '@nestjs/common' },
  {
    rule: 'libs-have-a-front-door',
    file: 'services/api/src/window.ts',
    imports: '../../../libs/core/src/inner.js',
  },
  { rule: 'services-are-islands', file: 'services/importer/src/boat.ts', imports: '../../api/src/main.js' },
  { rule: 'backends-do-not-mix', file: 'libs/backends/src/emby/mixed.ts', imports: '../plex/plex.js' },
  { rule: 'fakes-share-no-code', file: 'libs/testing/src/media-servers/copy.ts', imports: '#libs/backends' },
  { rule: 'testing-is-for-tests', file: 'services/api/src/tested.ts', imports: '#libs/testing' },
  {
    rule: 'testing-knows-no-service',
    file: 'libs/testing/src/nosy.ts',
    imports: '../../../services/api/src/main.js',
  },
  { rule: 'typeorm-stays-in-database', file: 'services/api/src/rows.ts', imports: 'typeorm' },
  { rule: 'typeorm-stays-in-database', file: 'libs/queue/src/sql.ts', imports: 'pg' },
  { rule: 'redis-stays-in-queue', file: 'services/api/src/jobs.ts', imports: 'bullmq' },
  { rule: 'redis-stays-in-queue', file: 'libs/runtime/src/cache.ts', imports: 'ioredis' },
  { rule: 'axios-stays-in-backends', file: 'services/importer/src/http.ts', imports: 'axios' },
  { rule: 'ui-keeps-to-itself', file: 'ui/src/planted.ts', imports: '../../services/api/src/main.js' },
  { rule: 'e2e-is-a-black-box', file: 'e2e/planted.e2e.ts', imports: '../services/api/src/main.js' },
];

async function violationsIn(root: string): Promise<{ readonly rule: string; readonly file: string }[]> {
  const options = await extractOptions(join(repository, '.dependency-cruiser.cjs'));
  const { output } = await cruise(
    ['libs', 'services', 'ui', 'e2e'],
    { ...options, baseDir: root, validate: true },
    {},
    { tsConfig: extractTsConfig(join(root, 'tsconfig.json')) },
  );
  const { summary } = output as ICruiseResult;
  return summary.violations.map(({ rule, from }) => ({ rule: rule.name, file: from }));
}

describe('the fence around the rooms', () => {
  let found: readonly { readonly rule: string; readonly file: string }[] = [];
  let root = '';

  beforeAll(async () => {
    const planted = Object.fromEntries(violations.map(({ file, imports }) => [file, imports]));
    root = plantTree({ ...planted, 'services/api/src/egg.ts': './chicken.js' });
    found = await violationsIn(root);
  }, 60_000);

  afterAll(() => {
    rmSync(root, { recursive: true, force: true });
  });

  it.each(violations)('stops $file, by "$rule" alone', ({ rule, file }) => {
    expect(found.filter((one) => one.file === file)).toEqual([{ rule, file }]);
  });

  it('lets everything else in the planted tree pass', () => {
    const planted = new Set([...violations.map(({ file }) => file), 'services/api/src/egg.ts']);
    expect(found.filter(({ file }) => !planted.has(file))).toEqual([]);
  });

  it('has a planted violation for each of its rules', async () => {
    const { ruleSet } = await extractOptions(join(repository, '.dependency-cruiser.cjs'));
    const rules = ruleSet?.forbidden?.map(({ name }) => name) ?? [];
    expect(new Set(violations.map(({ rule }) => rule))).toEqual(new Set(rules));
  });

  it('is not crossed anywhere in this repository', async () => {
    expect(await violationsIn(repository)).toEqual([]);
  }, 60_000);
});
