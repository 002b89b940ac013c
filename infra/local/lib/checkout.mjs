// @ts-check
import { existsSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

/** The top folder of the repository. */
export const root = resolve(import.meta.dirname, '../../..');

/** @param {string[]} names a path inside the repository, in pieces */
export const inRoot = (...names) => join(root, ...names);

/**
 * The first of these programs that is on PATH.
 * @param {...string} names
 * @returns {string | undefined}
 */
export function onPath(...names) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((file) => existsSync(file));
}
