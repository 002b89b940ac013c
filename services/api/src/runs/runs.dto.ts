import { ApiSchema } from '@nestjs/swagger';
import type { ItemType } from '#libs/core';
import {
  type BulkAction,
  type ChangeStatus,
  RUN_KINDS,
  RUN_STATUSES,
  type RunKind,
  type RunMode,
  type RunStatus,
} from '#libs/database';
import {
  Flag,
  OptionalFlag,
  OptionalOneOf,
  OptionalText,
  OptionalTexts,
  Shown,
  ShownChoice,
  ShownCounts,
  ShownNumber,
  ShownText,
  ShownTime,
} from '../http/fields.js';
import { PageQuery, PagingDto } from '../http/paging.js';
import { CountsByTypeDto, RunCountsDto } from './run-counts.dto.js';

const KINDS = { values: RUN_KINDS, name: 'RunKind' };
const STATUSES = { values: RUN_STATUSES, name: 'RunStatus' };
const CHANGE_STATUSES = {
  values: ['planned', 'applied', 'skipped', 'failed', 'rejected'] satisfies ChangeStatus[],
  name: 'ChangeStatus',
};

@ApiSchema({ name: 'SyncOptions' })
export class SyncOptionsDto {
  @OptionalFlag({ description: 'Look at everything, not only at what changed.' })
  readonly force?: boolean;

  @OptionalFlag({ description: 'Export: our truth wins over newer wishes, too.' })
  readonly ignore_date?: boolean;

  @OptionalFlag({ description: 'Only list what would change.' })
  readonly dry_run?: boolean;

  @OptionalFlag({ description: 'Import titles and ids only.' })
  readonly metadata_only?: boolean;

  @OptionalFlag({ description: 'Import: this backend is right, take its state as the truth.' })
  readonly trust?: boolean;

  @OptionalFlag({ description: 'One request at a time.' })
  readonly sync_requests?: boolean;

  @OptionalOneOf(
    { values: ['memory', 'direct'], name: 'ImportMapper' },
    {
      description:
        'Import: `direct` compares every page with the database, `memory` not the very same again.',
    },
  )
  readonly mapper?: 'memory' | 'direct';

  @OptionalTexts(
    { entries: 200, length: 200 },
    { description: 'Import: ids of the only libraries to read; its date does not move then.' },
  )
  readonly libraries?: readonly string[];
}

@ApiSchema({ name: 'StartedRun' })
export class StartedRunDto {
  @ShownText()
  readonly run_id: string;
}

export class RunsQuery extends PageQuery {
  @OptionalOneOf(KINDS)
  readonly kind?: RunKind;

  @OptionalOneOf(STATUSES)
  readonly status?: RunStatus;

  @OptionalText(64, { description: 'Only runs of this identity; all when absent.' })
  readonly identity?: string;

  @OptionalText(64)
  readonly backend?: string;
}

export class ChangesQuery extends PageQuery {
  @OptionalOneOf(CHANGE_STATUSES)
  readonly status?: ChangeStatus;
}

@ApiSchema({ name: 'RunProgress' })
export class RunProgressDto {
  @ShownNumber()
  readonly done: number;

  @ShownNumber({ nullable: true })
  readonly total: number | null;
}

@ApiSchema({ name: 'RunError' })
export class RunErrorDto {
  @ShownText()
  readonly key: string;

  @ShownText()
  readonly message: string;

  @ShownText({ nullable: true })
  readonly hint: string | null;
}

@ApiSchema({ name: 'RestoreFindings' })
export class RestoreFindingsDto {
  @ShownText()
  readonly file: string;

  @ShownNumber({ description: 'Entries of the file that can be restored.' })
  readonly entries: number;

  @ShownNumber({ description: 'Lines that cannot be read, or have no usable id.' })
  readonly invalid: number;

  @ShownNumber({ description: 'Entries that the target has.' })
  readonly found: number;

  @ShownNumber({ description: 'Entries that the target does not have.' })
  readonly not_found: number;

  @Flag({ description: 'Whether resume positions are restored, too.' })
  readonly progress: boolean;
}

@ApiSchema({ name: 'UndoOptions' })
export class UndoOptionsDto {
  @OptionalFlag({ description: 'Only list what would be taken back, and what would be left alone.' })
  readonly dry_run?: boolean;
}

@ApiSchema({ name: 'Run' })
export class RunDto {
  @ShownText()
  readonly id: string;

  @ShownChoice(KINDS)
  readonly kind: RunKind;

  @ShownText()
  readonly identity: string;

  @ShownText({ nullable: true })
  readonly backend: string | null;

  @Shown({ enum: ['full', 'push', 'metadata-only'], type: String, nullable: true })
  readonly mode: RunMode | null;

  @Flag()
  readonly dry_run: boolean;

  @ShownChoice(STATUSES)
  readonly status: RunStatus;

  @Shown({ type: RunProgressDto })
  readonly progress: RunProgressDto;

  @Shown({ type: RunCountsDto })
  readonly counts: RunCountsDto;

  @Shown({ type: CountsByTypeDto, description: 'What an import did, movies and episodes apart.' })
  readonly by_type: CountsByTypeDto;

  @ShownCounts({ description: 'How many items were skipped, by reason.' })
  readonly skipped_by: Readonly<Record<string, number>>;

  @ShownCounts({ description: 'What a person should look at although nothing failed, by kind.' })
  readonly warnings: Readonly<Record<string, number>>;

  @ShownNumber({ description: 'Requests made to the media server.' })
  readonly requests: number;

  @ShownTime()
  readonly created_at: string;

  @ShownTime({ nullable: true })
  readonly started_at: string | null;

  @ShownTime({ nullable: true })
  readonly finished_at: string | null;

  @Shown({ type: RunErrorDto, nullable: true })
  readonly error: RunErrorDto | null;

  @Shown({ type: RestoreFindingsDto, required: false, description: 'What a restore found in its file.' })
  readonly restore?: RestoreFindingsDto;

  @Shown({
    type: SyncOptionsDto,
    required: false,
    description: 'With what an import or an export was started, so that a preview can be carried out alike.',
  })
  readonly options?: SyncOptionsDto;

  @Shown({
    enum: ['watched', 'unwatched', 'delete'],
    type: String,
    required: false,
    description: 'What a person did with many items: marked or deleted them.',
  })
  readonly bulk?: BulkAction;

  @Shown({ type: String, required: false, description: 'The run that this one takes back.' })
  readonly undo_of?: string;
}

@ApiSchema({ name: 'RunPage' })
export class RunPageDto {
  @Shown({ type: PagingDto })
  readonly paging: PagingDto;

  @Shown({ type: [RunDto] })
  readonly items: readonly RunDto[];
}

@ApiSchema({ name: 'ChangedItem' })
export class ChangedItemDto {
  @ShownNumber({
    nullable: true,
    description: 'Null for what a restore found on the server and nobody imported.',
  })
  readonly id: number | null;

  @ShownChoice({ values: ['movie', 'episode'], name: 'ItemType' })
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

@ApiSchema({ name: 'PlayState' })
export class PlayStateDto {
  @Flag()
  readonly watched: boolean;

  @ShownNumber()
  readonly position_ms: number;
}

@ApiSchema({ name: 'Change' })
export class ChangeDto {
  @ShownNumber()
  readonly id: number;

  @Shown({ type: ChangedItemDto })
  readonly item: ChangedItemDto;

  @ShownText({ nullable: true })
  readonly backend: string | null;

  @Shown({ type: PlayStateDto })
  readonly before: PlayStateDto;

  @Shown({ type: PlayStateDto })
  readonly after: PlayStateDto;

  @ShownText({ description: 'The rule that decided.' })
  readonly rule: string;

  @ShownChoice(CHANGE_STATUSES)
  readonly status: ChangeStatus;

  @ShownText({ nullable: true })
  readonly reason: string | null;

  @ShownTime()
  readonly at: string;
}

@ApiSchema({ name: 'ChangePage' })
export class ChangePageDto {
  @Shown({ type: PagingDto })
  readonly paging: PagingDto;

  @Shown({ type: [ChangeDto] })
  readonly items: readonly ChangeDto[];
}
