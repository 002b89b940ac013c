import { Body, Controller, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import type { IdentityRecord } from '#libs/database';
import { Needs } from '../auth/scopes.js';
import { BackendViewer } from '../backends/backend-viewer.js';
import { Refuses } from '../http/problem.dto.js';
import { ForIdentity, Identity } from '../identities/identity.js';
import { HookRegistrar } from './hook-registrar.js';
import { HookDto, HookWishDto } from './hooks.dto.js';

@ApiTags('webhooks')
@ForIdentity()
@Controller('backend/:name/webhook')
export class HooksController {
  constructor(
    private readonly backends: BackendViewer,
    private readonly registrar: HookRegistrar,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The address that its server shall call, and how to set it by hand' })
  @ApiOkResponse({ type: HookDto })
  async show(
    @Identity() identity: IdentityRecord,
    @Param('name') name: string,
    @Req() request: Request,
  ): Promise<HookDto> {
    return this.registrar.show(await this.backends.find(identity, name), originOf(request));
  }

  @Needs('admin')
  @Post()
  @HttpCode(200)
  @ApiParam({ name: 'name', type: String })
  @ApiOperation({ summary: 'Set the webhook on its server, or say how a person does it' })
  @ApiOkResponse({ type: HookDto })
  @Refuses(400)
  async register(
    @Identity() identity: IdentityRecord,
    @Req() request: Request<{ name: string }>,
    @Body() { webhook_url: base }: HookWishDto,
  ): Promise<HookDto> {
    const backend = await this.backends.find(identity, request.params.name);
    return this.registrar.register(backend, base ?? originOf(request));
  }
}

const originOf = (request: Pick<Request, 'protocol' | 'get'>): string =>
  `${request.protocol}://${request.get('host') ?? 'localhost'}`;
