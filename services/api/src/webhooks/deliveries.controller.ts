import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { IdentityRecord } from '#libs/database';
import { Refuses } from '../http/problem.dto.js';
import { ForIdentity, Identity } from '../identities/identity.js';
import {
  CoverageListDto,
  CoverageQuery,
  DeliveriesQuery,
  DeliveryDetailDto,
  DeliveryPageDto,
  ReplayDto,
  ReplayedDto,
} from './deliveries.dto.js';
import { DeliveryDesk } from './delivery-desk.js';
import { DeliveryIdPipe } from './delivery-id.pipe.js';

@ApiTags('webhooks')
@ForIdentity()
@Controller('webhook')
export class DeliveriesController {
  constructor(private readonly desk: DeliveryDesk) {}

  @Get('deliveries')
  @ApiOperation({ summary: 'What media servers sent and what became of it, the newest first' })
  @ApiOkResponse({ type: DeliveryPageDto })
  @Refuses(400)
  list(@Identity() identity: IdentityRecord, @Query() query: DeliveriesQuery): Promise<DeliveryPageDto> {
    return this.desk.list(identity, query);
  }

  @Post('deliveries/replay')
  @HttpCode(202)
  @ApiOperation({ summary: 'Read all deliveries again that failed, or matched nobody' })
  @ApiAcceptedResponse({ type: ReplayedDto })
  @Refuses(400)
  replayAll(@Body() { verdict = 'failed' }: ReplayDto): Promise<ReplayedDto> {
    return this.desk.replayAll(verdict);
  }

  @Get('deliveries/:id')
  @ApiOperation({
    summary: 'One delivery with its payload, what it changed, and the runs that carried it on',
  })
  @ApiOkResponse({ type: DeliveryDetailDto })
  show(@Param('id', DeliveryIdPipe) id: number): Promise<DeliveryDetailDto> {
    return this.desk.show(id);
  }

  @Post('deliveries/:id/replay')
  @HttpCode(202)
  @ApiOperation({ summary: 'Read one delivery again' })
  @ApiAcceptedResponse({ type: ReplayedDto })
  replay(@Param('id', DeliveryIdPipe) id: number): Promise<ReplayedDto> {
    return this.desk.replay(id);
  }

  @Get('coverage')
  @ApiOperation({ summary: 'For each backend: what its news told, and what only an import found' })
  @ApiOkResponse({ type: CoverageListDto })
  @Refuses(400)
  coverage(@Identity() identity: IdentityRecord, @Query() { days }: CoverageQuery): Promise<CoverageListDto> {
    return this.desk.coverage(identity, days);
  }
}
