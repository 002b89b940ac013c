import { join } from 'node:path';
import { ConfigSources } from './config-sources.js';

/** Where things are inside `WS_DATA_PATH` (contract.md 2). */
export class DataFolder {
  readonly root: string;
  readonly config: string;
  readonly backup: string;
  readonly logs: string;
  /** Raw webhooks, kept when `WS_WEBHOOK_DUMP_REQUEST` is on. */
  readonly webhooks: string;

  constructor(root = new ConfigSources().dataPath) {
    this.root = root;
    this.config = join(root, 'config');
    this.backup = join(root, 'backup');
    this.logs = join(root, 'logs');
    this.webhooks = join(root, 'webhooks');
  }

  get envFile(): string {
    return join(this.config, '.env');
  }

  get serversFile(): string {
    return join(this.config, 'servers.yaml');
  }
}
