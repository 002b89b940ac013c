import { Body, Controller, Get, HttpCode, Post, Query, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { IdentityRecord } from '#libs/database';
import type { Response } from 'express';
import { Refuses } from '../http/problem.dto.js';
import { ForIdentity, Identity } from '../identities/identity.js';
import { BulkActionDto, BulkResultDto } from './bulk.dto.js';
import { BulkDesk } from './bulk-desk.js';
import { ChangeFeed } from './change-feed.js';
import { ChangeFeedDto, ChangeFeedQuery } from './change-feed.dto.js';

/** What the history does with many items at once. Before the single item, whose `:id` would take these names. */
@ApiTags('history')
@ForIdentity()
@Controller('history')
export class BulkController {
  constructor(
    private readonly desk: BulkDesk,
    private readonly feed: ChangeFeed,
  ) {}

  @Post('bulk')
  @HttpCode(200)
  @ApiOperation({ summary: 'Mark or forget many items; with a preview, and as one run that can be undone' })
  @ApiOkResponse({ type: BulkResultDto })
  @ApiAcceptedResponse({ type: BulkResultDto, description: 'It is under way; its run tells how far.' })
  @Refuses(400, 409)
  async act(
    @Identity() identity: IdentityRecord,
    @Body() wanted: BulkActionDto,
    @Res({ passthrough: true }) response: Response,
  ): Promise<BulkResultDto> {
    const result = await this.desk.act(identity, wanted);
    if (result.status === 'queued') response.status(202);
    return result;
  }

  @Get('changes')
  @ApiOperation({ summary: 'What changed since a place in the ledger, oldest first' })
  @ApiOkResponse({ type: ChangeFeedDto })
  @Refuses(400)
  changes(@Identity() identity: IdentityRecord, @Query() query: ChangeFeedQuery): Promise<ChangeFeedDto> {
    return this.feed.since(identity, query);
  }
}
