import { Body, Controller, Get, Post, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { IdentityRecord } from '#libs/database';
import type { Response } from 'express';
import { Needs } from '../auth/scopes.js';
import { tagged } from '../http/etag.js';
import { Refuses } from '../http/problem.dto.js';
import { ForIdentity, Identity } from '../identities/identity.js';
import { BackendRegistrar } from './backend-registrar.js';
import { BackendViewer } from './backend-viewer.js';
import { BackendDto, NewBackendDto } from './backends.dto.js';

@ApiTags('backends')
@ForIdentity()
@Controller('backends')
export class BackendsController {
  constructor(
    private readonly viewer: BackendViewer,
    private readonly registrar: BackendRegistrar,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The backends of an identity' })
  @ApiOkResponse({ type: [BackendDto] })
  async list(
    @Identity() identity: IdentityRecord,
    @Res({ passthrough: true }) response: Response,
  ): Promise<BackendDto[]> {
    return tagged(response, await this.viewer.list(identity));
  }

  @Needs('admin')
  @Post()
  @ApiOperation({ summary: 'Add a backend, once its server agrees' })
  @ApiCreatedResponse({ type: BackendDto })
  @Refuses(400, 409)
  add(@Identity() identity: IdentityRecord, @Body() backend: NewBackendDto): Promise<BackendDto> {
    return this.registrar.add(identity, backend);
  }
}
