import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { BACKEND_TYPES, type BackendType } from '#libs/core';
import { Open } from '../auth/open.js';
import { Refuses } from '../http/problem.dto.js';
import { Caretaker } from './caretaker.js';
import { HealthcheckDto, VersionDto } from './system.dto.js';

@ApiTags('system')
@Controller('system')
export class SystemController {
  constructor(private readonly caretaker: Caretaker) {}

  @Open()
  @Get('healthcheck')
  @ApiOperation({ summary: 'Whether it works' })
  @ApiOkResponse({ type: HealthcheckDto })
  @Refuses(503)
  healthcheck(): Promise<HealthcheckDto> {
    return this.caretaker.healthcheck();
  }

  @Get('version')
  @ApiOperation({ summary: 'Which version this is' })
  @ApiOkResponse({ type: VersionDto })
  version(): VersionDto {
    return this.caretaker.version();
  }

  @Get('supported')
  @ApiOperation({ summary: 'The types of media server that can be added' })
  @ApiOkResponse({ schema: { type: 'array', items: { $ref: '#/components/schemas/BackendType' } } })
  supported(): readonly BackendType[] {
    return BACKEND_TYPES;
  }
}
