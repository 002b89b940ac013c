import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put, Query, Res } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiCreatedResponse,
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import type { Response } from 'express';
import { Needs } from '../auth/scopes.js';
import { BackendDto } from '../backends/backends.dto.js';
import { type ServersMap, ServersMapPipe } from '../servers-file/servers-map.pipe.js';
import { Refuses } from '../http/problem.dto.js';
import { HouseholdWriter } from './household-writer.js';
import {
  DeletedIdentityDto,
  IdentityChangesDto,
  IdentityDetailsDto,
  IdentityDto,
  IdentityListDto,
  NewIdentityDto,
  PeopleMappingDto,
  ProvisionDto,
  ProvisionPreviewDto,
} from './identities.dto.js';
import { IdentityKeeper } from './identity-keeper.js';
import { MappingFile, withoutPins } from './mapping-file.js';
import { PeopleFinder } from './people-finder.js';
import { PreviewQuery } from './preview.query.js';
import { ProvisionedDto, SyncBackendsDto, SyncedBackendsDto } from './provisioned.dto.js';
import { Provisioner } from './provisioner.js';
import { SettingsCopier } from './settings-copier.js';

@ApiTags('identities')
@ApiExtraModels(BackendDto)
@Controller('identities')
export class IdentitiesController {
  constructor(
    private readonly keeper: IdentityKeeper,
    private readonly writer: HouseholdWriter,
    private readonly finder: PeopleFinder,
    private readonly provisioner: Provisioner,
    private readonly mapping: MappingFile,
    private readonly copier: SettingsCopier,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The persons whose play states are kept' })
  @ApiOkResponse({ type: IdentityListDto })
  list(): Promise<IdentityListDto> {
    return this.keeper.list();
  }

  @Needs('admin')
  @Post()
  @ApiOperation({ summary: 'Adds a person, without backends yet' })
  @ApiCreatedResponse({ type: IdentityDto })
  @Refuses(400, 409)
  add(@Body() { identity }: NewIdentityDto): Promise<IdentityDto> {
    return this.keeper.add(identity);
  }

  @Get('provision')
  @ApiOperation({ summary: 'Who is on the servers of the main identity, and who of them is one person' })
  @ApiOkResponse({ type: ProvisionPreviewDto })
  @Refuses(400)
  async preview(@Query() { force, single }: PreviewQuery): Promise<ProvisionPreviewDto> {
    return (await this.finder.group({ force: force === '1', allowSingle: single === '1' })).preview;
  }

  @Needs('admin')
  @Put('provision/mapping')
  @ApiOperation({ summary: 'Store which accounts belong together; makes no identity' })
  @ApiOkResponse({ type: PeopleMappingDto })
  @ApiCreatedResponse({ type: PeopleMappingDto, description: 'There was none before.' })
  @Refuses(400)
  async map(
    @Body() mapping: PeopleMappingDto,
    @Res({ passthrough: true }) response: Response,
  ): Promise<PeopleMappingDto> {
    if (!(await this.mapping.write(mapping))) response.status(201);
    return withoutPins(mapping);
  }

  @Needs('admin')
  @Post('provision')
  @HttpCode(200)
  @ApiOperation({ summary: 'Make identities with their backends of the people on the servers' })
  @ApiOkResponse({ type: ProvisionedDto })
  @Refuses(400, 409)
  provision(@Body() wanted: ProvisionDto): Promise<ProvisionedDto> {
    return this.provisioner.provision(wanted);
  }

  @Needs('admin')
  @Post('provision/sync-backends')
  @HttpCode(200)
  @ApiOperation({ summary: 'Carry the shared settings of the main identity to the others' })
  @ApiOkResponse({ type: SyncedBackendsDto })
  @Refuses(400)
  sync(@Body() { dry_run }: SyncBackendsDto): Promise<SyncedBackendsDto> {
    return this.copier.copy(dry_run === true);
  }

  @Get(':identity')
  @ApiOperation({ summary: 'A person with its backends, and what would go with it' })
  @ApiOkResponse({ type: IdentityDetailsDto })
  @Refuses(404)
  show(@Param('identity') identity: string): Promise<IdentityDetailsDto> {
    return this.keeper.show(identity);
  }

  @Needs('admin')
  @Put(':identity')
  @ApiOperation({
    summary: 'Set all backends of a person: all or none, once their servers agree',
    description:
      'A map from name to backend, as in a `servers.yaml`; JSON, or YAML under `application/yaml`. A backend without a token keeps its own. None is removed this way: one that is missing is refused.',
  })
  @ApiConsumes('application/json', 'application/yaml')
  @ApiBody({ schema: { type: 'object', additionalProperties: { type: 'object' } } })
  @ApiOkResponse({ schema: { type: 'object', additionalProperties: { $ref: getSchemaPath(BackendDto) } } })
  @Refuses(400, 404, 409)
  replace(
    @Param('identity') identity: string,
    @Body(ServersMapPipe) { blocks }: ServersMap,
  ): Promise<Readonly<Record<string, BackendDto>>> {
    return this.writer.replace(identity, blocks);
  }

  @Needs('admin')
  @Patch(':identity')
  @ApiOperation({ summary: 'Change what a person is called, or whether second viewings are carried on' })
  @ApiOkResponse({ type: IdentityDto })
  @Refuses(400, 403, 404, 409)
  change(@Param('identity') name: string, @Body() changes: IdentityChangesDto): Promise<IdentityDto> {
    return this.keeper.change(name, changes);
  }

  @Needs('admin')
  @Delete(':identity')
  @ApiOperation({
    summary: 'Remove a person with its backends and its history; no media server is written to',
  })
  @ApiOkResponse({ type: DeletedIdentityDto })
  @Refuses(403, 404)
  remove(@Param('identity') identity: string): Promise<DeletedIdentityDto> {
    return this.keeper.remove(identity);
  }
}
