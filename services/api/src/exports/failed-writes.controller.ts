import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { IdentityRecord } from '#libs/database';
import { ItemIdPipe } from '../history/item-id.pipe.js';
import { Refuses } from '../http/problem.dto.js';
import { ForIdentity, Identity } from '../identities/identity.js';
import {
  FailedWritePageDto,
  FailedWritesChoiceDto,
  FailedWritesQuery,
  HandledWritesDto,
} from './failed-writes.dto.js';
import { FailedWritesDesk } from './failed-writes-desk.js';

@ApiTags('exports')
@ForIdentity()
@Controller('exports/failed')
export class FailedWritesController {
  constructor(private readonly desk: FailedWritesDesk) {}

  @Get()
  @ApiOperation({ summary: 'Writes that failed for good, the newest first' })
  @ApiOkResponse({ type: FailedWritePageDto })
  @Refuses(400)
  list(@Identity() identity: IdentityRecord, @Query() query: FailedWritesQuery): Promise<FailedWritePageDto> {
    return this.desk.list(identity, query);
  }

  @Post('retry')
  @HttpCode(202)
  @ApiOperation({ summary: 'Try all failed writes again, or those of one backend' })
  @ApiAcceptedResponse({ type: HandledWritesDto })
  @Refuses(400)
  retryAll(
    @Identity() identity: IdentityRecord,
    @Body() { backend }: FailedWritesChoiceDto,
  ): Promise<HandledWritesDto> {
    return this.desk.retryAll(identity, backend);
  }

  @Post('drop')
  @HttpCode(202)
  @ApiOperation({ summary: 'Leave all failed writes be, or those of one backend' })
  @ApiAcceptedResponse({ type: HandledWritesDto })
  @Refuses(400)
  dropAll(
    @Identity() identity: IdentityRecord,
    @Body() { backend }: FailedWritesChoiceDto,
  ): Promise<HandledWritesDto> {
    return this.desk.dropAll(identity, backend);
  }

  @Post(':id/retry')
  @HttpCode(202)
  @ApiOperation({ summary: 'Try one failed write again' })
  @ApiAcceptedResponse({ type: HandledWritesDto })
  retry(
    @Identity() identity: IdentityRecord,
    @Param('id', ItemIdPipe) id: number,
  ): Promise<HandledWritesDto> {
    return this.desk.retryOne(identity, id);
  }

  @Post(':id/drop')
  @HttpCode(202)
  @ApiOperation({ summary: 'Leave one failed write be' })
  @ApiAcceptedResponse({ type: HandledWritesDto })
  drop(@Identity() identity: IdentityRecord, @Param('id', ItemIdPipe) id: number): Promise<HandledWritesDto> {
    return this.desk.dropOne(identity, id);
  }
}
