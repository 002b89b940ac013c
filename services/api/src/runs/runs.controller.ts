import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Refuses } from '../http/problem.dto.js';
import { RunIdPipe } from './run-id.pipe.js';
import { UndoStarter } from '../undo/undo-starter.js';
import { PlanJudge } from './plan-judge.js';
import { PlanOverviewDto, PlanSelectionDto } from './plan.dto.js';
import { RunJudge } from './run-judge.js';
import { RunViewer } from './run-viewer.js';
import { ChangePageDto, ChangesQuery, RunDto, RunPageDto, RunsQuery, UndoOptionsDto } from './runs.dto.js';

@ApiTags('runs')
@Refuses(404)
@Controller('runs')
export class RunsController {
  constructor(
    private readonly viewer: RunViewer,
    private readonly plans: PlanJudge,
    private readonly judge: RunJudge,
    private readonly undos: UndoStarter,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Imports, exports and the like, the newest first' })
  @ApiOkResponse({ type: RunPageDto })
  @Refuses(400)
  list(@Query() query: RunsQuery): Promise<RunPageDto> {
    return this.viewer.list(query);
  }

  @Get(':id')
  @ApiOperation({ summary: 'One run' })
  @ApiOkResponse({ type: RunDto })
  show(@Param('id', RunIdPipe) id: string): Promise<RunDto> {
    return this.viewer.show(id);
  }

  @Get(':id/changes')
  @ApiOperation({ summary: 'What a run changed or would change' })
  @ApiOkResponse({ type: ChangePageDto })
  @Refuses(400)
  changes(@Param('id', RunIdPipe) id: string, @Query() query: ChangesQuery): Promise<ChangePageDto> {
    return this.viewer.changes(id, query);
  }

  @Get(':id/plan')
  @ApiOperation({ summary: 'What a parked run waits with, counted in groups' })
  @ApiOkResponse({ type: PlanOverviewDto })
  plan(@Param('id', RunIdPipe) id: string): Promise<PlanOverviewDto> {
    return this.plans.overview(id);
  }

  @Post(':id/plan')
  @HttpCode(200)
  @ApiOperation({ summary: 'What a selection of that plan comes to; decides nothing' })
  @ApiOkResponse({ type: PlanOverviewDto })
  @Refuses(400, 409)
  weigh(@Param('id', RunIdPipe) id: string, @Body() selection: PlanSelectionDto): Promise<PlanOverviewDto> {
    return this.plans.weigh(id, selection);
  }

  @Post(':id/approve')
  @HttpCode(202)
  @ApiOperation({ summary: 'Let a parked run go on, with all of its plan or only with what is chosen' })
  @ApiAcceptedResponse({ type: RunDto })
  @ApiBody({ type: PlanSelectionDto, required: false })
  @Refuses(400, 409)
  approve(@Param('id', RunIdPipe) id: string, @Body() selection?: PlanSelectionDto): Promise<RunDto> {
    return this.judge.approve(id, selection);
  }

  @Post(':id/reject')
  @HttpCode(202)
  @ApiOperation({ summary: 'End a parked run without its changes, or take what is chosen out of its plan' })
  @ApiAcceptedResponse({ type: RunDto })
  @ApiBody({ type: PlanSelectionDto, required: false })
  @Refuses(400, 409)
  reject(@Param('id', RunIdPipe) id: string, @Body() selection?: PlanSelectionDto): Promise<RunDto> {
    return this.judge.reject(id, selection);
  }

  @Post(':id/undo')
  @HttpCode(202)
  @ApiOperation({ summary: 'Take back what a run changed, by a run of its own' })
  @ApiAcceptedResponse({ type: RunDto })
  @ApiBody({ type: UndoOptionsDto, required: false })
  @Refuses(400, 409)
  undo(@Param('id', RunIdPipe) id: string, @Body() options?: UndoOptionsDto): Promise<RunDto> {
    return this.undos.ofRun(id, options?.dry_run === true);
  }

  @Post(':id/cancel')
  @HttpCode(202)
  @ApiOperation({ summary: 'Stop a queued or running run' })
  @ApiAcceptedResponse({ type: RunDto })
  @Refuses(409)
  cancel(@Param('id', RunIdPipe) id: string): Promise<RunDto> {
    return this.judge.cancel(id);
  }
}
