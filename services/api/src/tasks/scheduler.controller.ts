import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Needs } from '../auth/scopes.js';
import { ApiProblem } from '../http/api-problem.js';
import { Refuses } from '../http/problem.dto.js';
import { Pruner } from '../system/pruner.js';
import { PrunerListDto, SchedulerDto } from './scheduler.dto.js';
import { TaskCatalogue } from './task-catalogue.js';
import { type SchedulerState, TaskScheduler } from './task-scheduler.js';

const MESSAGES: Readonly<Record<SchedulerState, string>> = {
  running: 'The tasks ring by their timers.',
  stopped: 'The timetable in Redis is not the one of the settings; it is made right within a minute.',
  off: 'DISABLE_CRON keeps every timer from ringing.',
  unreachable: 'Redis cannot be reached. The tasks go on when it is back.',
};

/** What rings the tasks, and what the hidden one of them removes. */
@ApiTags('tasks')
@Controller()
export class SchedulerController {
  constructor(
    private readonly scheduler: TaskScheduler,
    private readonly tasks: TaskCatalogue,
    private readonly pruner: Pruner,
  ) {}

  @Get('system/scheduler')
  @ApiOperation({ summary: 'Whether the tasks ring by their timers' })
  @ApiOkResponse({ type: SchedulerDto })
  async state(): Promise<SchedulerDto> {
    const status = await this.scheduler.state();
    return { pid: process.pid, status, restartable: status !== 'off', message: MESSAGES[status] };
  }

  @Needs('admin')
  @Post('system/scheduler/restart')
  @HttpCode(200)
  @ApiOperation({ summary: 'Make the timetable anew from the settings' })
  @ApiOkResponse({ type: SchedulerDto })
  @Refuses(400, 503)
  async restart(): Promise<SchedulerDto> {
    if (this.tasks.isOff) throw new ApiProblem(400, 'scheduler-off', MESSAGES.off);
    await this.scheduler.restart();
    return this.state();
  }

  @Get('prune')
  @ApiOperation({ summary: 'What is removed when it is past its time' })
  @ApiOkResponse({ type: PrunerListDto })
  pruners(): PrunerListDto {
    const { timer, isEnabled, nextRun } = this.tasks.find('prune');
    return {
      pruners: this.pruner.cleaners.map(({ name, title, description }) => ({
        ...{ name, display_name: title, description, cron: timer, enabled: isEnabled },
        next_run: nextRun?.toISOString() ?? null,
      })),
    };
  }
}
