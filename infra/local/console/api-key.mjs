// @ts-check
import { randomBytes } from 'node:crypto';
import { writeEnvFile } from '../lib/env-file.mjs';
import { Refusal } from '../lib/refusal.mjs';
import { installation } from './connection.mjs';

/** The key of scripts and webhooks, alone, so that it can be piped. Makes one when it is missing; `-r` makes another.
 * @param {readonly string[]} args */
export function apiKey(args) {
  const unknown = args.find(
    (word) => !['-r', '--regenerate', '-q', '--quiet', '-n', '--no-interaction'].includes(word),
  );
  if (unknown) throw new Refusal(`system:apikey knows no ${unknown}; it takes -r, --regenerate.`);
  const { folder, settings } = installation();
  const isNew = args.includes('-r') || args.includes('--regenerate') || !settings.WS_API_KEY;
  const key = isNew ? randomBytes(16).toString('hex') : String(settings.WS_API_KEY);
  if (isNew) {
    folder.prepare();
    writeEnvFile(folder.envFile, { WS_API_KEY: key });
  }
  if (process.stdout.isTTY) process.stderr.write('Current system API key:\n');
  return key;
}
