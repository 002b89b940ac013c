import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { IdentityRecord } from '#libs/database';
import { PageQuery } from '../http/paging.js';
import { Refuses } from '../http/problem.dto.js';
import { ForIdentity, Identity } from '../identities/identity.js';
import { StartedRunDto } from '../runs/runs.dto.js';
import { PlaylistDesk } from './playlist-desk.js';
import { PlaylistIdPipe } from './playlist-id.pipe.js';
import {
  PlaylistChangePageDto,
  PlaylistChangesQuery,
  PlaylistDetailDto,
  PlaylistPageDto,
  PlaylistSyncDto,
} from './playlists.dto.js';

@ApiTags('playlists')
@ForIdentity()
@Refuses(400)
@Controller('playlists')
export class PlaylistsController {
  constructor(private readonly desk: PlaylistDesk) {}

  @Get()
  @ApiOperation({ summary: 'The playlists of a person, with their copies on each backend' })
  @ApiOkResponse({ type: PlaylistPageDto })
  list(@Identity() identity: IdentityRecord, @Query() query: PageQuery): Promise<PlaylistPageDto> {
    return this.desk.list(identity, query);
  }

  @Get('changes')
  @ApiOperation({ summary: 'What was or would be written to playlists, and why, the newest first' })
  @ApiOkResponse({ type: PlaylistChangePageDto })
  changes(
    @Identity() identity: IdentityRecord,
    @Query() query: PlaylistChangesQuery,
  ): Promise<PlaylistChangePageDto> {
    return this.desk.changes(identity, query);
  }

  @Get(':id')
  @ApiOperation({ summary: 'One playlist with its entries' })
  @ApiOkResponse({ type: PlaylistDetailDto })
  show(
    @Identity() identity: IdentityRecord,
    @Param('id', PlaylistIdPipe) id: number,
  ): Promise<PlaylistDetailDto> {
    return this.desk.show(identity, id);
  }

  @Post('sync')
  @HttpCode(202)
  @ApiOperation({ summary: 'Make the playlists the same on all backends' })
  @ApiAcceptedResponse({ type: StartedRunDto })
  @ApiBody({ type: PlaylistSyncDto, required: false })
  @Refuses(409)
  sync(@Identity() identity: IdentityRecord, @Body() options: PlaylistSyncDto): Promise<StartedRunDto> {
    return this.desk.sync(identity, options);
  }
}
