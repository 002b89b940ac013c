import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import type { IdentityRecord } from '#libs/database';
import type { Response } from 'express';
import { Refuses } from '../http/problem.dto.js';
import { ForIdentity, Identity } from '../identities/identity.js';
import { LogLineDto } from '../logs/logs.dto.js';
import { QueueDepthDto } from '../queues/queues.dto.js';
import { RunDto } from '../runs/runs.dto.js';
import { EventStream } from './event-stream.js';
import { LiveHub } from './live-hub.js';
import { type Topic, TOPICS } from './news-source.js';

const ONE = `(${TOPICS.join('|')})`;

export class LiveQuery {
  @ApiProperty({ type: String, required: false, default: TOPICS.join(','), description: 'Comma separated.' })
  @Matches(new RegExp(`^${ONE}(,${ONE})*$`), { message: `Topics are ${TOPICS.join(', ')}` })
  readonly topics: string = TOPICS.join(',');
}

@ApiTags('live')
@ForIdentity()
@ApiExtraModels(RunDto, QueueDepthDto, LogLineDto)
@Controller('live')
export class LiveController {
  constructor(private readonly hub: LiveHub) {}

  @Get()
  @ApiOperation({
    summary: 'Server-sent events',
    description:
      '`run` carries a `Run`, of all identities, once a second while one is active; `history` carries `{changed, last_id}`; ' +
      '`queues` carries `{queues}`, the depth of each, when it changes; `log` carries one line and the name of its file.',
  })
  @ApiOkResponse({
    description: 'A stream',
    content: { 'text/event-stream': { schema: { type: 'string' } } },
  })
  @Refuses(400, 503)
  listen(
    @Identity() identity: IdentityRecord,
    @Query() { topics }: LiveQuery,
    @Res() response: Response,
  ): void {
    this.hub.admit({ stream: new EventStream(response), identityId: identity.id, topics: topicsIn(topics) });
  }
}

const topicsIn = (text: string): ReadonlySet<Topic> =>
  new Set(TOPICS.filter((topic) => text.split(',').includes(topic)));
