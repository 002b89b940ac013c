import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { ACTOR_KINDS } from '#libs/database';
import { IsISO8601, IsOptional } from 'class-validator';
import { OptionalText, Shown, ShownChoice, ShownNumber, ShownText, ShownTime } from '../http/fields.js';
import { PageQuery, PagingDto } from '../http/paging.js';

export class AuditQuery extends PageQuery {
  @OptionalText(64, {
    description: 'Name of a user or of a key, or `session`, `api-key`, `token`, `nobody`.',
  })
  readonly actor?: string;

  @OptionalText(100, { description: 'Name of an operation, as `operationId` in the description of the API.' })
  readonly action?: string;

  @OptionalText(200, { description: 'Part of the path.' })
  readonly path?: string;

  @ApiProperty({ type: String, format: 'date-time', required: false })
  @IsOptional()
  @IsISO8601({ strict: true })
  readonly before?: string;

  @ApiProperty({ type: String, format: 'date-time', required: false })
  @IsOptional()
  @IsISO8601({ strict: true })
  readonly after?: string;
}

@ApiSchema({ name: 'AuditEntry' })
export class AuditEntryDto {
  @ShownNumber()
  readonly id: number;

  @ShownTime()
  readonly at: string;

  @ShownChoice({ values: ACTOR_KINDS, name: 'ActorKind' })
  readonly actor_kind: string;

  @ShownText({ nullable: true, description: 'Name of the user, or of the key.' })
  readonly actor: string | null;

  @ShownText({ nullable: true })
  readonly address: string | null;

  @ShownText({ description: 'The operation, as in the description of the API.' })
  readonly action: string;

  @ShownText()
  readonly method: string;

  @ShownText()
  readonly path: string;

  @ShownText({ nullable: true })
  readonly identity: string | null;

  @Shown({ type: [String], description: 'Names of what was sent; values are not kept.' })
  readonly fields: readonly string[];

  @ShownText()
  readonly request_id: string;

  @ShownNumber({
    nullable: true,
    description: 'The HTTP status; null while it is under way, or when the process died.',
  })
  readonly status: number | null;
}

@ApiSchema({ name: 'AuditPage' })
export class AuditPageDto {
  @Shown({ type: PagingDto })
  readonly paging: PagingDto;

  @Shown({ type: [AuditEntryDto] })
  readonly items: readonly AuditEntryDto[];
}
