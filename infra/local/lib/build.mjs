// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inRoot, root } from './checkout.mjs';
import { mustRun } from './run-command.mjs';
import { step } from './step.mjs';

/**
 * @typedef {object} Part something that is built as one
 * @property {string} title
 * @property {readonly string[]} sources files and folders
 * @property {string} product a file that exists once it is built
 * @property {readonly string[]} command
 */

/** @type {readonly Part[]} */
const parts = [
  {
    title: 'Building the services',
    sources: ['libs', 'services', 'tsconfig.base.json', 'tsconfig.build.json', 'package-lock.json'],
    product: 'dist/services/api/src/main.js',
    command: [process.execPath, 'node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'],
  },
  {
    title: 'Building the user interface',
    sources: ['ui', 'package-lock.json'],
    product: 'ui/dist/ui/browser/index.html',
    command: ['npm', 'run', '--silent', 'build', '-w', 'ui'],
  },
];

const NOT_SOURCES = new Set(['dist', 'node_modules', '.angular', 'coverage']);

/**
 * Name, size and time of every file below: cheap, and a removed file is noticed as well.
 * @param {string} path
 * @returns {string[]}
 */
function traces(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return [];
  if (!found.isDirectory()) return [`${path} ${found.size} ${found.mtimeMs}`];
  return readdirSync(path)
    .filter((name) => !NOT_SOURCES.has(name))
    .flatMap((name) => traces(join(path, name)));
}

/** @param {Part} part */
async function buildPart({ title, sources, product, command }) {
  const stamp = inRoot('node_modules/.cache/watchstate', `${product.split('/')[0]}.built`);
  const files = sources.flatMap((source) => traces(inRoot(source)));
  const digest = createHash('sha256')
    .update([root, ...files].join('\n'))
    .digest('hex');
  const isCurrent =
    existsSync(inRoot(product)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === digest;
  if (isCurrent) return;
  const done = step(title);
  await mustRun(command, { what: title, quiet: true, env: { NG_CLI_ANALYTICS: 'false' } });
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, digest);
  done();
}

/** Builds what has changed since it was last built. An image has no sources and comes built. */
export async function build() {
  if (!existsSync(inRoot('tsconfig.build.json'))) return;
  for (const part of parts) await buildPart(part);
}
