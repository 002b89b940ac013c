import { Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { IdentityRecord } from '#libs/database';
import { ExplanationDto } from './explanation.dto.js';
import { Refuses } from '../http/problem.dto.js';
import { ForIdentity, Identity } from '../identities/identity.js';
import {
  HistoryItemDto,
  HistoryListQuery,
  HistoryPageDto,
  ObservationDto,
  WatchedFlagDto,
} from './history.dto.js';
import { HistoryViewer } from './history-viewer.js';
import { ItemIdPipe } from './item-id.pipe.js';
import { WatchMarker } from './watch-marker.js';

@ApiTags('history')
@ApiExtraModels(ObservationDto)
@ForIdentity()
@Controller('history')
export class HistoryController {
  constructor(
    private readonly viewer: HistoryViewer,
    private readonly marker: WatchMarker,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The stored play states' })
  @ApiOkResponse({ type: HistoryPageDto })
  @Refuses(400)
  list(@Identity() identity: IdentityRecord, @Query() query: HistoryListQuery): Promise<HistoryPageDto> {
    return this.viewer.list(identity, query);
  }

  @Get(':id')
  @ApiOperation({ summary: 'One item with what each backend shows of it' })
  @ApiOkResponse({ type: HistoryItemDto })
  show(@Identity() identity: IdentityRecord, @Param('id', ItemIdPipe) id: number): Promise<HistoryItemDto> {
    return this.viewer.show(identity, id);
  }

  @Get(':id/explain')
  @ApiOperation({ summary: 'How an item came to its state, and how each backend stands to it' })
  @ApiOkResponse({ type: ExplanationDto })
  explain(
    @Identity() identity: IdentityRecord,
    @Param('id', ItemIdPipe) id: number,
  ): Promise<ExplanationDto> {
    return this.viewer.explain(identity, id);
  }

  @Get(':id/watch')
  @ApiOperation({ summary: 'Whether it is watched' })
  @ApiOkResponse({ type: WatchedFlagDto })
  watched(
    @Identity() identity: IdentityRecord,
    @Param('id', ItemIdPipe) id: number,
  ): Promise<WatchedFlagDto> {
    return this.viewer.watched(identity, id);
  }

  @Post(':id/watch')
  @HttpCode(200)
  @ApiOperation({ summary: 'Mark as played, here and on every backend' })
  @ApiOkResponse({ type: HistoryItemDto })
  @Refuses(409)
  markPlayed(
    @Identity() identity: IdentityRecord,
    @Param('id', ItemIdPipe) id: number,
  ): Promise<HistoryItemDto> {
    return this.marker.markPlayed(identity, id);
  }

  @Delete(':id/watch')
  @ApiOperation({ summary: 'Mark as unplayed, here and on every backend' })
  @ApiOkResponse({ type: HistoryItemDto })
  @Refuses(409)
  markUnplayed(
    @Identity() identity: IdentityRecord,
    @Param('id', ItemIdPipe) id: number,
  ): Promise<HistoryItemDto> {
    return this.marker.markUnplayed(identity, id);
  }
}
