import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { BACKEND_TYPES, type BackendType } from '#libs/core';
import type { IdentityRecord } from '#libs/database';
import { Refuses } from '../http/problem.dto.js';
import { ForIdentity, Identity } from '../identities/identity.js';
import { ServerCaller } from './server-caller.js';
import { BackendRegistrar } from './backend-registrar.js';
import { BackendTypePipe } from './backend-type.pipe.js';
import { BackendViewer } from './backend-viewer.js';
import { BackendDto, BackendUserDto, NewBackendDto, ServerAccessDto } from './backends.dto.js';

@ApiTags('backends')
@ForIdentity()
@Controller('backends')
export class BackendsController {
  constructor(
    private readonly viewer: BackendViewer,
    private readonly registrar: BackendRegistrar,
    private readonly caller: ServerCaller,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The backends of an identity' })
  @ApiOkResponse({ type: [BackendDto] })
  list(@Identity() identity: IdentityRecord): Promise<BackendDto[]> {
    return this.viewer.list(identity);
  }

  @Post()
  @ApiOperation({ summary: 'Add a backend, once its server agrees' })
  @ApiCreatedResponse({ type: BackendDto })
  @Refuses(400, 409)
  add(@Identity() identity: IdentityRecord, @Body() backend: NewBackendDto): Promise<BackendDto> {
    return this.registrar.add(identity, backend);
  }

  @Post('users/:type')
  @HttpCode(200)
  @ApiOperation({ summary: 'The users of a server that is not stored yet' })
  @ApiParam({ name: 'type', enum: BACKEND_TYPES, enumName: 'BackendType' })
  @ApiOkResponse({ type: [BackendUserDto] })
  @Refuses(400)
  async users(
    @Param('type', BackendTypePipe) type: BackendType,
    @Body() access: ServerAccessDto,
  ): Promise<BackendUserDto[]> {
    return [...(await this.caller.users(type, access))];
  }
}
