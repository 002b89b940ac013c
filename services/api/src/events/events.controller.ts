import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller } from '../auth/principal.js';
import { Needs } from '../auth/scopes.js';
import { Refuses } from '../http/problem.dto.js';
import { EventDesk } from './event-desk.js';
import {
  EventChangeDto,
  EventDto,
  EventPageDto,
  EventsQuery,
  EventsRemovalQuery,
  EventStatsDto,
  EventStatsQuery,
  NewEventDto,
  RemovedEventsDto,
} from './events.dto.js';

@ApiTags('events')
@Controller('system/events')
export class EventsController {
  constructor(private readonly desk: EventDesk) {}

  @Get()
  @ApiOperation({ summary: 'What happened and what waits: commands, tasks, runs, pushes, webhooks' })
  @ApiOkResponse({ type: EventPageDto })
  @Refuses(400)
  list(@Query() query: EventsQuery): Promise<EventPageDto> {
    return this.desk.list(query);
  }

  @Get('stats')
  @ApiOperation({ summary: 'How many events of each status' })
  @ApiOkResponse({ type: EventStatsDto })
  @Refuses(400)
  stats(@Query() query: EventStatsQuery): Promise<EventStatsDto> {
    return this.desk.stats(query);
  }

  @Post()
  @Needs('admin')
  @HttpCode(202)
  @ApiOperation({ summary: 'Queue a command or a task, at once or later' })
  @ApiAcceptedResponse({ type: EventDto })
  @Refuses(400, 404, 409, 429)
  add(@Body() order: NewEventDto, @Caller() caller: string): Promise<EventDto> {
    return this.desk.add(order, caller);
  }

  @Delete()
  @ApiOperation({
    summary: 'Delete events that fit',
    description: 'Runs of imports and the like stay: undo and explain need them.',
  })
  @ApiOkResponse({ type: RemovedEventsDto })
  @Refuses(400)
  removeAll(@Query() query: EventsRemovalQuery): Promise<RemovedEventsDto> {
    return this.desk.removeAll(query);
  }

  @Get(':id')
  @Needs('admin')
  @ApiOperation({ summary: 'One event, with its log lines' })
  @ApiOkResponse({ type: EventDto })
  @Refuses(404)
  show(@Param('id') id: string): Promise<EventDto> {
    return this.desk.show(id);
  }

  @Patch(':id')
  @Needs('admin')
  @ApiOperation({ summary: 'Cancel a pending event, or carry one out again' })
  @ApiOkResponse({ type: EventDto })
  @Refuses(400, 404, 409)
  change(@Param('id') id: string, @Body() change: EventChangeDto): Promise<EventDto> {
    return this.desk.change(id, change);
  }

  @Delete(':id')
  @ApiOperation({ summary: 'Delete an event that has ended' })
  @ApiOkResponse({ type: EventDto })
  @Refuses(400, 404)
  remove(@Param('id') id: string): Promise<EventDto> {
    return this.desk.remove(id);
  }
}
