import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { OpenUntilSignUp } from '../auth/open.js';
import { Refuses } from '../http/problem.dto.js';
import {
  DiscoverDto,
  PlexServerDto,
  SignInCheckDto,
  SignInDto,
  TokenCheckDto,
  TokenInfoDto,
} from './plex-auth.dto.js';
import { OnlyPlexPipe } from './only-plex.pipe.js';
import { ServerScout } from './server-scout.js';
import { SignInClerk } from './sign-in-clerk.js';
import { TokenInspector } from './token-inspector.js';

const TYPE = { name: 'type', enum: ['plex'] };

/** What only the Plex cloud can do for the form of a new backend (rest-api.md 3). */
@ApiTags('plex')
@Controller('backends')
export class PlexAuthController {
  constructor(
    private readonly clerk: SignInClerk,
    private readonly scout: ServerScout,
    private readonly inspector: TokenInspector,
  ) {}

  @Post('plex/generate')
  @OpenUntilSignUp()
  @HttpCode(200)
  @ApiOperation({ summary: 'Begin a sign-in to Plex, to be confirmed by the person in the browser' })
  @ApiOkResponse({ type: SignInDto })
  @Refuses(429, 502)
  begin(): Promise<SignInDto> {
    return this.clerk.begin();
  }

  @Post('plex/check')
  @OpenUntilSignUp()
  @HttpCode(200)
  @ApiOperation({ summary: 'Whether the person has confirmed; at most once a second' })
  @ApiOkResponse({ type: SignInDto })
  @Refuses(400, 404, 429, 502)
  check(@Body() signIn: SignInCheckDto): Promise<SignInDto> {
    return this.clerk.check(signIn);
  }

  @Post('discover/:type')
  @HttpCode(200)
  @ApiOperation({ summary: 'The servers that a Plex token reaches, each with its addresses' })
  @ApiParam(TYPE)
  @ApiOkResponse({ type: [PlexServerDto] })
  @Refuses(400, 429, 502)
  discover(
    @Param('type', OnlyPlexPipe) _type: 'plex',
    @Body() { token, options }: DiscoverDto,
  ): Promise<PlexServerDto[]> {
    return this.scout.find(token, options?.ADMIN_TOKEN);
  }

  @Post('validate/token/:type')
  @HttpCode(200)
  @ApiOperation({ summary: 'Whose Plex token it is and what it may do; 401 when plex.tv does not know it' })
  @ApiParam(TYPE)
  @ApiOkResponse({ type: TokenInfoDto })
  @Refuses(400, 401, 429, 502)
  validate(
    @Param('type', OnlyPlexPipe) _type: 'plex',
    @Body() { token }: TokenCheckDto,
  ): Promise<TokenInfoDto> {
    return this.inspector.inspect(token);
  }
}
