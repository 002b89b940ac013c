import { Injectable } from '@nestjs/common';
import type { GuardLimits, MergeRule, RemoteItem } from '#libs/core';
import { OpenIntents, type BackendRecord, type OpenNews } from '#libs/database';
import { guardLimits } from '#libs/directory';
import { ImporterConfig } from '../importer.config.js';
import { PageImporter } from '../pages/page-importer.js';
import { PushBell } from '../pages/push-bell.js';

/** Why an item is looked at. */
export interface Errand {
  readonly backend: BackendRecord;
  readonly remoteId: string;
  readonly news: readonly OpenNews[];
}

interface Look {
  /** Unix seconds of the moment before it. */
  readonly readAt: number;
  readonly requests: number;
  /** Somebody is perhaps watching on: a mere position waits for quiet. */
  readonly isSettling: boolean;
  /** Not read on the server, but told by a payload. */
  readonly isHearsay?: boolean;
  /** Below the show or season that was told of: an unmark that nobody told of is left to the next import. */
  readonly isBelow?: boolean;
}

/** Merges what a look because of news has found, and rings for those that are to be told. */
@Injectable()
export class NewsTaker {
  constructor(
    private readonly pages: PageImporter,
    private readonly bell: PushBell,
    private readonly open: OpenIntents,
    private readonly config: ImporterConfig,
  ) {}

  /** By which rules it was decided. */
  async take(
    items: readonly RemoteItem[],
    { backend, news }: Errand,
    { readAt, requests, isSettling, isHearsay = false, isBelow = false }: Look,
  ): Promise<readonly MergeRule[]> {
    const [first] = news;
    const occasion = {
      backend,
      runId: null,
      cause: 'webhook',
      event: news.at(-1)?.event ?? 'item-changed',
      readAt,
      force: false,
      metadataOnly: false,
      dryRun: false,
      isTrusted: false,
      unmarkLimits: isHearsay || (isBelow && !isUnmark(news)) ? NO_UNMARK : this.unmarkLimits(),
      isSettling,
      isHearsay,
      ...(first && { news: { source: first.source, deliveryId: first.deliveryId } }),
    } as const;
    const progress = { received: items.length, requests, cursor: null };
    const { backendIds, rules } = await this.pages.import(items, occasion, progress);
    // What an earlier look left waiting for quiet: this one may have found nothing new.
    const remoteIds = items.map(({ id }) => id);
    const released = isSettling ? [] : await this.open.release(backend.id, remoteIds);
    await this.bell.ring([...new Set([...backendIds, ...released])]);
    return rules;
  }

  private unmarkLimits(): GuardLimits {
    return guardLimits(this.config);
  }
}

const isUnmark = (news: readonly OpenNews[]): boolean => news.some(({ says }) => says.watched === false);

const NO_UNMARK: GuardLimits = { maxChanges: 0, maxPercent: 0 };
