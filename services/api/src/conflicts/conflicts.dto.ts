import { ApiSchema } from '@nestjs/swagger';
import type { ItemType } from '#libs/core';
import { CONFLICT_KINDS, CONFLICT_STATUSES, type ConflictKind, type ConflictStatus } from '#libs/database';
import {
  OptionalOneOf,
  OptionalText,
  Shown,
  ShownChoice,
  ShownNumber,
  ShownText,
  ShownTime,
} from '../http/fields.js';
import { PageQuery, PagingDto } from '../http/paging.js';

const KINDS = { values: CONFLICT_KINDS, name: 'ConflictKind' };
const STATUSES = { values: CONFLICT_STATUSES, name: 'ConflictStatus' };
const IGNORE = { values: ['ignore'], name: 'ConflictAction' };
const TYPES = { values: ['movie', 'episode'], name: 'ItemType' };

export class ConflictsQuery extends PageQuery {
  @OptionalOneOf(STATUSES)
  readonly status?: ConflictStatus;

  @OptionalOneOf(KINDS)
  readonly kind?: ConflictKind;
}

/** One of the two. */
export class ConflictChoiceBody {
  @OptionalText(64, { description: 'The `side` of the conflict that is right.' })
  readonly side?: string;

  @OptionalOneOf(IGNORE, { description: 'Leave everything as it is, and do not ask again for this cause.' })
  readonly action?: 'ignore';
}

@ApiSchema({ name: 'ConflictItem' })
export class ConflictItemDto {
  @ShownNumber()
  readonly id: number;

  @ShownChoice(TYPES)
  readonly type: ItemType;

  @ShownText()
  readonly title: string;

  @ShownNumber({ nullable: true })
  readonly year: number | null;

  @ShownNumber({ nullable: true })
  readonly season: number | null;

  @ShownNumber({ nullable: true })
  readonly episode: number | null;
}

@ApiSchema({ name: 'ConflictSide' })
export class ConflictSideDto {
  @ShownText({ description: 'What to send to choose it.' })
  readonly side: string;

  @ShownText({ nullable: true, description: 'The backend whose side it is.' })
  readonly backend: string | null;

  @ShownText({ description: 'The side in words.' })
  readonly text: string;
}

@ApiSchema({ name: 'Conflict' })
export class ConflictDto {
  @ShownNumber()
  readonly id: number;

  @ShownChoice(KINDS)
  readonly kind: ConflictKind;

  @ShownChoice(STATUSES)
  readonly status: ConflictStatus;

  @Shown({
    type: ConflictItemDto,
    nullable: true,
    description: 'Null for a copy that belongs to no item yet.',
  })
  readonly item: ConflictItemDto | null;

  @ShownText({ description: 'The backend whose copy it is about.' })
  readonly backend: string;

  @ShownText({ description: "The server's own id of the copy." })
  readonly remote_id: string;

  @ShownText({ description: 'What happened, in a sentence.' })
  readonly text: string;

  @Shown({ type: [ConflictSideDto] })
  readonly sides: readonly ConflictSideDto[];

  @Shown({ type: 'object', additionalProperties: true, description: 'The facts behind the words.' })
  readonly evidence: object;

  @ShownText({ nullable: true, description: 'The side that a person chose, or `vanished`.' })
  readonly resolution: string | null;

  @ShownTime()
  readonly opened_at: string;

  @ShownTime({ nullable: true })
  readonly closed_at: string | null;
}

@ApiSchema({ name: 'ConflictPage' })
export class ConflictPageDto {
  @Shown({ type: PagingDto })
  readonly paging: PagingDto;

  @Shown({ type: [ConflictDto] })
  readonly items: readonly ConflictDto[];
}
