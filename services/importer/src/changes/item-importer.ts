import { Injectable } from '@nestjs/common';
import { Backends } from '#libs/database';
import { ServerDirectory } from '#libs/directory';
import { ImporterConfig } from '../importer.config.js';
import { PageImporter } from '../pages/page-importer.js';
import { PushBell } from '../pages/push-bell.js';

export interface ItemNews {
  readonly backendId: number;
  readonly remoteId: string;
  /** Whether the person has stopped watching: then a position waits for nothing. */
  readonly isStopped?: boolean;
}

/** One item, read again because somebody rang: a webhook, or an export that found news on its target. */
@Injectable()
export class ItemImporter {
  constructor(
    private readonly backends: Backends,
    private readonly directory: ServerDirectory,
    private readonly pages: PageImporter,
    private readonly bell: PushBell,
    private readonly config: ImporterConfig,
  ) {}

  async import({ backendId, remoteId, isStopped = false }: ItemNews): Promise<void> {
    const backend = await this.backends.byId(backendId);
    if (!backend) return;
    const readAt = Math.floor(Date.now() / 1_000);
    const contact = this.directory.contact(backend);
    const item = await contact.client.find(remoteId);
    if (!item) return;
    const occasion = {
      backend,
      runId: null,
      cause: 'webhook',
      event: 'item-changed',
      readAt,
      force: false,
      metadataOnly: false,
      dryRun: false,
      isTrusted: false,
      isSettling: !isStopped,
      unmarkLimits: {
        maxChanges: this.config.WS_GUARD_MAX_CHANGES,
        maxPercent: this.config.WS_GUARD_MAX_PERCENT,
      },
    } as const;
    const { backendIds } = await this.pages.import([item], occasion, {
      received: 1,
      requests: contact.requests(),
      cursor: null,
    });
    await this.bell.ring(backendIds);
  }
}
