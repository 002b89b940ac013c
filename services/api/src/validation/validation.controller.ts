import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { IdentityRecord } from '#libs/database';
import { Refuses } from '../http/problem.dto.js';
import { ForIdentity, Identity } from '../identities/identity.js';
import { StartedRunDto } from '../runs/runs.dto.js';
import { ValidationOptionsDto } from './validation.dto.js';
import { ValidationStarter } from './validation-starter.js';

@ApiTags('runs')
@ForIdentity()
@Controller('backend/:name/validate')
export class ValidationController {
  constructor(private readonly starter: ValidationStarter) {}

  @Post()
  @HttpCode(202)
  @ApiOperation({
    summary: 'Archive references to items that the server has twice said to be gone, an hour apart',
  })
  @ApiAcceptedResponse({ type: StartedRunDto })
  @Refuses(400, 409)
  validate(
    @Identity() identity: IdentityRecord,
    @Param('name') name: string,
    @Body() options: ValidationOptionsDto,
  ): Promise<StartedRunDto> {
    return this.starter.start(identity, name, options);
  }
}
