import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { TOKEN_SCOPES, type TokenScope } from '#libs/database';
import {
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { Shown, ShownNumber, ShownText, ShownTime } from '../http/fields.js';

const NAME = /^[\w .@-]{1,64}$/;
const LONGEST_DAYS = 3_650;

@ApiSchema({ name: 'NewNamedToken' })
export class NewNamedTokenDto {
  @ApiProperty({ pattern: NAME.source, description: 'What it is for; no two have the same name.' })
  @Matches(NAME, { message: 'The name may hold letters, digits, blanks and . _ @ -, 64 at most' })
  readonly name: string;

  @ApiProperty({
    enum: TOKEN_SCOPES,
    enumName: 'TokenScope',
    isArray: true,
    minItems: 1,
    description: 'read: look. operate: also run, mark, undo. admin: everything. webhook: deliver webhooks.',
  })
  @IsArray()
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsIn(TOKEN_SCOPES, { each: true, message: `Scopes are ${TOKEN_SCOPES.join(', ')}` })
  readonly scopes: TokenScope[];

  @ApiProperty({
    type: 'integer',
    minimum: 1,
    maximum: LONGEST_DAYS,
    required: false,
    description: 'For ever when absent.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(LONGEST_DAYS)
  readonly expires_in_days?: number;
}

@ApiSchema({ name: 'NamedToken' })
export class NamedTokenDto {
  @ShownNumber()
  readonly id: number;

  @ShownText()
  readonly name: string;

  @Shown({ enum: TOKEN_SCOPES, enumName: 'TokenScope', isArray: true })
  readonly scopes: readonly TokenScope[];

  @ShownText({ description: 'Who made it.' })
  readonly created_by: string;

  @ShownTime()
  readonly created_at: string;

  @ShownTime({ nullable: true })
  readonly expires_at: string | null;

  @ShownTime({ nullable: true, description: 'To the minute.' })
  readonly last_used_at: string | null;

  @ShownText({ nullable: true, description: 'The address that used it then.' })
  readonly last_used_from: string | null;
}

@ApiSchema({ name: 'AddedNamedToken' })
export class AddedNamedTokenDto extends NamedTokenDto {
  @ShownText({ description: 'The key itself. It is shown this once and stored nowhere.' })
  readonly token: string;
}

@ApiSchema({ name: 'NamedTokenList' })
export class NamedTokenListDto {
  @Shown({ type: [NamedTokenDto] })
  readonly items: readonly NamedTokenDto[];
}

@ApiSchema({ name: 'NewApiKey' })
export class NewApiKeyDto {
  @ShownText({ description: 'The new key; the old one is refused from now on.' })
  readonly key: string;

  @ShownText()
  readonly message: string;
}
