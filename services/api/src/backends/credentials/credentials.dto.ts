import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { IsOptional, Matches, MaxLength } from 'class-validator';
import { BACKEND_TYPES, type BackendType } from '#libs/core';
import {
  OneOf,
  OptionalFlag,
  OptionalText,
  Shown,
  ShownChoice,
  ShownText,
  Text,
  OptionalGroup,
} from '../../http/fields.js';
import { BackendOptionsDto, ServerAccessDto, SwitchDto } from '../backends.dto.js';
import { ServerUrl } from '../server-url.js';

const TYPES = { values: BACKEND_TYPES, name: 'BackendType' };

export const CHECKS = ['reach', 'tls', 'token', 'user', 'server_id', 'version', 'clock', 'webhook'] as const;
export type CheckName = (typeof CHECKS)[number];

@ApiSchema({ name: 'BackendCheck' })
export class CheckDto {
  @ShownChoice({ values: CHECKS, name: 'BackendCheckName' })
  readonly name: CheckName;

  @Shown({ type: Boolean, nullable: true, description: 'Null when it could not be looked at.' })
  readonly ok: boolean | null;

  @ShownText()
  readonly message: string;

  @ShownText({ nullable: true, description: 'What to do about it.' })
  readonly hint: string | null;
}

/** As for a new backend; only what a server is asked about is needed. */
@ApiSchema({ name: 'BackendTest' })
export class BackendTestDto extends ServerAccessDto {
  @OneOf(TYPES)
  readonly type: BackendType;

  @ApiProperty({ required: false, pattern: '^[a-z_0-9]+$', maxLength: 50 })
  @IsOptional()
  @Matches(/^[a-z_0-9]+$/, { message: 'Use small letters, digits and _ only' })
  @MaxLength(50)
  readonly name?: string;

  @OptionalText(200)
  readonly user?: string;

  @OptionalText(200, { description: 'The server that is expected.' })
  readonly uuid?: string;

  @OptionalGroup(SwitchDto)
  readonly import?: SwitchDto;

  @OptionalGroup(SwitchDto)
  readonly export?: SwitchDto;

  @OptionalGroup(BackendOptionsDto)
  readonly options?: BackendOptionsDto;
}

@ApiSchema({ name: 'ServerUsers' })
export class ServerUsersDto extends ServerAccessDto {
  @OptionalText(200)
  readonly uuid?: string;

  @OptionalText(200)
  readonly user?: string;

  @OptionalFlag({ description: 'Plex: get the own tokens of the users for this server, too.' })
  readonly tokens?: boolean;

  @OptionalText(200, { description: 'Plex: get the token of this user only, by id or uuid.' })
  readonly target_user?: string;

  @OptionalFlag({ description: 'Nothing is kept, so every list is a new one.' })
  readonly no_cache?: boolean;

  @OptionalGroup(BackendOptionsDto)
  readonly options?: BackendOptionsDto;
}

@ApiSchema({ name: 'PasswordSignIn' })
export class SignInDto {
  @ServerUrl()
  readonly url: string;

  @Text({ min: 1, max: 200 })
  readonly username: string;

  @ApiProperty({
    type: String,
    format: 'password',
    maxLength: 1_000,
    description: 'Used once, kept nowhere.',
  })
  @MaxLength(1_000)
  readonly password: string;

  @OptionalText(50, { description: 'Name of the backend that the token is for: it names the device there.' })
  readonly name?: string;

  @OptionalFlag({ description: "An API key, which acts for any user; needs an administrator's sign-in." })
  readonly as_key?: boolean;
}

@ApiSchema({ name: 'QuickConnectStart' })
export class QuickConnectStartDto {
  @ServerUrl()
  readonly url: string;

  @OptionalText(50, { description: 'Name of the backend that the token is for: it names the device there.' })
  readonly name?: string;
}

@ApiSchema({ name: 'QuickConnectCheck' })
export class QuickConnectCheckDto extends QuickConnectStartDto {
  @Text({ min: 1, max: 200 }, { description: 'As it was given.' })
  readonly secret: string;
}

@ApiSchema({ name: 'QuickConnectCode' })
export class QuickConnectCodeDto {
  @ShownText({ description: 'What the person enters on the server, under Quick Connect.' })
  readonly code: string;

  @ShownText({ description: 'What the token is asked for by.' })
  readonly secret: string;
}

@ApiSchema({ name: 'AccessToken' })
export class AccessTokenDto {
  @ShownText({ description: 'Acts for this user only, unless it is a key.' })
  readonly accesstoken: string;

  @ShownText({ description: "The user's id on the server." })
  readonly user: string;

  @ShownText()
  readonly username: string;

  @ShownText({ description: "The server's unique id." })
  readonly identifier: string;
}

@ApiSchema({ name: 'QuickConnectState' })
export class QuickConnectStateDto {
  @Shown({ type: AccessTokenDto, nullable: true, description: 'Null until the person has confirmed.' })
  readonly access: AccessTokenDto | null;
}

@ApiSchema({ name: 'ServerIdentifier' })
export class IdentifierDto {
  @ShownChoice(TYPES)
  readonly type: BackendType;

  @ShownText()
  readonly identifier: string;
}
