import { ApiSchema } from '@nestjs/swagger';
import type { ItemType } from '#libs/core';
import { Flag, Shown, ShownChoice, ShownNumber, ShownText, ShownTime } from '../http/fields.js';
import { PagingDto } from '../http/paging.js';
import { CopyDto, TitleDto } from '../http/title.dto.js';

const TYPES = { values: ['movie', 'episode'], name: 'ItemType' };

@ApiSchema({ name: 'CopyExtra' })
export class CopyExtraDto {
  @ShownText({ nullable: true, description: 'Of the episode.' })
  readonly title: string | null;

  @Shown({ type: [String], description: 'In small letters; those of the show where the episode has none.' })
  readonly genres: readonly string[];

  @Shown({ type: Boolean, nullable: true, description: 'Null where the server knows no favourites.' })
  readonly favorite: boolean | null;

  @ShownNumber({ nullable: true, description: "The user's own rating, 0 to 10." })
  readonly rating: number | null;
}

@ApiSchema({ name: 'Observation' })
export class ObservationDto extends CopyDto {
  @ShownText({ description: "The server's own id." })
  readonly id: string;

  @ShownChoice(TYPES)
  readonly type: ItemType;

  @Flag()
  readonly watched: boolean;

  @ShownText()
  readonly via: string;

  @ShownText({ nullable: true, description: "The server's id of the show." })
  readonly show: string | null;

  @Flag({ description: 'Whether its file holds several episodes.' })
  readonly multi: boolean;

  @Shown({ type: () => CopyExtraDto })
  readonly extra: CopyExtraDto;

  @Flag({ description: 'Whether it agrees with our truth.' })
  readonly in_sync: boolean;
}

@ApiSchema({ name: 'HistoryItem' })
export class HistoryItemDto extends TitleDto {
  @ShownNumber()
  readonly id: number;

  @ShownChoice(TYPES)
  readonly type: ItemType;

  @ShownText({ nullable: true, description: 'Of the episode.' })
  readonly content_title: string | null;

  @Shown({ type: [String], description: 'What any backend names.' })
  readonly content_genres: readonly string[];

  @Flag()
  readonly watched: boolean;

  @ShownNumber({ nullable: true, description: 'Unix seconds of the newest change of the play state.' })
  readonly updated: number | null;

  @ShownText({ description: 'Where that change came from.' })
  readonly via: string;

  @ShownText()
  readonly event: string;

  @Shown({ type: [String], description: 'Ids made of the show, the season and the number.' })
  readonly rguids: readonly string[];

  @Shown({ type: [String], description: 'Backends that have it.' })
  readonly reported_by: readonly string[];

  @Shown({ type: [String] })
  readonly not_reported_by: readonly string[];

  @Shown({
    type: 'object',
    additionalProperties: { $ref: '#/components/schemas/Observation' },
    description: 'By name of the backend.',
  })
  readonly metadata: Readonly<Record<string, ObservationDto>>;

  @ShownTime()
  readonly created_at: string;

  @ShownTime()
  readonly updated_at: string;

  @Shown({ type: [Number], required: false, description: 'Other items with the same file, when asked for.' })
  readonly duplicate_reference_ids?: readonly number[];
}

@ApiSchema({ name: 'Duplicates' })
export class DuplicatesDto {
  @Shown({ type: [Number], description: 'Items of which a backend names the same file.' })
  readonly duplicate_reference_ids: readonly number[];
}

@ApiSchema({ name: 'ReferenceCheck' })
export class ReferenceCheckDto {
  @ShownText({ nullable: true, description: "The server's own id." })
  readonly id: string | null;

  @Flag({ description: 'Whether the server has it.' })
  readonly status: boolean;

  @ShownText()
  readonly message: string;
}

@ApiSchema({ name: 'RemovedReference' })
export class RemovedReferenceDto {
  @Flag({ description: 'Whether it was the last one, and the record went with it.' })
  readonly record_deleted: boolean;

  @Shown({ type: HistoryItemDto, nullable: true })
  readonly item: HistoryItemDto | null;
}

@ApiSchema({ name: 'HistoryLinks' })
export class HistoryLinksDto {
  @ShownText()
  readonly self: string;

  @ShownText()
  readonly first_url: string;

  @ShownText({ nullable: true })
  readonly next_url: string | null;

  @ShownText({ nullable: true })
  readonly prev_url: string | null;

  @ShownText()
  readonly last_url: string;
}

@ApiSchema({ name: 'HistoryPaging' })
export class HistoryPagingDto extends PagingDto {
  @Flag({ description: 'Whether `total` is a guess that is being counted.' })
  readonly is_estimate: boolean;
}

@ApiSchema({ name: 'Searchable' })
export class SearchableDto {
  @ShownText()
  readonly key: string;

  @ShownText()
  readonly description: string;

  @ShownChoice({ values: ['text', 'number', 'flag', 'id', 'choice'], name: 'SearchableType' })
  readonly type: string;
}

@ApiSchema({ name: 'HistoryPage' })
export class HistoryPageDto {
  @Shown({ type: HistoryPagingDto })
  readonly paging: HistoryPagingDto;

  @Shown({ type: 'object', additionalProperties: true, description: 'The filters in use.' })
  readonly filters: Readonly<Record<string, unknown>>;

  @Shown({ type: [HistoryItemDto] })
  readonly history: readonly HistoryItemDto[];

  @Shown({ type: HistoryLinksDto })
  readonly links: HistoryLinksDto;

  @Shown({ type: [SearchableDto], description: 'By what can be searched.' })
  readonly searchable: readonly SearchableDto[];
}

@ApiSchema({ name: 'WatchedFlag' })
export class WatchedFlagDto {
  @Flag()
  readonly watched: boolean;
}
