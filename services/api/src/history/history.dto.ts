import { ApiSchema } from '@nestjs/swagger';
import type { ItemType } from '#libs/core';
import { Transform } from 'class-transformer';
import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, IsOptional, Matches } from 'class-validator';
import { HISTORY_SORTS } from '#libs/database';
import {
  Flag,
  OptionalNumber,
  OptionalOneOf,
  OptionalText,
  Shown,
  ShownChoice,
  ShownNumber,
  ShownText,
  ShownTexts,
  ShownTime,
} from '../http/fields.js';
import { PageQuery, PagingDto } from '../http/paging.js';

const TYPES = { values: ['movie', 'episode'], name: 'ItemType' };
const SORT = new RegExp(`^(${Object.keys(HISTORY_SORTS).join('|')}):(asc|desc)$`);

export class HistoryListQuery extends PageQuery {
  @OptionalOneOf({ values: ['0', '1'] })
  readonly watched?: '0' | '1';

  @OptionalOneOf(TYPES)
  readonly type?: ItemType;

  @OptionalText(200, { description: 'Contains.' })
  readonly title?: string;

  @OptionalText(64, { description: 'Where the newest change came from.' })
  readonly via?: string;

  @OptionalNumber({ min: 0, max: 9_999 })
  readonly year?: number;

  @OptionalNumber({ min: 0, max: 100_000 })
  readonly season?: number;

  @OptionalNumber({ min: 0, max: 100_000 })
  readonly episode?: number;

  @ApiProperty({
    type: [String],
    required: false,
    description: `\`field:asc\` or \`field:desc\`; fields are ${Object.keys(HISTORY_SORTS).join(', ')}.`,
  })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (Array.isArray(value) ? (value as unknown[]) : [value]))
  @ArrayMaxSize(4)
  @Matches(SORT, { each: true, message: 'Sort as field:asc or field:desc, by a field that is offered' })
  readonly sort: readonly string[] = ['updated:desc'];

  @OptionalText(200, {
    description: 'As a person types it: a part of a title, perhaps with S01E02 or a year.',
  })
  readonly q?: string;
}

@ApiSchema({ name: 'Observation' })
export class ObservationDto {
  @ShownText({ description: "The server's own id." })
  readonly id: string;

  @ShownChoice(TYPES)
  readonly type: ItemType;

  @Flag()
  readonly watched: boolean;

  @ShownText()
  readonly via: string;

  @ShownText()
  readonly title: string;

  @ShownNumber({ nullable: true })
  readonly year: number | null;

  @ShownNumber({ nullable: true })
  readonly season: number | null;

  @ShownNumber({ nullable: true })
  readonly episode: number | null;

  @ShownTexts()
  readonly guids: Readonly<Record<string, string>>;

  @ShownTexts()
  readonly parent: Readonly<Record<string, string>>;

  @ShownTime({ nullable: true })
  readonly added_at: string | null;

  @ShownTime({ nullable: true })
  readonly played_at: string | null;

  @ShownNumber({ nullable: true, description: 'Milliseconds.' })
  readonly progress: number | null;

  @ShownText({ nullable: true })
  readonly library: string | null;

  @ShownText({ nullable: true })
  readonly path: string | null;

  @ShownText({ nullable: true, description: "The server's id of the show." })
  readonly show: string | null;

  @Flag({ description: 'Whether its file holds several episodes.' })
  readonly multi: boolean;

  @Flag({ description: 'Whether it agrees with our truth.' })
  readonly in_sync: boolean;
}

@ApiSchema({ name: 'HistoryItem' })
export class HistoryItemDto {
  @ShownNumber()
  readonly id: number;

  @ShownChoice(TYPES)
  readonly type: ItemType;

  @ShownText({ description: 'Of the movie, or of the show.' })
  readonly title: string;

  @ShownText({ nullable: true, description: 'Of the episode.' })
  readonly content_title: string | null;

  @ShownNumber({ nullable: true })
  readonly year: number | null;

  @ShownNumber({ nullable: true })
  readonly season: number | null;

  @ShownNumber({ nullable: true })
  readonly episode: number | null;

  @Flag()
  readonly watched: boolean;

  @ShownNumber({ nullable: true, description: 'Unix seconds of the newest change of the play state.' })
  readonly updated: number | null;

  @ShownText({ description: 'Where that change came from.' })
  readonly via: string;

  @ShownNumber({ nullable: true, description: 'Milliseconds.' })
  readonly progress: number | null;

  @ShownText()
  readonly event: string;

  @ShownTexts({ description: 'Ids of the item, such as `guid_imdb`.' })
  readonly guids: Readonly<Record<string, string>>;

  @ShownTexts({ description: 'Ids of its show.' })
  readonly parent: Readonly<Record<string, string>>;

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

@ApiSchema({ name: 'HistoryPage' })
export class HistoryPageDto {
  @Shown({ type: PagingDto })
  readonly paging: PagingDto;

  @Shown({ type: 'object', additionalProperties: true, description: 'The filters in use.' })
  readonly filters: Readonly<Record<string, unknown>>;

  @Shown({ type: [HistoryItemDto] })
  readonly history: readonly HistoryItemDto[];

  @Shown({ type: HistoryLinksDto })
  readonly links: HistoryLinksDto;
}

@ApiSchema({ name: 'WatchedFlag' })
export class WatchedFlagDto {
  @Flag()
  readonly watched: boolean;
}
