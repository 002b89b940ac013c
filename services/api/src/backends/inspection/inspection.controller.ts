import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { IdentityRecord } from '#libs/database';
import { Refuses } from '../../http/problem.dto.js';
import { ForIdentity, Identity } from '../../identities/identity.js';
import { BackendUserDto } from '../backends.dto.js';
import { BackendInspector } from './backend-inspector.js';
import { HealthDesk } from './health-desk.js';
import {
  FoundItemDto,
  HealthReportDto,
  RawQuery,
  RemotePath,
  saysYes,
  SearchQuery,
  ServerInfoDto,
  ServerVersionDto,
  SessionDto,
} from './inspection.dto.js';

@ApiTags('backends')
@ForIdentity()
@Controller('backend/:name')
export class InspectionController {
  constructor(
    private readonly inspector: BackendInspector,
    private readonly health: HealthDesk,
  ) {}

  @Get('info')
  @ApiOperation({ summary: 'What the server says of itself, and what it can do for us' })
  @ApiOkResponse({ type: ServerInfoDto })
  @Refuses(400, 409, 502)
  info(
    @Identity() identity: IdentityRecord,
    @Param('name') name: string,
    @Query() { raw }: RawQuery,
  ): Promise<ServerInfoDto> {
    return this.inspector.info(identity, name, saysYes(raw));
  }

  @Get('version')
  @ApiOperation({ summary: 'The version of the server' })
  @ApiOkResponse({ type: ServerVersionDto })
  @Refuses(409, 502)
  version(@Identity() identity: IdentityRecord, @Param('name') name: string): Promise<ServerVersionDto> {
    return this.inspector.version(identity, name);
  }

  @Get('users')
  @ApiOperation({ summary: 'The users of the server' })
  @ApiOkResponse({ type: [BackendUserDto] })
  @Refuses(409, 502)
  users(@Identity() identity: IdentityRecord, @Param('name') name: string): Promise<BackendUserDto[]> {
    return this.inspector.users(identity, name);
  }

  @Get('sessions')
  @ApiOperation({ summary: 'What is playing on the server now' })
  @ApiOkResponse({ type: [SessionDto] })
  @Refuses(400, 409, 502)
  sessions(
    @Identity() identity: IdentityRecord,
    @Param('name') name: string,
    @Query() { raw }: RawQuery,
  ): Promise<SessionDto[]> {
    return this.inspector.sessions(identity, name, saysYes(raw));
  }

  @Get('search')
  @ApiOperation({ summary: 'Movies, shows and episodes on the server, by words or by id' })
  @ApiOkResponse({ type: [FoundItemDto] })
  @Refuses(400, 409, 502)
  search(
    @Identity() identity: IdentityRecord,
    @Param('name') name: string,
    @Query() query: SearchQuery,
  ): Promise<FoundItemDto[]> {
    return this.inspector.search(identity, name, query);
  }

  @Get('search/:id')
  @ApiOperation({ summary: "An item by the server's own id; an empty list when there is none" })
  @ApiOkResponse({ type: [FoundItemDto] })
  @Refuses(400, 409, 502)
  lookUp(
    @Identity() identity: IdentityRecord,
    @Param() { name, id }: RemotePath,
    @Query() { raw }: RawQuery,
  ): Promise<FoundItemDto[]> {
    return this.inspector.search(identity, name, { id, limit: 1, ...(raw === undefined ? {} : { raw }) });
  }

  @Get('health')
  @ApiOperation({ summary: 'Whether the server answers and the token is good, and what waits for it' })
  @ApiOkResponse({ type: HealthReportDto })
  @Refuses(409)
  report(@Identity() identity: IdentityRecord, @Param('name') name: string): Promise<HealthReportDto> {
    return this.health.report(identity, name);
  }
}
