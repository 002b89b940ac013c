import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { IdentityRecord } from '#libs/database';
import { ItemIdPipe } from '../history/item-id.pipe.js';
import { Refuses } from '../http/problem.dto.js';
import { ForIdentity, Identity } from '../identities/identity.js';
import { RunDto } from '../runs/runs.dto.js';
import { UndoWindowDto } from './undo.dto.js';
import { UndoStarter } from './undo-starter.js';

@ApiTags('history')
@ForIdentity()
@Controller('history')
export class UndoController {
  constructor(private readonly starter: UndoStarter) {}

  @Post('undo')
  @HttpCode(202)
  @ApiOperation({ summary: 'Take back all changes of a time' })
  @ApiAcceptedResponse({ type: RunDto })
  @Refuses(400, 409)
  undoWindow(@Identity() identity: IdentityRecord, @Body() wanted: UndoWindowDto): Promise<RunDto> {
    return this.starter.ofWindow(identity, wanted);
  }

  @Post(':id/changes/:changeId/undo')
  @HttpCode(202)
  @ApiOperation({ summary: 'Take back one change of an item' })
  @ApiAcceptedResponse({ type: RunDto })
  @Refuses(404, 409)
  undoChange(
    @Identity() identity: IdentityRecord,
    @Param('id', ItemIdPipe) id: number,
    @Param('changeId', ItemIdPipe) changeId: number,
  ): Promise<RunDto> {
    return this.starter.ofChange(identity, id, changeId);
  }
}
