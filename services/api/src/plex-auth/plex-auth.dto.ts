import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsString, MaxLength, MinLength } from 'class-validator';
import {
  Flag,
  OptionalText,
  Shown,
  ShownChoice,
  ShownNumber,
  ShownText,
  Text,
  OptionalGroup,
} from '../http/fields.js';

const LONGEST_TOKEN = 4_096;

@ApiSchema({ name: 'PlexSignInCheck' })
export class SignInCheckDto {
  @ApiProperty({ oneOf: [{ type: 'integer' }, { type: 'string' }], description: 'As it was given.' })
  @Transform(({ value }: { value: unknown }) => (typeof value === 'number' ? String(value) : value))
  @IsString({ message: 'Give the id of the sign-in.' })
  @MinLength(1, { message: 'Give the id of the sign-in.' })
  @MaxLength(100)
  readonly id: string;

  @Text({ min: 1, max: 200 })
  readonly code: string;
}

@ApiSchema({ name: 'PlexSignIn' })
export class SignInDto {
  @ShownNumber()
  readonly id: number;

  @ShownText()
  readonly code: string;

  @ShownText({ nullable: true, description: 'Null until the person has confirmed.' })
  readonly authToken: string | null;

  @ShownText({ nullable: true, description: 'ISO 8601.' })
  readonly expiresAt: string | null;

  @ShownText({ description: 'The page on which the person confirms.' })
  readonly auth_url: string;

  @ShownText()
  readonly 'X-Plex-Client-Identifier': string;

  @ShownText()
  readonly 'X-Plex-Product': string;
}

@ApiSchema({ name: 'PlexTokenCheck' })
export class TokenCheckDto {
  @Text({ min: 1, max: LONGEST_TOKEN })
  readonly token: string;
}

@ApiSchema({ name: 'PlexTokenInfo' })
export class TokenInfoDto {
  @ShownText()
  readonly message: string;

  @ShownText({ description: "The account's id." })
  readonly user: string;

  @ShownText()
  readonly name: string;

  @ShownText({ nullable: true })
  readonly uuid: string | null;

  @Flag({ description: 'Whether it may list people and get their tokens.' })
  readonly admin: boolean;
}

@ApiSchema({ name: 'DiscoverOptions' })
export class DiscoverOptionsDto {
  @OptionalText(LONGEST_TOKEN, { description: "The owner's account token, asked when the other is refused." })
  readonly ADMIN_TOKEN?: string;
}

@ApiSchema({ name: 'Discover' })
export class DiscoverDto {
  @Text({ min: 1, max: LONGEST_TOKEN })
  readonly token: string;

  @OptionalText(2_048, { description: 'Not used: the servers come from the token.' })
  readonly url?: string;

  @OptionalGroup(DiscoverOptionsDto)
  readonly options?: DiscoverOptionsDto;
}

/** One address of one server; a server has as many rows as ways to it, the best first. */
@ApiSchema({ name: 'PlexServer' })
export class PlexServerDto {
  @ShownText()
  readonly name: string;

  @ShownText({ description: "The server's unique id." })
  readonly identifier: string;

  @ShownText({ nullable: true })
  readonly version: string | null;

  @ShownChoice({ values: ['http', 'https'] })
  readonly proto: 'http' | 'https';

  @ShownText()
  readonly address: string;

  @ShownNumber()
  readonly port: number;

  @ShownText()
  readonly uri: string;

  @Flag({ description: 'Whether plex.tv saw the server just now.' })
  readonly online: boolean;

  @Flag()
  readonly owned: boolean;

  @Flag({ description: "Inside the server's own network." })
  readonly local: boolean;

  @Flag({ description: 'Through a machine of Plex: slow, and not always open.' })
  readonly relay: boolean;

  @Flag()
  readonly ipv6: boolean;

  @Flag({
    description: 'A name that only resolves through the DNS of Plex; routers and containers often refuse it.',
  })
  readonly plex_direct: boolean;
}

@ApiSchema({ name: 'UserTokenWish' })
export class UserTokenWishDto {
  @ApiProperty({
    oneOf: [{ type: 'string' }, { type: 'integer' }],
    description: 'Id or uuid of the user on plex.tv.',
  })
  @Transform(({ value }: { value: unknown }) => (typeof value === 'number' ? String(value) : value))
  @IsString({ message: 'Give the id or the uuid of the user.' })
  @MinLength(1, { message: 'Give the id or the uuid of the user.' })
  @MaxLength(200)
  readonly id: string;

  @OptionalText(200)
  readonly username?: string;

  @OptionalText(20, { description: 'Of a protected user; else the stored one is used.' })
  readonly pin?: string;
}

@ApiSchema({ name: 'UserToken' })
export class UserTokenDto {
  @Shown({ type: String, description: 'Good on this server only, for this user only.' })
  readonly token: string;

  @ShownText()
  readonly username: string;
}
