import { Injectable } from '@nestjs/common';
import { Backends, History, ItemStories, type HistoryRecord, type IdentityRecord } from '#libs/database';
import { missing } from '../http/api-problem.js';
import { pagingOf } from '../http/paging.js';
import type { ExplanationDto } from './explanation.dto.js';
import { toExplanation } from './explanation.presenter.js';
import { filterOf, historyQuery } from './history-filter.js';
import { linksOf } from './history-links.js';
import { toHistoryItem } from './history.presenter.js';
import type { HistoryItemDto, HistoryListQuery, HistoryPageDto, WatchedFlagDto } from './history.dto.js';

/** Shows the stored play states of an identity. */
@Injectable()
export class HistoryViewer {
  constructor(
    private readonly history: History,
    private readonly backends: Backends,
    private readonly stories: ItemStories,
  ) {}

  async list({ id }: IdentityRecord, query: HistoryListQuery): Promise<HistoryPageDto> {
    const { total, items } = await this.history.list(id, historyQuery(query));
    const paging = pagingOf(total, query);
    return {
      paging,
      filters: { ...filterOf(query) },
      history: await this.withCopies(id, items),
      links: linksOf(query, paging),
    };
  }

  async show(identity: IdentityRecord, itemId: number): Promise<HistoryItemDto> {
    const [item] = await this.withCopies(identity.id, [await this.find(identity, itemId)]);
    if (!item) throw missing('item', itemId);
    return item;
  }

  /** Several at once, in the order asked for; what there is not is left out. */
  async showAll(identity: IdentityRecord, itemIds: readonly number[]): Promise<HistoryItemDto[]> {
    return this.withCopies(identity.id, await this.history.findAll(identity.id, itemIds));
  }

  async explain(identity: IdentityRecord, itemId: number): Promise<ExplanationDto> {
    const story = await this.stories.of(identity.id, itemId);
    if (!story) throw missing('item', itemId);
    return toExplanation(itemId, story, await this.backends.list(identity.id));
  }

  async watched(identity: IdentityRecord, itemId: number): Promise<WatchedFlagDto> {
    const { decision } = await this.find(identity, itemId);
    return { watched: decision === 'played' };
  }

  private async find(identity: IdentityRecord, itemId: number): Promise<HistoryRecord> {
    const found = await this.history.find(identity.id, itemId);
    if (!found) throw missing('item', itemId);
    return found;
  }

  private async withCopies(identityId: number, items: readonly HistoryRecord[]): Promise<HistoryItemDto[]> {
    const [copies, backends] = await Promise.all([
      this.history.copies(items.map(({ id }) => id)),
      this.backends.list(identityId),
    ]);
    const names = backends.map(({ name }) => name);
    const byItem = Map.groupBy(copies, ({ itemId }) => itemId);
    return items.map((item) => toHistoryItem(item, byItem.get(item.id) ?? [], names));
  }
}
