import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { IsISO8601, IsOptional, Matches } from 'class-validator';
import { OptionalNumber, OptionalText, Shown, ShownNumber, ShownText, ShownTime } from '../http/fields.js';
import { LOG_LEVELS } from './log-lines.js';

@ApiSchema({ name: 'LogFile' })
export class LogFileDto {
  @ShownText()
  readonly filename: string;

  @ShownText({ description: 'task, app, access, webhook, or the name of a service.' })
  readonly type: string;

  @ShownText({ nullable: true, description: 'YYYYMMDD of a daily file.' })
  readonly date: string | null;

  @ShownNumber({ description: 'Bytes.' })
  readonly size: number;

  @ShownTime()
  readonly modified: string;
}

@ApiSchema({ name: 'LogLine' })
export class LogLineDto {
  @ShownText({ description: 'File and place; stays the same while the file grows.' })
  readonly id: string;

  @ShownTime({ nullable: true })
  readonly datetime: string | null;

  @ShownText({ nullable: true })
  readonly level: string | null;

  @ShownNumber({ nullable: true })
  readonly levelno: number | null;

  @ShownText({ nullable: true, description: 'The service.' })
  readonly logger: string | null;

  @ShownText()
  readonly message: string;

  @ShownText({ nullable: true })
  readonly source: string | null;

  @ShownNumber({ nullable: true })
  readonly process: number | null;

  @Shown({ type: 'object', additionalProperties: true })
  readonly fields: Readonly<Record<string, unknown>>;

  @ShownText({ nullable: true })
  readonly exception: string | null;
}

@ApiSchema({ name: 'LogPage' })
export class LogPageDto {
  @ShownText()
  readonly filename: string;

  @ShownText()
  readonly type: string;

  @ShownNumber()
  readonly offset: number;

  @ShownNumber({
    nullable: true,
    description: 'The offset of the older lines above; null when there are none.',
  })
  readonly next: number | null;

  @ShownNumber({ description: 'Bytes in the file.' })
  readonly max: number;

  @Shown({ type: [LogLineDto], description: 'In the order of the file.' })
  readonly lines: readonly LogLineDto[];
}

@ApiSchema({ name: 'RecentLog' })
export class RecentLogDto extends LogFileDto {
  @Shown({ type: [LogLineDto] })
  readonly lines: readonly LogLineDto[];
}

export class RecentQuery {
  @OptionalNumber({ min: 1, max: 1_000 }, { default: 50, description: 'Lines of each file.' })
  readonly limit: number = 50;
}

export class LogQuery {
  @OptionalNumber({ min: 0, max: Number.MAX_SAFE_INTEGER }, { description: '`next` of the page below.' })
  readonly offset: number = 0;

  @OptionalNumber({ min: 0, max: 1 }, { description: '1: the file as it is.' })
  readonly download?: number;

  @OptionalNumber({ min: 0, max: 1 }, { description: '1: server-sent events with what is added.' })
  readonly stream?: number;
}

const ONE = `(${LOG_LEVELS.join('|')})`;

export class LogSearchQuery {
  @OptionalText(200, { description: 'In message, fields or exception, in any case.' })
  readonly q?: string;

  @ApiProperty({
    type: String,
    required: false,
    description: `Of ${LOG_LEVELS.join(', ')}; several by commas.`,
  })
  @IsOptional()
  @Matches(new RegExp(`^${ONE}(,${ONE})*$`), { message: `Levels are ${LOG_LEVELS.join(', ')}` })
  readonly level?: string;

  @OptionalText(40, { description: 'The service.' })
  readonly logger?: string;

  @OptionalText(40, { description: 'The type of file.' })
  readonly type?: string;

  @ApiProperty({ type: String, format: 'date-time', required: false })
  @IsOptional()
  @IsISO8601({}, { message: 'From is a time in ISO 8601' })
  readonly from?: string;

  @ApiProperty({ type: String, format: 'date-time', required: false })
  @IsOptional()
  @IsISO8601({}, { message: 'To is a time in ISO 8601' })
  readonly to?: string;

  @OptionalNumber({ min: 1, max: 1_000 }, { default: 100 })
  readonly limit: number = 100;
}

@ApiSchema({ name: 'LogSearch' })
export class LogSearchDto {
  @Shown({ type: [LogLineDto], description: 'The newest first.' })
  readonly items: readonly LogLineDto[];
}
