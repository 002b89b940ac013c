import { Body, Controller, Get, HttpCode, Param, Post, Query, type StreamableFile } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import type { IdentityRecord } from '#libs/database';
import { Refuses } from '../http/problem.dto.js';
import { ForIdentity, Identity } from '../identities/identity.js';
import { HealthAuditor } from './health-auditor.js';
import { EXPORT_FORMATS, type ExportFormat, ExportFormatPipe, HealthExporter } from './health-exporter.js';
import { HealthOrderDto, HealthItemsQuery, HealthPageDto, MediaHealthDto } from './health.dto.js';

@ApiTags('quality')
@ForIdentity()
@Controller('state/media-health')
export class HealthController {
  constructor(
    private readonly auditor: HealthAuditor,
    private readonly exporter: HealthExporter,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The newest audit of the records' })
  @ApiOkResponse({ type: MediaHealthDto })
  show(@Identity() identity: IdentityRecord): Promise<MediaHealthDto> {
    return this.auditor.show(identity);
  }

  @Post('run')
  @HttpCode(202)
  @ApiOperation({ summary: 'Audit the records, in the background' })
  @ApiAcceptedResponse({ type: MediaHealthDto })
  @Refuses(400)
  start(
    @Identity() identity: IdentityRecord,
    @Body() { check_files: checkFiles }: HealthOrderDto,
  ): Promise<MediaHealthDto> {
    return this.auditor.start(identity, checkFiles ?? null);
  }

  @Get('items')
  @ApiOperation({ summary: 'Records in which the audit found something' })
  @ApiOkResponse({ type: HealthPageDto })
  @Refuses(400, 404)
  items(@Identity() identity: IdentityRecord, @Query() query: HealthItemsQuery): Promise<HealthPageDto> {
    return this.auditor.items(identity, query);
  }

  @Get('export/:format')
  @ApiOperation({ summary: 'The newest audit as a file' })
  @ApiParam({ name: 'format', enum: EXPORT_FORMATS })
  @ApiProduces('application/json', 'text/markdown', 'text/csv')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  @Refuses(400, 404)
  export(
    @Identity() identity: IdentityRecord,
    @Param('format', ExportFormatPipe) format: ExportFormat,
  ): Promise<StreamableFile> {
    return this.exporter.file(identity, format);
  }
}
