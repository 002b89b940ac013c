import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { IdentityRecord, ScanKind } from '#libs/database';
import { missing } from '../../http/api-problem.js';
import { Refuses } from '../../http/problem.dto.js';
import { ForIdentity, Identity } from '../../identities/identity.js';
import { BackendScanDto, SCAN_KINDS, ScanBody, ScanPath, ScanStateDto } from './kept-scans.dto.js';
import { ScanKeeper } from './scan-keeper.js';

@ApiTags('backends')
@ForIdentity()
@Controller('backend')
export class KeptScansController {
  constructor(private readonly keeper: ScanKeeper) {}

  @Get(':name/scans')
  @ApiOperation({ summary: 'Which scans of a server there were, and how much the last of each found' })
  @ApiOkResponse({ type: [ScanStateDto] })
  list(@Identity() identity: IdentityRecord, @Param('name') name: string): Promise<ScanStateDto[]> {
    return this.keeper.list(identity, name);
  }

  @Get(':name/scans/:kind')
  @ApiOperation({ summary: 'What the last scan of a server found, and whether another is under way' })
  @ApiParam({ name: 'kind', enum: SCAN_KINDS })
  @ApiOkResponse({ type: BackendScanDto })
  @Refuses(400)
  show(
    @Identity() identity: IdentityRecord,
    @Param() path: ScanPath,
    @Query() { library }: ScanBody,
  ): Promise<BackendScanDto> {
    return this.keeper.show(identity, wantedBy(path, library));
  }

  @Post(':name/scans/:kind')
  @HttpCode(202)
  @ApiOperation({ summary: 'Scan a server in the background, unless that is under way' })
  @ApiParam({ name: 'kind', enum: SCAN_KINDS })
  @ApiAcceptedResponse({ type: BackendScanDto })
  @Refuses(400)
  start(
    @Identity() identity: IdentityRecord,
    @Param() path: ScanPath,
    @Body() { library }: ScanBody,
  ): Promise<BackendScanDto> {
    return this.keeper.start(identity, wantedBy(path, library));
  }
}

function wantedBy({ name, kind }: ScanPath, library = '') {
  const known = SCAN_KINDS.find((one): one is ScanKind => one === kind);
  if (!known) throw missing('scan', kind);
  return { name, kind: known, library: library === '' ? null : library };
}
