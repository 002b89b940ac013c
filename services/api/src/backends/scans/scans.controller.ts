import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { IdentityRecord } from '#libs/database';
import { Refuses } from '../../http/problem.dto.js';
import { ForIdentity, Identity } from '../../identities/identity.js';
import { LibraryDto } from '../backends.dto.js';
import { RemotePath } from '../inspection/inspection.dto.js';
import { growingList } from './growing-list.js';
import { LibrarySwitch } from './library-switch.js';
import {
  MismatchedDto,
  MismatchQuery,
  RemovedStaleDto,
  ScanQuery,
  StaleChoiceDto,
  StaleQuery,
  StaleReportDto,
  UnmatchedDto,
} from './scans.dto.js';
import { StaleFinder } from './stale-finder.js';
import { TitleScanner } from './title-scanner.js';

@ApiTags('backends')
@ForIdentity()
@Controller('backend')
export class ScansController {
  constructor(
    private readonly scanner: TitleScanner,
    private readonly stale: StaleFinder,
    private readonly libraries: LibrarySwitch,
  ) {}

  @Post(':name/library/:id')
  @HttpCode(200)
  @ApiOperation({ summary: 'Leave a library out of imports' })
  @ApiOkResponse({ type: [LibraryDto] })
  @Refuses(409, 502)
  ignore(@Identity() identity: IdentityRecord, @Param() { name, id }: RemotePath): Promise<LibraryDto[]> {
    return this.libraries.set(identity, { name, libraryId: id, isIgnored: true });
  }

  @Delete(':name/library/:id')
  @ApiOperation({ summary: 'Read a library again' })
  @ApiOkResponse({ type: [LibraryDto] })
  @Refuses(409, 502)
  read(@Identity() identity: IdentityRecord, @Param() { name, id }: RemotePath): Promise<LibraryDto[]> {
    return this.libraries.set(identity, { name, libraryId: id, isIgnored: false });
  }

  @Get(':name/unmatched')
  @ApiOperation({ summary: 'Titles without any external id; sent as they are found' })
  @ApiOkResponse({ type: [UnmatchedDto] })
  @Refuses(400, 409, 502)
  unmatched(
    @Identity() identity: IdentityRecord,
    @Param('name') name: string,
    @Query() query: ScanQuery,
  ): Promise<StreamableFile> {
    const found = this.scanner.unmatched(identity, { name, libraryId: null }, query);
    return growingList(found, query.limit);
  }

  @Get(':name/unmatched/:id')
  @ApiOperation({ summary: 'Titles without any external id in one library; sent as they are found' })
  @ApiOkResponse({ type: [UnmatchedDto] })
  @Refuses(400, 409, 502)
  unmatchedIn(
    @Identity() identity: IdentityRecord,
    @Param() { name, id }: RemotePath,
    @Query() query: ScanQuery,
  ): Promise<StreamableFile> {
    const found = this.scanner.unmatched(identity, { name, libraryId: id }, query);
    return growingList(found, query.limit);
  }

  @Get(':name/mismatched')
  @ApiOperation({ summary: 'Titles whose files are called quite differently; sent as they are found' })
  @ApiOkResponse({ type: [MismatchedDto] })
  @Refuses(400, 409, 502)
  mismatched(
    @Identity() identity: IdentityRecord,
    @Param('name') name: string,
    @Query() query: MismatchQuery,
  ): Promise<StreamableFile> {
    const found = this.scanner.mismatched(identity, { name, libraryId: null }, query);
    return growingList(found, query.limit);
  }

  @Get(':name/mismatched/:id')
  @ApiOperation({
    summary: 'Titles whose files are called quite differently in one library; sent as they are found',
  })
  @ApiOkResponse({ type: [MismatchedDto] })
  @Refuses(400, 409, 502)
  mismatchedIn(
    @Identity() identity: IdentityRecord,
    @Param() { name, id }: RemotePath,
    @Query() query: MismatchQuery,
  ): Promise<StreamableFile> {
    const found = this.scanner.mismatched(identity, { name, libraryId: id }, query);
    return growingList(found, query.limit);
  }

  @Get(':name/stale/:id')
  @ApiOperation({ summary: 'References to items that the server no longer has, by a complete reading' })
  @ApiOkResponse({ type: StaleReportDto })
  @Refuses(400, 409, 502)
  findStale(
    @Identity() identity: IdentityRecord,
    @Param() { name, id }: RemotePath,
    @Query() { timeout }: StaleQuery,
  ): Promise<StaleReportDto> {
    return this.stale.report(identity, { name, libraryId: id, timeout });
  }

  @Delete(':name/stale/:id')
  @ApiOperation({ summary: 'Remove such references, once the server was asked for each' })
  @ApiOkResponse({ type: RemovedStaleDto })
  @Refuses(400, 409, 502)
  removeStale(
    @Identity() identity: IdentityRecord,
    @Param() { name, id }: RemotePath,
    @Body() { ids, only_confirmed }: StaleChoiceDto,
  ): Promise<RemovedStaleDto> {
    const place = { name, libraryId: id };
    return only_confirmed === true
      ? this.stale.archive(identity, place, ids)
      : this.stale.remove(identity, place, ids);
  }
}
