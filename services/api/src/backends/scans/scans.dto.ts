import { ApiSchema } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayNotEmpty, IsArray, IsInt, Min } from 'class-validator';
import {
  OptionalFlag,
  OptionalNumber,
  OptionalOneOf,
  Shown,
  ShownChoice,
  ShownNumber,
  ShownText,
} from '../../http/fields.js';
import { HistoryItemDto } from '../../history/history.dto.js';
import { RawQuery } from '../inspection/inspection.dto.js';
import { LIKENESS_METHODS, type LikenessMethod } from './likeness.js';

export class ScanQuery extends RawQuery {
  @OptionalNumber({ min: 1, max: 3_600 }, { description: 'Seconds for each request to the server.' })
  readonly timeout?: number;

  @OptionalNumber({ min: 1, max: 10_000 }, { default: 1_000, description: 'Stops after so many findings.' })
  readonly limit: number = 1_000;
}

export class MismatchQuery extends ScanQuery {
  @OptionalNumber({ min: 0, max: 100 }, { default: 50, description: 'Listed when less alike than this.' })
  readonly percentage: number = 50;

  @OptionalOneOf({ values: LIKENESS_METHODS, name: 'LikenessMethod' })
  readonly method: LikenessMethod = 'similarity';
}

@ApiSchema({ name: 'UnmatchedTitle' })
export class UnmatchedDto {
  @ShownText({ description: "The server's own id." })
  readonly id: string;

  @ShownText()
  readonly title: string;

  @ShownChoice({ values: ['movie', 'show'] })
  readonly type: 'movie' | 'show';

  @ShownNumber({ nullable: true })
  readonly year: number | null;

  @ShownText({ description: 'Title of the library.' })
  readonly library: string;

  @ShownText({ nullable: true })
  readonly path: string | null;

  @ShownText()
  readonly webUrl: string;

  @Shown({ type: Object, required: false, description: 'As the server wrote it, without secrets.' })
  readonly raw?: unknown;
}

@ApiSchema({ name: 'TitleLikeness' })
export class LikenessDto {
  @Shown({ type: 'number' })
  readonly similarity: number;

  @Shown({ type: 'number' })
  readonly levenshtein: number;

  @Shown({ type: Boolean })
  readonly startWith: boolean;
}

@ApiSchema({ name: 'PathMatch' })
export class PathMatchDto {
  @ShownText()
  readonly path: string;

  @ShownText()
  readonly title: string;

  @Shown({ type: LikenessDto })
  readonly methods: LikenessDto;
}

@ApiSchema({ name: 'MismatchedTitle' })
export class MismatchedDto extends UnmatchedDto {
  @Shown({ type: 'number', description: 'How alike the best of its paths is.' })
  readonly percent: number;

  @Shown({ type: [PathMatchDto] })
  readonly matches: readonly PathMatchDto[];
}

export class StaleQuery {
  @OptionalOneOf(
    { values: ['0', '1', 'true', 'false'] },
    { description: 'Accepted for old callers: the server is always read anew.' },
  )
  readonly ignore?: string;

  @OptionalNumber({ min: 1, max: 3_600 }, { description: 'Seconds for each request to the server.' })
  readonly timeout?: number;
}

@ApiSchema({ name: 'StaleBackend' })
export class StaleBackendDto {
  @ShownText()
  readonly name: string;

  @Shown({ type: 'object', properties: { id: { type: 'string' }, title: { type: 'string' } } })
  readonly library: { readonly id: string; readonly title: string };
}

@ApiSchema({ name: 'StaleCounts' })
export class StaleCountsDto {
  @ShownNumber({ description: 'Items that the server lists.' })
  readonly remote: number;

  @ShownNumber({ description: 'Items that were seen in this library.' })
  readonly local: number;

  @ShownNumber({ description: 'Of those, the ones that the server no longer lists.' })
  readonly stale: number;
}

@ApiSchema({ name: 'StaleReport' })
export class StaleReportDto {
  @Shown({ type: StaleBackendDto })
  readonly backend: StaleBackendDto;

  @Shown({ type: StaleCountsDto })
  readonly counts: StaleCountsDto;

  @Shown({ type: [HistoryItemDto], description: 'The first 1,000 of them.' })
  readonly items: readonly HistoryItemDto[];
}

@ApiSchema({ name: 'StaleChoice' })
export class StaleChoiceDto {
  @Shown({
    type: 'array',
    items: { type: 'integer' },
    minItems: 1,
    maxItems: 1_000,
    description: 'Our own ids.',
  })
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(1_000)
  @IsInt({ each: true })
  @Min(1, { each: true })
  readonly ids: readonly number[];

  @OptionalFlag({
    description:
      'Only what the server said is gone an hour ago or longer, too; what it says now for the first time is noted. Records stay.',
  })
  readonly only_confirmed?: boolean;
}

@ApiSchema({ name: 'RemovedStale' })
export class RemovedStaleDto {
  @ShownNumber({ description: 'References of this backend.' })
  readonly removed: number;

  @ShownNumber({ description: 'Records that no other backend knows.' })
  readonly deleted_records: number;

  @Shown({ type: [Number], description: 'Ids that are not stale after all; nothing was done about them.' })
  readonly kept: readonly number[];
}
