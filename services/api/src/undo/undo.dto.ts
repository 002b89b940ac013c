import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { IsISO8601 } from 'class-validator';
import { OptionalFlag, OptionalText } from '../http/fields.js';

@ApiSchema({ name: 'UndoWindow' })
export class UndoWindowDto {
  @ApiProperty({ type: String, format: 'date-time', description: 'Changes from this moment on.' })
  @IsISO8601({ strict: true }, { message: 'Give a time such as 2026-05-01T20:00:00Z' })
  readonly from: string;

  @ApiProperty({ type: String, format: 'date-time', description: 'Changes up to this moment.' })
  @IsISO8601({ strict: true }, { message: 'Give a time such as 2026-05-01T20:00:00Z' })
  readonly to: string;

  @OptionalText(64, { description: 'Only changes that came from this backend.' })
  readonly backend?: string;

  @OptionalFlag({ description: 'Only list what would be taken back.' })
  readonly dry_run?: boolean;
}
