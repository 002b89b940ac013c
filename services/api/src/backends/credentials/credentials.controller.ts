import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { SignedIn } from '#libs/backends';
import { BACKEND_TYPES, type BackendType } from '#libs/core';
import type { IdentityRecord } from '#libs/database';
import { Refuses } from '../../http/problem.dto.js';
import { present } from '../../http/present.js';
import { ForIdentity, Identity } from '../../identities/identity.js';
import { BackendTypePipe } from '../backend-type.pipe.js';
import { toUser } from '../backend.presenter.js';
import { BackendUserDto, ServerAccessDto } from '../backends.dto.js';
import { SettingSpecDto } from '../options/options.dto.js';
import { settingSpecs } from '../options/setting-spec.js';
import { type Candidate, refusing, ServerCaller } from '../server-caller.js';
import {
  AccessTokenDto,
  BackendTestDto,
  CheckDto,
  IdentifierDto,
  QuickConnectCheckDto,
  QuickConnectCodeDto,
  QuickConnectStartDto,
  QuickConnectStateDto,
  ServerUsersDto,
  SignInDto,
} from './credentials.dto.js';
import { ServerTester } from './server-tester.js';
import { UserTokens } from '../../plex-auth/user-tokens.js';
import { TokenBroker } from './token-broker.js';

const TYPE = { name: 'type', enum: BACKEND_TYPES, enumName: 'BackendType' };

/** Questions to a server that is not stored yet. Credentials come in a body: an address would end up in logs. */
@ApiTags('backends')
@ForIdentity()
@Controller('backends')
export class CredentialsController {
  constructor(
    private readonly tester: ServerTester,
    private readonly caller: ServerCaller,
    private readonly broker: TokenBroker,
    private readonly tokens: UserTokens,
  ) {}

  @Get('spec')
  @ApiOperation({ summary: 'Every setting of a backend with its type and meaning' })
  @ApiOkResponse({ type: [SettingSpecDto] })
  spec(): SettingSpecDto[] {
    return settingSpecs();
  }

  @Post('test')
  @HttpCode(200)
  @ApiOperation({ summary: 'Try settings out; nothing is stored' })
  @ApiOkResponse({ type: [CheckDto] })
  @Refuses(400)
  test(@Identity() identity: IdentityRecord, @Body() wanted: BackendTestDto): Promise<CheckDto[]> {
    const { type, url, token, user, uuid, options, name = '' } = wanted;
    return this.tester.test({
      type,
      identityName: identity.name,
      name,
      url: url.trim(),
      token,
      user: user || null,
      uuid: uuid || null,
      options: present(options ?? {}),
    });
  }

  @Post('uuid/:type')
  @HttpCode(200)
  @ApiOperation({ summary: 'The unique id of a server' })
  @ApiParam(TYPE)
  @ApiOkResponse({ type: IdentifierDto })
  @Refuses(400)
  async uuid(
    @Param('type', BackendTypePipe) type: BackendType,
    @Body() access: ServerAccessDto,
  ): Promise<IdentifierDto> {
    return { type, identifier: await this.caller.uuid(nobody(type, access)) };
  }

  @Post('users/:type')
  @HttpCode(200)
  @ApiOperation({ summary: 'The users of a server' })
  @ApiParam(TYPE)
  @ApiOkResponse({ type: [BackendUserDto] })
  @Refuses(400)
  async users(
    @Param('type', BackendTypePipe) type: BackendType,
    @Body() wish: ServerUsersDto,
  ): Promise<BackendUserDto[]> {
    const candidate = { ...nobody(type, wish), options: present(wish.options ?? {}) };
    const users = (await this.caller.users(candidate)).map(toUser);
    if (type !== 'plex' || wish.tokens !== true) return users;
    const serverUuid = wish.uuid || (await this.caller.uuid(candidate));
    return this.tokens.addTo(users, { candidate, serverUuid, only: wish.target_user ?? null });
  }

  @Post('accesstoken/:type')
  @HttpCode(200)
  @ApiOperation({ summary: 'Sign in by name and password; the password is kept nowhere' })
  @ApiParam(TYPE)
  @ApiOkResponse({ type: AccessTokenDto })
  @Refuses(400)
  async accessToken(
    @Identity() identity: IdentityRecord,
    @Param('type', BackendTypePipe) type: BackendType,
    @Body() { url, username, password, name = '', as_key = false }: SignInDto,
  ): Promise<AccessTokenDto> {
    const place = { type, identityName: identity.name, name, url: url.trim(), uuid: null };
    const who = { username, password };
    return toAccess(
      await refusing(() => (as_key ? this.broker.makeKey(place, who) : this.broker.signIn(place, who))),
    );
  }

  @Post('quickconnect/:type')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Begin a sign-in by Quick Connect, to be confirmed on the server; no password is needed',
  })
  @ApiParam(TYPE)
  @ApiOkResponse({ type: QuickConnectCodeDto })
  @Refuses(400)
  beginQuickConnect(
    @Identity() identity: IdentityRecord,
    @Param('type', BackendTypePipe) type: BackendType,
    @Body() { url, name = '' }: QuickConnectStartDto,
  ): Promise<QuickConnectCodeDto> {
    const place = { type, identityName: identity.name, name, url: url.trim(), uuid: null };
    return refusing(() => this.broker.beginQuickConnect(place));
  }

  @Post('quickconnect/:type/check')
  @HttpCode(200)
  @ApiOperation({ summary: 'Whether the person has confirmed; then the token' })
  @ApiParam(TYPE)
  @ApiOkResponse({ type: QuickConnectStateDto })
  @Refuses(400)
  async checkQuickConnect(
    @Identity() identity: IdentityRecord,
    @Param('type', BackendTypePipe) type: BackendType,
    @Body() { url, secret, name = '' }: QuickConnectCheckDto,
  ): Promise<QuickConnectStateDto> {
    const place = { type, identityName: identity.name, name, url: url.trim(), uuid: null };
    const signedIn = await refusing(() => this.broker.finishQuickConnect(place, secret));
    return { access: signedIn && toAccess(signedIn) };
  }
}

const toAccess = ({ token, user, uuid }: SignedIn): AccessTokenDto => ({
  accesstoken: token,
  user: user.id,
  username: user.name,
  identifier: uuid,
});

/** Who asks before anything is stored. */
const nobody = (type: BackendType, { url, token }: ServerAccessDto): Candidate => ({
  type,
  identityName: '',
  name: '',
  url: url.trim(),
  token,
  user: null,
  uuid: null,
});
