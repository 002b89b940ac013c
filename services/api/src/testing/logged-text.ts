import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ApiStage } from './api-stage.js';

/** Everything that the service has logged so far. */
export function loggedText({ folder }: ApiStage): string {
  const logs = join(folder, 'logs');
  return readdirSync(logs)
    .map((file) => readFileSync(join(logs, file), 'utf8'))
    .join('');
}
