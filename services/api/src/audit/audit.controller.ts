import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type AuditRecord, AuditTrail } from '#libs/database';
import { Needs } from '../auth/scopes.js';
import { pagingOf, slice } from '../http/paging.js';
import { present } from '../http/present.js';
import { Refuses } from '../http/problem.dto.js';
import { type AuditEntryDto, AuditPageDto, AuditQuery } from './audit.dto.js';

@ApiTags('system')
@Needs('admin')
@Controller('system/audit')
export class AuditController {
  constructor(private readonly trail: AuditTrail) {}

  @Get()
  @ApiOperation({ summary: 'Who asked for which change, the newest first' })
  @ApiOkResponse({ type: AuditPageDto })
  @Refuses(400)
  async list(@Query() query: AuditQuery): Promise<AuditPageDto> {
    const { actor, action, path, before, after } = query;
    const filter = present({ actor, action, path, before: dateOf(before), after: dateOf(after) });
    const { total, entries } = await this.trail.list(filter, slice(query));
    return { paging: pagingOf(total, query), items: entries.map(toEntry) };
  }
}

const dateOf = (text: string | undefined): Date | undefined =>
  text === undefined ? undefined : new Date(text);

const toEntry = ({ actor, at, requestId, ...entry }: AuditRecord): AuditEntryDto => ({
  ...entry,
  at: at.toISOString(),
  actor_kind: actor.kind,
  actor: actor.name,
  request_id: requestId,
});
