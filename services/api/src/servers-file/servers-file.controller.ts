import { Body, Controller, Get, Header, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { IdentityRecord } from '#libs/database';
import { Needs } from '../auth/scopes.js';
import { Refuses } from '../http/problem.dto.js';
import { ForIdentity, Identity } from '../identities/identity.js';
import { ServersImportDto, ServersImportedDto, ServersQuery } from './servers-file.dto.js';
import { ServersImporter } from './servers-importer.js';
import { ServersWriter } from './servers-writer.js';

@ApiTags('backends')
@ForIdentity()
@Needs('admin')
@Controller('system/servers')
export class ServersFileController {
  constructor(
    private readonly writer: ServersWriter,
    private readonly importer: ServersImporter,
  ) {}

  @Get()
  @Header('Content-Type', 'application/yaml; charset=utf-8')
  @Header('Content-Disposition', 'attachment; filename="servers.yaml"')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'The backends as a servers.yaml; with tokens only when asked for' })
  @ApiProduces('application/yaml')
  @ApiOkResponse({ schema: { type: 'string' } })
  @Refuses(400)
  dump(@Identity() identity: IdentityRecord, @Query() { tokens }: ServersQuery): Promise<string> {
    return this.writer.text(identity, tokens);
  }

  @Post('import')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take backends from an older servers.yaml or data folder: all or none' })
  @ApiOkResponse({ type: ServersImportedDto })
  @Refuses(400, 409)
  take(@Identity() identity: IdentityRecord, @Body() wanted: ServersImportDto): Promise<ServersImportedDto> {
    return this.importer.import(identity, wanted);
  }
}
