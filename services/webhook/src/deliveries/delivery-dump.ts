import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import type { BackendType } from '#libs/core';
import { DataFolder, LiveConfig, Logger } from '#libs/runtime';
import { WEBHOOK_SETTINGS, type WebhookConfig } from '../webhook.config.js';

/** Keeps deliveries as files while the owner looks for a fault (env.md 2.4). Secrets are gone by then. */
@Injectable()
export class DeliveryDump {
  constructor(
    @Inject(WEBHOOK_SETTINGS) private readonly settings: LiveConfig<WebhookConfig>,
    private readonly folder: DataFolder,
    private readonly logger: Logger,
  ) {}

  async keep(id: number, type: BackendType | null, payload: unknown): Promise<void> {
    const { WS_WEBHOOK_DUMP_REQUEST, WS_WEBHOOK_LOG_FILE_FORMAT } = this.settings.value;
    if (!WS_WEBHOOK_DUMP_REQUEST) return;
    const values = { backend: type ?? 'unknown', event: eventName(payload), id: String(id) };
    const name = Object.entries(values).reduce(
      (all, [key, value]) => all.replace(`{${key}}`, value),
      WS_WEBHOOK_LOG_FILE_FORMAT,
    );
    try {
      await mkdir(this.folder.webhooks, { recursive: true });
      await writeFile(join(this.folder.webhooks, name), `${JSON.stringify(payload, null, 2)}\n`, {
        mode: 0o600,
      });
    } catch (error) {
      this.logger.warn('delivery not dumped', { error });
    }
  }
}

/** The event under the name that each kind of server gives it, fit for a file name. */
function eventName(payload: unknown): string {
  const fields =
    typeof payload === 'object' && payload !== null
      ? new Map(Object.entries(payload))
      : new Map<string, unknown>();
  const name: unknown = fields.get('event') ?? fields.get('Event') ?? fields.get('NotificationType');
  return typeof name === 'string' ? name.replaceAll(/[^\w.-]+/g, '_').slice(0, 60) : 'unknown';
}
