// @ts-check
import { existsSync } from 'node:fs';
import { build } from '../build.mjs';
import { inRoot } from '../checkout.mjs';
import { findRedis } from '../redis.mjs';
import { checkAlerts } from './alerts.mjs';
import { findChromium } from './chromium.mjs';
import { countedTests, verdict } from './stage.mjs';
import { checkTexts } from './texts.mjs';

const ROOMS = ['libs', 'services', 'ui/src', 'e2e', 'bench', 'infra'].filter((name) =>
  existsSync(inRoot(name)),
);

/** @param {string} path below node_modules @param {string[]} args */
const tool = (path, ...args) => [process.execPath, inRoot('node_modules', path), ...args];

/** Most of what these tests do is wait for stores, processes and fakes, so more files than cores run at once. */
const WORKERS = { unit: 2, int: 3, e2e: 2 };

/** @param {keyof typeof WORKERS} project @param {NodeJS.ProcessEnv} [env] */
const vitest = (project, env) =>
  countedTests((report) => {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const workers = `--maxWorkers=${WORKERS[project]}`;
    return tool('vitest/vitest.mjs', 'run', '--project', project, workers, ...reporters);
  }, env);

/** @type {readonly import('./stage.mjs').Stage[]} in the order in which they run */
export const stages = [
  {
    name: 'build',
    title: 'services and user interface build',
    check: async () => {
      await build();
      return { passed: 1, failed: 0, output: '' };
    },
  },
  {
    name: 'format',
    title: 'format',
    check: () => verdict([tool('prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.')]),
  },
  {
    name: 'lint',
    title: 'eslint',
    check: () => verdict([tool('eslint/bin/eslint.js', '--max-warnings', '0', '.')]),
  },
  {
    name: 'rooms',
    title: 'doors between rooms',
    check: () =>
      verdict([
        tool(
          'dependency-cruiser/bin/dependency-cruiser.mjs',
          '--config',
          '.dependency-cruiser.cjs',
          ...ROOMS,
        ),
      ]),
  },
  {
    name: 'types',
    title: 'types',
    check: () =>
      verdict(
        ['tsconfig.json', 'infra/tsconfig.json'].map((project) =>
          tool('typescript/bin/tsc', '--noEmit', '-p', project),
        ),
      ),
  },
  { name: 'alerts', title: 'alerts of Prometheus', check: checkAlerts },
  { name: 'texts', title: 'texts of the user interface', check: checkTexts },
  { name: 'unit', title: 'unit tests', check: () => vitest('unit') },
  {
    name: 'int',
    title: 'integration tests (Postgres, Redis)',
    check: async () => {
      await findRedis();
      return vitest('int');
    },
  },
  {
    name: 'ui',
    title: 'user interface tests',
    check: () =>
      countedTests(
        (report) => {
          const reporters = ['--reporters=default', '--reporters=json', `--output-file=${report}`];
          return ['npm', 'test', '--silent', '-w', 'ui', '--', ...reporters];
        },
        { NG_CLI_ANALYTICS: 'false' },
      ),
  },
  {
    name: 'e2e',
    title: 'end-to-end tests (real processes, real Chromium)',
    check: async () => {
      await findRedis();
      return vitest('e2e', { CHROMIUM_PATH: await findChromium() });
    },
  },
];
