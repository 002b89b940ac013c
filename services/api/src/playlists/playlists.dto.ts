import { ApiSchema } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import type { ListAction, ListRule } from '#libs/core';
import {
  OptionalFlag,
  OptionalNumber,
  OptionalText,
  OptionalTexts,
  Shown,
  ShownChoice,
  ShownNumber,
  ShownText,
  ShownTime,
} from '../http/fields.js';
import { PageQuery, PagingDto } from '../http/paging.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const ACTIONS = {
  values: ['create', 'replace', 'delete'] satisfies ListAction[],
  name: 'PlaylistAction',
};
const RULES = {
  values: ['missing-there', 'newer-elsewhere', 'more-items-there', 'deleted-elsewhere'] satisfies ListRule[],
  name: 'PlaylistRule',
};
const STATUSES = {
  values: ['planned', 'making', 'made', 'written', 'skipped', 'failed', 'rejected'],
  name: 'PlaylistChangeStatus',
};
const COPY_STATUSES = { values: ['live', 'missing', 'deleted'], name: 'PlaylistCopyStatus' };

@ApiSchema({ name: 'PlaylistSyncOptions' })
export class PlaylistSyncDto {
  @OptionalTexts(
    { entries: 200, length: 64 },
    { description: 'Names of the only backends that take part; all when absent.' },
  )
  readonly backends?: readonly string[];

  @OptionalFlag({ description: 'Only list what would change.' })
  readonly dry_run?: boolean;

  @OptionalFlag({
    description:
      'Read the entries of every list, and write again what failed or was changed by hand in part.',
  })
  readonly force?: boolean;
}

export class PlaylistChangesQuery extends PageQuery {
  @OptionalText(36, { description: 'Only of this run.' })
  @IsOptional()
  @Matches(UUID, { message: 'run_id must be the id of a run' })
  readonly run_id?: string;

  @OptionalNumber({ min: 1, max: Number.MAX_SAFE_INTEGER }, { description: 'Only of this playlist.' })
  readonly playlist_id?: number;
}

@ApiSchema({ name: 'PlaylistEntry' })
export class PlaylistEntryDto {
  @ShownNumber({
    nullable: true,
    description: 'The item of the history; null when it is none that is known.',
  })
  readonly item_id: number | null;

  @ShownText()
  readonly title: string;
}

@ApiSchema({ name: 'PlaylistCopy' })
export class PlaylistCopyDto {
  @ShownText()
  readonly backend: string;

  @ShownText({ description: 'Id of the list on its server.' })
  readonly id: string;

  @ShownText()
  readonly title: string;

  @ShownNumber({ description: 'How many entries it has.' })
  readonly items: number;

  @ShownChoice(COPY_STATUSES, { description: 'Missing: one whole reading did not show it.' })
  readonly status: string;

  @Shown({ type: Boolean, description: 'Whether it lacks items that its backend does not have.' })
  readonly partial: boolean;

  @ShownText({ nullable: true, description: 'Why it was left as it is, such as `smart`.' })
  readonly reason: string | null;

  @ShownTime({ description: 'When a person gave it its content.' })
  readonly changed_at: string;

  @ShownTime()
  readonly seen_at: string;
}

@ApiSchema({ name: 'Playlist' })
export class PlaylistDto {
  @ShownNumber()
  readonly id: number;

  @ShownText()
  readonly title: string;

  @ShownNumber({ description: 'How many entries the winning version has.' })
  readonly items: number;

  @ShownText({ nullable: true, description: 'The backend that the winning version is from.' })
  readonly via: string | null;

  @ShownTime({ nullable: true, description: 'Of the winning version; null while no copy may win.' })
  readonly changed_at: string | null;

  @ShownTime({ nullable: true })
  readonly deleted_at: string | null;

  @Shown({ type: [PlaylistCopyDto] })
  readonly copies: readonly PlaylistCopyDto[];
}

@ApiSchema({ name: 'PlaylistDetail' })
export class PlaylistDetailDto extends PlaylistDto {
  @Shown({ type: [PlaylistEntryDto], description: 'In order.' })
  readonly entries: readonly PlaylistEntryDto[];
}

@ApiSchema({ name: 'PlaylistSyncTimes' })
export class PlaylistSyncTimesDto {
  @ShownText()
  readonly backend: string;

  @ShownTime({ nullable: true, description: 'When all of its lists were read last.' })
  readonly read_at: string | null;

  @ShownTime({ nullable: true, description: 'When a run last had nothing left to write there.' })
  readonly written_at: string | null;
}

@ApiSchema({ name: 'PlaylistPage' })
export class PlaylistPageDto {
  @Shown({ type: PagingDto })
  readonly paging: PagingDto;

  @Shown({ type: [PlaylistDto] })
  readonly items: readonly PlaylistDto[];

  @Shown({ type: [PlaylistSyncTimesDto] })
  readonly backends: readonly PlaylistSyncTimesDto[];
}

@ApiSchema({ name: 'PlaylistVersion' })
export class PlaylistVersionDto {
  @ShownText()
  readonly title: string;

  @Shown({ type: [PlaylistEntryDto] })
  readonly entries: readonly PlaylistEntryDto[];
}

@ApiSchema({ name: 'PlaylistChange' })
export class PlaylistChangeDto {
  @ShownNumber()
  readonly id: number;

  @ShownNumber({ nullable: true })
  readonly playlist_id: number | null;

  @ShownText({ nullable: true })
  readonly run_id: string | null;

  @ShownText()
  readonly backend: string;

  @ShownText()
  readonly title: string;

  @ShownChoice(ACTIONS)
  readonly action: ListAction;

  @ShownChoice(RULES, { description: 'Why.' })
  readonly rule: ListRule;

  @ShownChoice(STATUSES)
  readonly status: string;

  @ShownText({ nullable: true, description: 'Why it was skipped or failed.' })
  readonly reason: string | null;

  @ShownText({ description: 'All of that as a sentence.' })
  readonly sentence: string;

  @Shown({ type: PlaylistVersionDto, nullable: true, description: 'What was there.' })
  readonly before: PlaylistVersionDto | null;

  @Shown({ type: PlaylistVersionDto, nullable: true, description: 'What took its place.' })
  readonly after: PlaylistVersionDto | null;

  @Shown({ type: Boolean, description: 'Whether the backend lacks some of its items.' })
  readonly partial: boolean;

  @ShownTime()
  readonly at: string;
}

@ApiSchema({ name: 'PlaylistChangePage' })
export class PlaylistChangePageDto {
  @Shown({ type: PagingDto })
  readonly paging: PagingDto;

  @Shown({ type: [PlaylistChangeDto] })
  readonly items: readonly PlaylistChangeDto[];
}
