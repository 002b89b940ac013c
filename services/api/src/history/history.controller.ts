import { Controller, Delete, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiExtraModels, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { IdentityRecord } from '#libs/database';
import type { Response } from 'express';
import { ExplanationDto } from './explanation.dto.js';
import { tagged } from '../http/etag.js';
import { Refuses } from '../http/problem.dto.js';
import { ForIdentity, Identity } from '../identities/identity.js';
import {
  DuplicatesDto,
  HistoryItemDto,
  HistoryPageDto,
  ObservationDto,
  ReferenceCheckDto,
  RemovedReferenceDto,
  WatchedFlagDto,
} from './history.dto.js';
import { HistoryListQuery } from './history-query.dto.js';
import { HistoryViewer } from './history-viewer.js';
import { ItemIdPipe } from './item-id.pipe.js';
import { ItemKeeper } from './item-keeper.js';
import { ReferenceChecker } from './reference-checker.js';
import { WatchMarker } from './watch-marker.js';

@ApiTags('history')
@ApiExtraModels(ObservationDto, ReferenceCheckDto)
@ForIdentity()
@Controller('history')
export class HistoryController {
  constructor(
    private readonly viewer: HistoryViewer,
    private readonly marker: WatchMarker,
    private readonly keeper: ItemKeeper,
    private readonly checker: ReferenceChecker,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The stored play states' })
  @ApiOkResponse({ type: HistoryPageDto })
  @Refuses(400)
  async list(
    @Identity() identity: IdentityRecord,
    @Query() query: HistoryListQuery,
    @Res({ passthrough: true }) response: Response,
  ): Promise<HistoryPageDto> {
    return tagged(response, await this.viewer.list(identity, query));
  }

  @Get(':id')
  @ApiOperation({ summary: 'One item with what each backend shows of it' })
  @ApiOkResponse({ type: HistoryItemDto })
  show(@Identity() identity: IdentityRecord, @Param('id', ItemIdPipe) id: number): Promise<HistoryItemDto> {
    return this.viewer.show(identity, id);
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Forget an item; an import that finds it again takes it in anew' })
  @ApiNoContentResponse()
  remove(@Identity() identity: IdentityRecord, @Param('id', ItemIdPipe) id: number): Promise<void> {
    return this.keeper.remove(identity, id);
  }

  @Get(':id/duplicates')
  @ApiOperation({ summary: 'Other items with the same file' })
  @ApiOkResponse({ type: DuplicatesDto })
  duplicates(
    @Identity() identity: IdentityRecord,
    @Param('id', ItemIdPipe) id: number,
  ): Promise<DuplicatesDto> {
    return this.viewer.duplicates(identity, id);
  }

  @Get(':id/validate')
  @ApiOperation({ summary: 'Ask every backend whether it still has the item; remembered for 10 minutes' })
  @ApiOkResponse({
    schema: { type: 'object', additionalProperties: { $ref: '#/components/schemas/ReferenceCheck' } },
  })
  async validate(
    @Identity() identity: IdentityRecord,
    @Param('id', ItemIdPipe) id: number,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Readonly<Record<string, ReferenceCheckDto>>> {
    const { checks, isRemembered } = await this.checker.check(identity, id);
    response.setHeader('X-Cache', isRemembered ? 'HIT' : 'MISS');
    return checks;
  }

  @Delete(':id/metadata/:backend')
  @ApiOperation({ summary: 'Forget what one backend shows of an item; with the last one the item goes' })
  @ApiOkResponse({ type: RemovedReferenceDto })
  removeReference(
    @Identity() identity: IdentityRecord,
    @Param('id', ItemIdPipe) id: number,
    @Param('backend') backend: string,
  ): Promise<RemovedReferenceDto> {
    return this.keeper.removeReference(identity, id, backend);
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
