import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import { Flag, Shown, ShownNumber, ShownText, ShownTime, Text } from '../http/fields.js';
import { InfoDto } from '../http/info.dto.js';
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

@ApiSchema({ name: 'ChangePassword' })
export class ChangePasswordDto {
  @Text({ min: 1, max: LONGEST_PASSWORD })
  readonly current_password: string;

  @Text({ min: 8, max: LONGEST_PASSWORD })
  readonly new_password: string;
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

@ApiSchema({ name: 'RefreshedAccount' })
export class RefreshedAccountDto extends AccountDto {
  @ShownText({ description: 'The token to use from now on.' })
  readonly token: string;

  @Flag({ description: 'Whether it is another one than before.' })
  readonly refreshed: boolean;
}

@ApiSchema({ name: 'AutoLogin' })
export class AutoLoginDto {
  @Shown({
    type: Boolean,
    required: false,
    description: 'The caller is on a trusted network and is signed in.',
  })
  readonly auto_login?: boolean;

  @Shown({ type: String, required: false })
  readonly token?: string;
}

@ApiSchema({ name: 'ResetAccount' })
export class ResetAccountDto extends InfoDto {
  @ShownNumber({ description: 'Accounts that were removed.' })
  readonly removed: number;
}

@ApiSchema({ name: 'PasswordChanged' })
export class PasswordChangedDto extends InfoDto {
  @ShownText({ description: 'All earlier tokens have ended; this is the one to use from now on.' })
  readonly token: string;
}
