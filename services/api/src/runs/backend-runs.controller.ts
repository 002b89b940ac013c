import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { IdentityRecord } from '#libs/database';
import { BackupStarter } from '../backups/backup-starter.js';
import { BackupOptionsDto } from '../backups/backups.dto.js';
import { Refuses } from '../http/problem.dto.js';
import { ForIdentity, Identity } from '../identities/identity.js';
import { RunStarter } from './run-starter.js';
import { StartedRunDto, SyncOptionsDto } from './runs.dto.js';

@ApiTags('runs')
@ForIdentity()
@Controller('backend/:name')
export class BackendRunsController {
  constructor(
    private readonly starter: RunStarter,
    private readonly backups: BackupStarter,
  ) {}

  @Post('import')
  @HttpCode(202)
  @ApiOperation({ summary: 'Import from a backend' })
  @ApiAcceptedResponse({ type: StartedRunDto })
  @Refuses(400, 409)
  import(
    @Identity() identity: IdentityRecord,
    @Param('name') name: string,
    @Body() options: SyncOptionsDto,
  ): Promise<StartedRunDto> {
    return this.starter.import(identity, name, options);
  }

  @Post('export')
  @HttpCode(202)
  @ApiOperation({ summary: 'Export to a backend' })
  @ApiAcceptedResponse({ type: StartedRunDto })
  @Refuses(400, 409)
  export(
    @Identity() identity: IdentityRecord,
    @Param('name') name: string,
    @Body() options: SyncOptionsDto,
  ): Promise<StartedRunDto> {
    return this.starter.export(identity, name, options);
  }

  @Post('backup')
  @HttpCode(202)
  @ApiOperation({ summary: 'Back a backend up' })
  @ApiAcceptedResponse({ type: StartedRunDto })
  @Refuses(400, 409)
  async backup(
    @Identity() identity: IdentityRecord,
    @Param('name') name: string,
    @Body() options: BackupOptionsDto,
  ): Promise<StartedRunDto> {
    const { run_id } = await this.backups.ofBackend(identity, name, options);
    return { run_id };
  }
}
