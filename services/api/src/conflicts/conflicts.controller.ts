import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { IdentityRecord } from '#libs/database';
import { Refuses } from '../http/problem.dto.js';
import { ForIdentity, Identity } from '../identities/identity.js';
import { ConflictIdPipe } from './conflict-id.pipe.js';
import { ConflictJudge } from './conflict-judge.js';
import { ConflictChoiceBody, ConflictDto, ConflictPageDto, ConflictsQuery } from './conflicts.dto.js';

@ApiTags('history')
@ForIdentity()
@Controller('history/conflicts')
export class ConflictsController {
  constructor(private readonly judge: ConflictJudge) {}

  @Get()
  @ApiOperation({ summary: 'What a person must decide, the newest first; open ones unless asked otherwise' })
  @ApiOkResponse({ type: ConflictPageDto })
  @Refuses(400)
  list(@Identity() identity: IdentityRecord, @Query() query: ConflictsQuery): Promise<ConflictPageDto> {
    return this.judge.list(identity, query);
  }

  @Post(':id/resolve')
  @HttpCode(200)
  @ApiOperation({ summary: 'Choose the side that is right, or leave it as it is' })
  @ApiOkResponse({ type: ConflictDto })
  @Refuses(400, 409)
  resolve(
    @Identity() identity: IdentityRecord,
    @Param('id', ConflictIdPipe) id: number,
    @Body() choice: ConflictChoiceBody,
  ): Promise<ConflictDto> {
    return this.judge.resolve(identity, id, choice);
  }
}
