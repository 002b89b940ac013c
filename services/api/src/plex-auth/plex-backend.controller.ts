import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { IdentityRecord } from '#libs/database';
import { Needs } from '../auth/scopes.js';
import { BackendViewer } from '../backends/backend-viewer.js';
import { Refuses } from '../http/problem.dto.js';
import { ForIdentity, Identity } from '../identities/identity.js';
import { PlexServerDto, UserTokenDto, UserTokenWishDto } from './plex-auth.dto.js';
import { ServerScout } from './server-scout.js';
import { TokenIssuer } from './token-issuer.js';

@ApiTags('plex')
@ForIdentity()
@Controller('backend/:name')
export class PlexBackendController {
  constructor(
    private readonly viewer: BackendViewer,
    private readonly scout: ServerScout,
    private readonly issuer: TokenIssuer,
  ) {}

  @Get('discover')
  @ApiOperation({ summary: 'The servers that the stored Plex token reaches' })
  @ApiOkResponse({ type: [PlexServerDto] })
  @Refuses(400, 429, 502)
  async discover(
    @Identity() identity: IdentityRecord,
    @Param('name') name: string,
  ): Promise<PlexServerDto[]> {
    return this.scout.ofBackend(await this.viewer.find(identity, name));
  }

  @Needs('admin')
  @Post('accesstoken')
  @HttpCode(200)
  @ApiOperation({ summary: "Another Plex user's own token for this server, by the word of its owner" })
  @ApiOkResponse({ type: UserTokenDto })
  @Refuses(400, 429, 502)
  async accessToken(
    @Identity() identity: IdentityRecord,
    @Param('name') name: string,
    @Body() wish: UserTokenWishDto,
  ): Promise<UserTokenDto> {
    return this.issuer.issue(await this.viewer.find(identity, name), wish);
  }
}
