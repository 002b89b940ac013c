import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { Controller, Delete, Get, HttpCode, Param, Query, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Needs } from '../auth/scopes.js';
import { Refuses } from '../http/problem.dto.js';
import { EventStream } from '../live/event-stream.js';
import { type LogFile, LogFiles } from './log-files.js';
import { LogFollower } from './log-follower.js';
import { LogViewer } from './log-viewer.js';
import {
  LogFileDto,
  LogPageDto,
  LogQuery,
  LogSearchDto,
  LogSearchQuery,
  RecentLogDto,
  RecentQuery,
} from './logs.dto.js';

@ApiTags('logs')
@Controller('logs')
export class LogsController {
  constructor(private readonly viewer: LogViewer) {}

  @Get()
  @ApiOperation({ summary: 'The log files, the newest first' })
  @ApiOkResponse({ type: [LogFileDto] })
  list(): LogFileDto[] {
    return this.viewer.list();
  }

  @Get('recent')
  @ApiOperation({ summary: 'The last lines of today' })
  @ApiOkResponse({ type: [RecentLogDto] })
  @Refuses(400)
  recent(@Query() { limit }: RecentQuery): Promise<RecentLogDto[]> {
    return this.viewer.recent(limit);
  }

  @Get('search')
  @ApiOperation({ summary: 'Lines of all files that fit, the newest first' })
  @ApiOkResponse({ type: LogSearchDto })
  @Refuses(400)
  async search(@Query() query: LogSearchQuery): Promise<LogSearchDto> {
    return { items: await this.viewer.search(query) };
  }
}

@ApiTags('logs')
@Controller('log')
export class LogController {
  constructor(
    private readonly viewer: LogViewer,
    private readonly files: LogFiles,
    private readonly follower: LogFollower,
  ) {}

  @Get(':filename')
  @ApiOperation({ summary: 'A page of a log file from its end, the file as it is, or what is added to it' })
  @ApiOkResponse({ type: LogPageDto })
  @Refuses(400, 404, 503)
  async show(
    @Param('filename') filename: string,
    @Query() { offset, download, stream }: LogQuery,
    @Res() response: Response,
  ): Promise<void> {
    if (download === 1) this.download(this.files.find(filename), response);
    else if (stream === 1) {
      const last = Number(response.req.get('Last-Event-ID'));
      const from = Number.isSafeInteger(last) && last > 0 ? last : null;
      await this.follower.follow(this.files.find(filename), new EventStream(response), from);
    } else response.json(await this.viewer.page(filename, offset));
  }

  @Needs('admin')
  @Delete(':filename')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a log file' })
  @ApiNoContentResponse()
  @Refuses(404)
  remove(@Param('filename') filename: string): void {
    this.files.remove(this.files.find(filename));
  }

  private download({ name, path }: LogFile, response: Response): void {
    response.attachment(name);
    response.type('text/plain; charset=utf-8');
    // A listener that leaves half-way is no error of ours; one of the file cuts the answer off.
    pipeline(createReadStream(path), response, () => undefined);
  }
}
