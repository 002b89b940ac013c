import { Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Refuses } from '../http/problem.dto.js';
import { QueueClerk } from './queue-clerk.js';
import { JobsQuery, QueueJobDto, QueuePageDto, SystemStatsDto } from './queues.dto.js';

@ApiTags('queues')
@Controller('system')
export class QueuesController {
  constructor(private readonly clerk: QueueClerk) {}

  @Get('stats')
  @ApiOperation({ summary: 'How many events and jobs wait' })
  @ApiOkResponse({ type: SystemStatsDto })
  stats(): Promise<SystemStatsDto> {
    return this.clerk.stats();
  }

  @Get('transport/queue')
  @ApiOperation({ summary: 'What lies in the queues, the newest first' })
  @ApiOkResponse({ type: QueuePageDto })
  @Refuses(400, 503)
  list(@Query() query: JobsQuery): Promise<QueuePageDto> {
    return this.clerk.list(query);
  }

  @Get('transport/queue/:id')
  @ApiOperation({ summary: 'One job' })
  @ApiOkResponse({ type: QueueJobDto })
  @Refuses(404, 503)
  show(@Param('id') id: string): Promise<QueueJobDto> {
    return this.clerk.show(id);
  }

  @Post('transport/queue/:id/retry')
  @HttpCode(202)
  @ApiOperation({ summary: 'Try a failed job again' })
  @ApiAcceptedResponse({ type: QueueJobDto })
  @Refuses(404, 503)
  retry(@Param('id') id: string): Promise<QueueJobDto> {
    return this.clerk.retry(id);
  }

  @Delete('transport/queue/:id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Throw a failed job away' })
  @ApiNoContentResponse()
  @Refuses(404, 503)
  drop(@Param('id') id: string): Promise<void> {
    return this.clerk.drop(id);
  }
}
