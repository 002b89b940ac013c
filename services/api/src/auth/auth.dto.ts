import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import { Flag, ShownText, ShownTime, Text } from '../http/fields.js';
import { USERNAME } from './username.js';

const LONGEST_PASSWORD = 256;

@ApiSchema({ name: 'SignUp' })
export class SignUpDto {
  @ApiProperty({ pattern: USERNAME.source })
  @Matches(USERNAME, { message: 'The name may hold letters, digits and . _ @ -, 64 at most' })
  readonly username: string;

  @Text({ min: 8, max: LONGEST_PASSWORD })
  readonly password: string;
}

@ApiSchema({ name: 'Login' })
export class LoginDto {
  @Text({ min: 1, max: 64 })
  readonly username: string;

  @Text({ min: 1, max: LONGEST_PASSWORD })
  readonly password: string;
}

@ApiSchema({ name: 'LoginToken' })
export class LoginTokenDto {
  @ShownText({ description: 'For `Authorization: Token`. Browsers get it as a cookie, too.' })
  readonly token: string;
}

@ApiSchema({ name: 'Account' })
export class AccountDto {
  @ShownText()
  readonly username: string;

  @ShownTime({ description: 'When this login began.' })
  readonly created_at: string;

  @ShownTime()
  readonly expires_at: string;

  @Flag({ description: 'Whether this login ends soon.' })
  readonly refresh_required: boolean;
}
