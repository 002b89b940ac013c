// @ts-check
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

/**
 * @param {string} file
 * @returns {Record<string, string>} what it sets; an empty value counts as not set
 */
export function readEnvFile(file) {
  if (!existsSync(file)) return {};
  const values = parseEnv(readFileSync(file, 'utf8'));
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  );
}

/**
 * Writes values into the file and keeps every other line as its owner wrote it. The file holds secrets: mode 0600, and
 * replaced in one step, so that no reader sees half of it.
 * @param {string} file
 * @param {Readonly<Record<string, string>>} values
 */
export function writeEnvFile(file, values) {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
  const kept = lines.filter((line) => !(line.split('=')[0].trim() in values));
  const added = Object.entries(values).map(([name, value]) => `${name}=${value}`);
  const text = [...kept, ...added].filter((line, index) => line !== '' || index > 0).join('\n');
  const draft = `${file}.new`;
  writeFileSync(draft, `${text}\n`, { mode: 0o600 });
  chmodSync(draft, 0o600);
  renameSync(draft, file);
}
