import { Injectable } from '@nestjs/common';
import { BackendError } from '#libs/backends';
import { whyUnusable, type MergeRule, type RemoteItem } from '#libs/core';
import {
  Backends,
  StoredCopies,
  WebhookTargets,
  type BackendRecord,
  type DeliveryVerdict,
} from '#libs/database';
import { ServerDirectory, urgently, type Contact } from '#libs/directory';
import { RunLater } from '#libs/queue';
import { asToldBy, dueAt, isGivenUp, isToBeTakenAtWord, isUnderWay, lookAgainIn, restAfter } from './look.js';
import { NewsTaker, type Errand } from './news-taker.js';
import { PauseWatch } from './pause-watch.js';

export interface ItemNews {
  readonly backendId: number;
  readonly remoteId: string;
  /** Deliveries wait for this look. */
  readonly isDelivered?: boolean;
}

interface Result {
  readonly verdict: DeliveryVerdict;
  readonly reason: string;
}

/**
 * One item, read again because somebody rang: a delivery, or an export that found news on its target. A delivery is
 * settled when its item was read and merged, or given up with a reason.
 */
@Injectable()
export class ItemImporter {
  constructor(
    private readonly backends: Backends,
    private readonly targets: WebhookTargets,
    private readonly copies: StoredCopies,
    private readonly directory: ServerDirectory,
    private readonly taker: NewsTaker,
    private readonly pauses: PauseWatch,
  ) {}

  async import({ backendId, remoteId, isDelivered = false }: ItemNews): Promise<void> {
    const backend = await this.backends.byId(backendId);
    if (!backend) return;
    const looking = await this.targets.open({ backendId, remoteId });
    const errand = { backend, remoteId, news: looking.news };
    // Another look came first.
    if (isDelivered && errand.news.length === 0) return;
    const now = Date.now();
    const due = isDelivered ? dueAt(looking, now) : now;
    if (due > now) throw new RunLater(new Date(due));
    try {
      await this.look(errand);
    } catch (error) {
      if (error instanceof BackendError) await this.putOff(errand, error);
      throw error;
    }
  }

  private async look(errand: Errand): Promise<void> {
    const readAt = Math.floor(Date.now() / 1_000);
    const contact = this.directory.contact(errand.backend);
    const item = await urgently(() => contact.client.find(errand.remoteId));
    if (!item) return this.lookBelow(errand, contact, readAt);
    const because = whyNotTaken(errand.backend, item);
    if (because) return this.settle(errand, because);
    const isSettling = isUnderWay(errand.news) && !(await this.pauses.isPaused(contact, errand, item));
    const look = { readAt, requests: contact.requests(), isSettling };
    const rules = await this.taker.take([item], errand, look);
    const again = lookAgainIn(errand.news, item, Date.now());
    if (again !== null) throw new RunLater(new Date(Date.now() + again));
    await this.settle(errand, { verdict: 'matched', reason: rules.join(', ') || 'unchanged' });
  }

  /** It may be a show or a season, which is told of as a whole when it is new: what lies below it is what is new. */
  private async lookBelow(errand: Errand, contact: Contact, readAt: number): Promise<void> {
    const rules = new Set<MergeRule>();
    const marks = new Set<boolean>();
    for (let offset = 0, total = 1; offset < total;) {
      const page = await urgently(() =>
        contact.client.below(errand.remoteId, { offset, limit: BELOW_AT_ONCE }),
      );
      if (!page) return this.settle(errand, GONE);
      const items = page.items.filter((item) => whyNotTaken(errand.backend, item) === null);
      const look = {
        readAt,
        requests: contact.requests(),
        isSettling: isUnderWay(errand.news),
        isBelow: true,
      };
      for (const rule of await this.taker.take(items, errand, look)) rules.add(rule);
      for (const { watched } of items) marks.add(watched);
      if (page.received === 0) break;
      offset += page.received;
      total = page.total;
    }
    // A mark of the whole has to show in every one of them.
    const agains = [...marks].flatMap((watched) => lookAgainIn(errand.news, { watched }, Date.now()) ?? []);
    if (agains.length > 0) throw new RunLater(new Date(Date.now() + Math.min(...agains)));
    await this.settle(errand, { verdict: 'matched', reason: [...rules].join(', ') || 'unchanged' });
  }

  private settle({ backend, remoteId, news }: Errand, result: Result): Promise<void> {
    return this.targets.settle({ backendId: backend.id, remoteId }, news, result);
  }

  /** The news wait for the server. What they say themselves is used meanwhile, and they end when it never comes back. */
  private async putOff(errand: Errand, error: BackendError): Promise<void> {
    const { backend, remoteId, news } = errand;
    if (news.length === 0) return;
    const now = Date.now();
    if (isGivenUp(news, now)) return this.settle(errand, { verdict: 'failed', reason: error.key });
    const isTakenAtWord = isToBeTakenAtWord(news, now);
    if (isTakenAtWord) await this.takeAtWord(errand);
    const seconds = restAfter(Math.max(...news.map(({ failures }) => failures)));
    await this.targets.putOff({ backendId: backend.id, remoteId }, news, { seconds, isTakenAtWord });
  }

  private async takeAtWord(errand: Errand): Promise<void> {
    const { backend, remoteId, news } = errand;
    const seen = await this.copies.asReport(backend.id, remoteId);
    const told = seen && asToldBy(news, seen);
    if (!told) return;
    const readAt = Math.floor(Math.max(...news.map(({ receivedAt }) => receivedAt.getTime())) / 1_000);
    await this.taker.take([told], errand, {
      readAt,
      requests: 0,
      isSettling: isUnderWay(news),
      isHearsay: true,
    });
  }
}

/** Items below a show that are merged at once. */
const BELOW_AT_ONCE = 500;

/** The server's own word: there is none, or this user may not see it, as with a new item that was told to all. */
const GONE: Result = { verdict: 'ignored', reason: 'not-there-for-this-user' };

function whyNotTaken({ options }: BackendRecord, item: RemoteItem): Result | null {
  const unusable = whyUnusable(item);
  if (unusable !== null) return { verdict: 'no-ids', reason: unusable };
  const ignored = (options.ignore ?? '').split(',').map((id) => id.trim());
  if (item.libraryId !== null && ignored.includes(item.libraryId))
    return { verdict: 'ignored', reason: 'library-ignored' };
  return null;
}
