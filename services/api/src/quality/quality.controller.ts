import { Body, Controller, Delete, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { IdentityRecord } from '#libs/database';
import { Refuses } from '../http/problem.dto.js';
import { ForIdentity, Identity } from '../identities/identity.js';
import { ParityDesk } from './parity-desk.js';
import { ParityPageDto, ParityPruneDto, ParityPrunedDto, ParityQuery } from './quality.dto.js';

@ApiTags('quality')
@ForIdentity()
@Controller('system/parity')
export class QualityController {
  constructor(private readonly parity: ParityDesk) {}

  @Get()
  @ApiOperation({ summary: 'Records that not all backends report' })
  @ApiOkResponse({ type: ParityPageDto })
  @Refuses(400)
  list(@Identity() identity: IdentityRecord, @Query() query: ParityQuery): Promise<ParityPageDto> {
    return this.parity.list(identity, query);
  }

  @Delete()
  @ApiOperation({ summary: 'Forget all records that fewer backends report; no media server is written to' })
  @ApiOkResponse({ type: ParityPrunedDto })
  @Refuses(400)
  prune(@Identity() identity: IdentityRecord, @Body() { min }: ParityPruneDto): Promise<ParityPrunedDto> {
    return this.parity.prune(identity, min);
  }
}
