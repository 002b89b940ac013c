import { Injectable } from '@nestjs/common';
import {
  Backends,
  Conflicts,
  History,
  ItemRecords,
  ItemStories,
  type HistoryRecord,
  type IdentityRecord,
} from '#libs/database';
import { DirectoryConfig } from '#libs/directory';
import { missing } from '../http/api-problem.js';
import { pagingOf } from '../http/paging.js';
import type { ExplanationDto } from './explanation.dto.js';
import { toExplanation } from './explanation.presenter.js';
import { filterOf, historyQuery } from './history-filter.js';
import { linksOf } from './history-links.js';
import { toHistoryItem } from './history.presenter.js';
import { SEARCHABLE } from './searchable.js';
import type { DuplicatesDto, HistoryItemDto, HistoryPageDto, WatchedFlagDto } from './history.dto.js';
import type { HistoryListQuery } from './history-query.dto.js';

/** Shows the stored play states of an identity. */
@Injectable()
export class HistoryViewer {
  constructor(
    private readonly history: History,
    private readonly backends: Backends,
    private readonly stories: ItemStories,
    private readonly items: ItemRecords,
    private readonly conflicts: Conflicts,
    private readonly directory: DirectoryConfig,
  ) {}

  async list({ id }: IdentityRecord, query: HistoryListQuery): Promise<HistoryPageDto> {
    const { total, isCounted, items } = await this.history.list(id, historyQuery(query));
    const paging = Object.assign(pagingOf(total, query), { is_estimate: !isCounted });
    const shown = await this.withCopies(id, items);
    const history = query.with_duplicates === '1' ? await this.withDuplicates(id, shown) : shown;
    return {
      paging,
      filters: { ...filterOf(query) },
      history: history.map((item) => viewOf(item, query.view)),
      links: linksOf(query, paging),
      searchable: SEARCHABLE,
    };
  }

  async duplicates(identity: IdentityRecord, itemId: number): Promise<DuplicatesDto> {
    await this.find(identity, itemId);
    const twins = await this.items.twins(identity.id, [itemId]);
    return { duplicate_reference_ids: twins.get(itemId) ?? [] };
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

  /** Several, in the order of their ids. */
  async showMany({ id }: IdentityRecord, itemIds: readonly number[]): Promise<HistoryItemDto[]> {
    return this.withCopies(id, await this.history.byIds(id, itemIds));
  }

  async explain(identity: IdentityRecord, itemId: number): Promise<ExplanationDto> {
    const story = await this.stories.of(identity.id, itemId);
    if (!story) throw missing('item', itemId);
    const backends = await this.backends.list(identity.id);
    const rewatchThresholdS = this.directory.WS_PROGRESS_THRESHOLD;
    const conflicts = await this.conflicts.ofItem(identity.id, itemId);
    return toExplanation(itemId, { story, conflicts, rewatchThresholdS }, backends);
  }

  async watched(identity: IdentityRecord, itemId: number): Promise<WatchedFlagDto> {
    const { decision } = await this.find(identity, itemId);
    return { watched: decision === 'played' };
  }

  private async withDuplicates(
    identityId: number,
    items: readonly HistoryItemDto[],
  ): Promise<HistoryItemDto[]> {
    const twins = await this.items.twins(
      identityId,
      items.map(({ id }) => id),
    );
    return items.map((item) => Object.assign(item, { duplicate_reference_ids: twins.get(item.id) ?? [] }));
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

/** Only the fields that were asked for; the id always. */
function viewOf(item: HistoryItemDto, view: string | undefined): HistoryItemDto {
  if (view === undefined) return item;
  const wanted = new Set(['id', ...view.split(',')]);
  return Object.fromEntries(
    Object.entries(item).filter(([name]) => wanted.has(name)),
  ) as unknown as HistoryItemDto;
}
