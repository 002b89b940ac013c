import { Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { IdentityRecord } from '#libs/database';
import { Refuses } from '../http/problem.dto.js';
import { ForIdentity, Identity } from '../identities/identity.js';
import { HealthAuditor } from './health-auditor.js';
import { HealthItemsQuery, HealthPageDto, MediaHealthDto } from './health.dto.js';

@ApiTags('quality')
@ForIdentity()
@Controller('state/media-health')
export class HealthController {
  constructor(private readonly auditor: HealthAuditor) {}

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
  start(@Identity() identity: IdentityRecord): Promise<MediaHealthDto> {
    return this.auditor.start(identity);
  }

  @Get('items')
  @ApiOperation({ summary: 'Records in which the audit found something' })
  @ApiOkResponse({ type: HealthPageDto })
  @Refuses(400, 404)
  items(@Identity() identity: IdentityRecord, @Query() query: HealthItemsQuery): Promise<HealthPageDto> {
    return this.auditor.items(identity, query);
  }
}
