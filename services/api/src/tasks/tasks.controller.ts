import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { Response } from 'express';
import { Caller } from '../auth/principal.js';
import { CommandRunDto } from '../console/command.dto.js';
import { toCommandRun } from '../console/command-run.presenter.js';
import { tagged } from '../http/etag.js';
import { PageQuery } from '../http/paging.js';
import { Refuses } from '../http/problem.dto.js';
import { TaskEditor } from './task-editor.js';
import { TaskStarter } from './task-starter.js';
import { TaskViewer } from './task-viewer.js';
import {
  TaskChangesDto,
  TaskDto,
  TaskListDto,
  TaskOrderDto,
  TaskQueueDto,
  TaskRunsDto,
} from './tasks.dto.js';

@ApiTags('tasks')
@Controller('tasks')
export class TasksController {
  constructor(
    private readonly viewer: TaskViewer,
    private readonly starter: TaskStarter,
    private readonly editor: TaskEditor,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The scheduled tasks' })
  @ApiOkResponse({ type: TaskListDto })
  async list(@Res({ passthrough: true }) response: Response): Promise<TaskListDto> {
    return tagged(response, await this.viewer.list());
  }

  @Get(':id')
  @ApiOperation({ summary: 'One task' })
  @ApiOkResponse({ type: TaskDto })
  @Refuses(404)
  show(@Param('id') id: string): Promise<TaskDto> {
    return this.viewer.show(id);
  }

  @Patch(':id')
  @ApiOperation({
    summary: 'Switch a task, or change when it runs and how',
    description: 'Writes the settings `WS_CRON_…`.',
  })
  @ApiOkResponse({ type: TaskDto })
  @Refuses(400, 404)
  async change(@Param('id') id: string, @Body() changes: TaskChangesDto): Promise<TaskDto> {
    return this.viewer.show((await this.editor.change(id, changes)).name);
  }

  @Get(':id/queue')
  @ApiOperation({ summary: 'Whether a task waits or runs' })
  @ApiOkResponse({ type: TaskQueueDto })
  @Refuses(404)
  async queued(@Param('id') id: string): Promise<TaskQueueDto> {
    const { name, queued } = await this.viewer.show(id);
    return { task: name, is_queued: queued };
  }

  @Post(':id/queue')
  @HttpCode(202)
  @ApiOperation({ summary: 'Run a task now' })
  @ApiAcceptedResponse({ type: CommandRunDto })
  @Refuses(400, 404, 409)
  async queue(
    @Param('id') id: string,
    @Body() { args }: TaskOrderDto,
    @Caller() caller: string,
  ): Promise<CommandRunDto> {
    return toCommandRun(await this.starter.queue(id, caller, args));
  }

  @Delete(':id/queue')
  @HttpCode(204)
  @ApiOperation({ summary: 'Take a waiting task out of the queue' })
  @ApiNoContentResponse()
  @Refuses(400, 404)
  unqueue(@Param('id') id: string): Promise<void> {
    return this.starter.unqueue(id);
  }

  @Get(':id/runs')
  @ApiOperation({ summary: 'When a task ran, the newest first' })
  @ApiOkResponse({ type: TaskRunsDto })
  @Refuses(400, 404)
  history(@Param('id') id: string, @Query() query: PageQuery): Promise<TaskRunsDto> {
    return this.viewer.history(id, query);
  }
}
