import type { ItemType } from '#libs/core';
import { HISTORY_SORTS } from '#libs/database';
import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsOptional, Matches, ValidateIf } from 'class-validator';
import { OneOf, OptionalNumber, OptionalOneOf, OptionalText, Text } from '../http/fields.js';
import { PageQuery } from '../http/paging.js';

const TYPES = { values: ['movie', 'episode'], name: 'ItemType' };
const SORT = new RegExp(`^(${Object.keys(HISTORY_SORTS).join('|')}):(asc|desc)$`);

const SWITCH = { values: ['0', '1'] };
const ID = /^(?:guid_)?[a-z0-9_]{1,40}:\/\/[^\s/]{1,200}$/i;
const RELATIVE = /^(?:guid_)?[a-z0-9_]{1,40}:\/\/[^\s/]{1,200}\/\d{1,5}(?:\/\d{1,5})?$/i;

const OptionalId = (form: RegExp, description: string): PropertyDecorator =>
  applyDecorators(
    OptionalText(300, { description }),
    Matches(form, { message: 'As in the description, such as tvdb://71' }),
  );

export class HistoryListQuery extends PageQuery {
  @OptionalOneOf({ values: ['0', '1'] })
  readonly watched?: '0' | '1';

  @OptionalOneOf(TYPES)
  readonly type?: ItemType;

  @OptionalNumber({ min: 1, max: Number.MAX_SAFE_INTEGER })
  readonly id?: number;

  @OptionalText(200, { description: 'Contains; of one or two letters: a word that begins with them.' })
  readonly title?: string;

  @OptionalText(200, { description: 'The same for the title of the episode.' })
  readonly subtitle?: string;

  @OptionalId(ID, 'An id of the item, as `tmdb://603`.')
  readonly guids?: string;

  @OptionalId(ID, 'An id of the show, as `tvdb://71`.')
  readonly parent?: string;

  @OptionalId(RELATIVE, 'An id of the show with season and perhaps number, as `tvdb://71/1/2`.')
  readonly rguid?: string;

  @OptionalText(1_000, { description: 'Path of a file: begins with.' })
  readonly path?: string;

  @OptionalText(200, {
    description: 'Genres as a backend names them, in any letter case; by comma: all of these.',
  })
  @Matches(/[^\s,]/, { message: 'Names of genres, by comma' })
  readonly genres?: string;

  @OptionalOneOf(SWITCH, { description: 'Search by `key` and `value` in what the backends show.' })
  readonly metadata?: '0' | '1';

  @ValidateIf(({ metadata, key }: HistoryListQuery) => metadata === '1' || key !== undefined)
  @OneOf(
    { values: ['id', 'path'] },
    { description: "`id`: the backend's own id; `path`: the path of the file." },
  )
  readonly key?: 'id' | 'path';

  @ValidateIf(({ metadata, value }: HistoryListQuery) => metadata === '1' || value !== undefined)
  @Text({ min: 1, max: 1_000 })
  readonly value?: string;

  @OptionalOneOf(SWITCH, {
    description: 'Of `metadata`: the whole value. An id always is; a path is a beginning.',
  })
  readonly exact?: '0' | '1';

  @OptionalOneOf(SWITCH, { description: 'Adds `duplicate_reference_ids` to each item.' })
  readonly with_duplicates?: '0' | '1';

  @OptionalText(500, { description: 'Only these fields of each item, by comma.' })
  @Matches(/^[a-z_]+(,[a-z_]+)*$/, { message: 'Names of fields, by comma' })
  readonly view?: string;

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
