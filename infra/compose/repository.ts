import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';

export const repository = resolve(import.meta.dirname, '../..');

export const textOf = (path: string): string => readFileSync(join(repository, path), 'utf8');

/** YAML with merge keys, as compose reads it. */
export const yamlOf = (path: string): unknown => parse(textOf(path), { merge: true });

export const filesLike = (pattern: string): string[] => globSync(pattern, { cwd: repository }).sort();
