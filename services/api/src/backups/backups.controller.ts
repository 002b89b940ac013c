import { Body, Controller, Delete, Get, HttpCode, Param, Post, Req, StreamableFile } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiConsumes,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import type { Request } from 'express';
import { Needs } from '../auth/scopes.js';
import { Refuses } from '../http/problem.dto.js';
import { BackupDesk } from './backup-desk.js';
import { BackupStarter } from './backup-starter.js';
import {
  BackupDto,
  NewBackupDto,
  NewRestoreDto,
  StartedBackupsDto,
  StartedRestoreDto,
} from './backups.dto.js';
import { RestoreStarter } from './restore-starter.js';

@ApiTags('backups')
@Controller('system/backup')
export class BackupsController {
  constructor(
    private readonly desk: BackupDesk,
    private readonly backups: BackupStarter,
    private readonly restores: RestoreStarter,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The backups, newest first' })
  @ApiOkResponse({ type: [BackupDto] })
  list(): Promise<BackupDto[]> {
    return this.desk.list();
  }

  @Post()
  @HttpCode(202)
  @ApiOperation({ summary: 'Back backends up: one file for each' })
  @ApiAcceptedResponse({ type: StartedBackupsDto })
  @Refuses(400, 404, 409)
  start(@Body() wanted: NewBackupDto): Promise<StartedBackupsDto> {
    return this.backups.ofMany(wanted);
  }

  @Post('upload')
  @ApiOperation({ summary: 'Take a backup in that was made elsewhere' })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: { type: 'object', properties: { file: { type: 'string', format: 'binary' } } } })
  @ApiCreatedResponse({ type: BackupDto })
  @Refuses(400, 409, 413)
  upload(@Req() request: Request): Promise<BackupDto> {
    return this.desk.upload(request);
  }

  @Get(':filename')
  @ApiOperation({ summary: 'Download a backup' })
  @ApiProduces('application/json', 'application/zip')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  @Refuses(400, 404)
  download(@Param('filename') filename: string): Promise<StreamableFile> {
    return this.desk.download(filename);
  }

  @Needs('admin')
  @Delete(':filename')
  @HttpCode(204)
  @ApiOperation({ summary: 'Remove a backup' })
  @ApiNoContentResponse()
  @Refuses(400, 404)
  remove(@Param('filename') filename: string): Promise<void> {
    return this.desk.remove(filename);
  }

  @Post(':filename/restore')
  @HttpCode(202)
  @ApiOperation({ summary: 'Bring a backend to what a backup says; a rehearsal unless `dry_run` is false' })
  @ApiAcceptedResponse({ type: StartedRestoreDto })
  @Refuses(400, 404, 409)
  restore(@Param('filename') filename: string, @Body() wanted: NewRestoreDto): Promise<StartedRestoreDto> {
    return this.restores.start(filename, wanted);
  }
}
