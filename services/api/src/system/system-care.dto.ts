import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { Equals, IsIn, IsOptional, IsUrl, MaxLength } from 'class-validator';
import { InfoDto } from '../http/info.dto.js';
import {
  Flag,
  OptionalFlag,
  OptionalNumber,
  OptionalTexts,
  Shown,
  ShownNumber,
  ShownText,
} from '../http/fields.js';

@ApiSchema({ name: 'Pruned' })
export class PrunedDto {
  @ShownText()
  readonly name: string;

  @ShownNumber({ description: 'Or would be, when they are only counted.' })
  readonly removed: number;
}

@ApiSchema({ name: 'PruneOrder' })
export class PruneOrderDto {
  @OptionalTexts({ entries: 20, length: 40 }, { description: 'Only these; all of them without.' })
  readonly names?: readonly string[];

  @OptionalFlag({ description: 'Only count.' })
  readonly dry_run?: boolean;
}

@ApiSchema({ name: 'PruneResult' })
export class PruneResultDto {
  @Flag()
  readonly dry_run: boolean;

  @Shown({ type: [PrunedDto] })
  readonly pruned: readonly PrunedDto[];
}

@ApiSchema({ name: 'ClearedCache' })
export class ClearedCacheDto extends InfoDto {
  @ShownNumber({ description: 'Keys that were removed.' })
  readonly removed: number;
}

@ApiSchema({ name: 'ResetOrder' })
export class ResetOrderDto {
  @ApiProperty({
    type: String,
    enum: ['reset'],
    description: 'The word `reset`, so that nobody resets by mistake.',
  })
  @Equals('reset', { message: 'Write "reset" to confirm that every play state is to be forgotten' })
  readonly confirm: 'reset';
}

@ApiSchema({ name: 'ResetResult' })
export class ResetResultDto {
  @ShownText()
  readonly message: string;
}

@ApiSchema({ name: 'Index' })
export class IndexDto {
  @ShownText()
  readonly name: string;

  @ShownText()
  readonly table: string;

  @Flag({ description: 'An index that is not valid was interrupted while it was made, and is not used.' })
  readonly valid: boolean;

  @ShownNumber()
  readonly bytes: number;
}

@ApiSchema({ name: 'IndexReport' })
export class IndexReportDto {
  @Shown({ type: [IndexDto] })
  readonly indexes: readonly IndexDto[];

  @Shown({ type: [String], description: 'Indexes that should be there and are not.' })
  readonly missing: readonly string[];
}

@ApiSchema({ name: 'IndexOrder' })
export class IndexOrderDto {
  @OptionalFlag({ description: 'Build every index anew, not only broken ones.' })
  readonly force_reindex?: boolean;
}

@ApiSchema({ name: 'IndexResult' })
export class IndexResultDto {
  @Shown({ type: [String] })
  readonly rebuilt: readonly string[];
}

@ApiSchema({ name: 'Report' })
export class ReportDto {
  @ShownText()
  readonly generated_at: string;

  @Shown({ type: 'object', additionalProperties: true })
  readonly system: Record<string, unknown>;

  @Shown({ type: 'array', items: { type: 'object', additionalProperties: true } })
  readonly users: readonly Record<string, unknown>[];

  @Shown({ type: 'array', items: { type: 'object', additionalProperties: true } })
  readonly backends: readonly Record<string, unknown>[];

  @Shown({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'Those that are not at their default.',
  })
  readonly settings: Record<string, string>;

  @Shown({ type: 'object', additionalProperties: true })
  readonly suppression: Record<string, unknown>;

  @Shown({ type: 'array', items: { type: 'object', additionalProperties: true } })
  readonly tasks: readonly Record<string, unknown>[];

  @Shown({ type: [String], description: 'The newest lines of the log.' })
  readonly logs: readonly string[];
}

const LONGEST_URL = 2_048;

@ApiSchema({ name: 'UrlCheck' })
export class UrlCheckDto {
  @ApiProperty({
    type: String,
    format: 'uri',
    maxLength: LONGEST_URL,
    description: 'Of a server that is configured.',
  })
  @MaxLength(LONGEST_URL)
  @IsUrl(
    { protocols: ['http', 'https'], require_protocol: true, require_tld: false, disallow_auth: true },
    { message: 'The url must start with http:// or https://' },
  )
  readonly url: string;

  @ApiProperty({ enum: ['GET', 'HEAD'], required: false, default: 'GET' })
  @IsOptional()
  @IsIn(['GET', 'HEAD'], { message: 'The method must be GET or HEAD' })
  readonly method: 'GET' | 'HEAD' = 'GET';
}

@ApiSchema({ name: 'CheckedRequest' })
export class CheckedRequestDto {
  @ShownText()
  readonly method: string;

  @ShownText({ description: 'Without its query.' })
  readonly url: string;
}

@ApiSchema({ name: 'CheckedResponse' })
export class CheckedResponseDto {
  @ShownNumber({ description: '500 when there was no answer; the body says why.' })
  readonly status: number;

  @Shown({ type: 'object', additionalProperties: { type: 'string' } })
  readonly headers: Record<string, string>;

  @ShownText({ description: 'Never what the server said.' })
  readonly body: string;
}

@ApiSchema({ name: 'UrlCheckResult' })
export class UrlCheckResultDto {
  @Shown({ type: CheckedRequestDto })
  readonly request: CheckedRequestDto;

  @Shown({ type: CheckedResponseDto })
  readonly response: CheckedResponseDto;
}

export class YamlQuery {
  @OptionalNumber({ min: 1, max: 8 }, { default: 2, description: 'Blanks per level.' })
  readonly indent: number = 2;

  @OptionalNumber(
    { min: 1, max: 20 },
    { default: 4, description: 'Depth from which everything stands on one line.' },
  )
  readonly inline: number = 4;
}
