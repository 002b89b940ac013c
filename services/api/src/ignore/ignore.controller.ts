import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { IdentityRecord } from '#libs/database';
import { Refuses } from '../http/problem.dto.js';
import { ForIdentity, Identity } from '../identities/identity.js';
import { IgnoreRuleBody, IgnoreRuleDto, IgnoreRulesQuery } from './ignore.dto.js';
import { IgnoreDesk } from './ignore-desk.js';

@ApiTags('ignore')
@ForIdentity()
@Controller('ignore')
export class IgnoreController {
  constructor(private readonly desk: IgnoreDesk) {}

  @Get()
  @ApiOperation({ summary: 'Ids that are not matched by' })
  @ApiOkResponse({ type: [IgnoreRuleDto] })
  @Refuses(400)
  list(@Identity() identity: IdentityRecord, @Query() query: IgnoreRulesQuery): Promise<IgnoreRuleDto[]> {
    return this.desk.list(identity, query);
  }

  @Post()
  @ApiOperation({ summary: 'Do not match by an id of a backend any more; it hides no item' })
  @ApiCreatedResponse({ type: IgnoreRuleDto })
  @Refuses(400, 409)
  add(@Identity() identity: IdentityRecord, @Body() body: IgnoreRuleBody): Promise<IgnoreRuleDto> {
    return this.desk.add(identity, body);
  }

  @Delete()
  @ApiOperation({ summary: 'Match by the id again, from the next import on' })
  @ApiOkResponse({ type: IgnoreRuleDto })
  @Refuses(400)
  remove(@Identity() identity: IdentityRecord, @Body() body: IgnoreRuleBody): Promise<IgnoreRuleDto> {
    return this.desk.remove(identity, body);
  }
}

@ApiTags('ignore')
@ForIdentity()
@Controller('backend/:name/ignore')
export class BackendIgnoreController {
  constructor(private readonly desk: IgnoreDesk) {}

  @Get()
  @ApiOperation({ summary: 'Ids of a backend that are not matched by' })
  @ApiOkResponse({ type: [IgnoreRuleDto] })
  list(@Identity() identity: IdentityRecord, @Param('name') name: string): Promise<IgnoreRuleDto[]> {
    return this.desk.list(identity, { backend: name });
  }

  @Post()
  @ApiOperation({ summary: 'Do not match by an id of this backend any more' })
  @ApiCreatedResponse({ type: IgnoreRuleDto })
  @Refuses(400, 409)
  add(
    @Identity() identity: IdentityRecord,
    @Param('name') name: string,
    @Body() body: IgnoreRuleBody,
  ): Promise<IgnoreRuleDto> {
    return this.desk.add(identity, body, name);
  }

  @Delete()
  @ApiOperation({ summary: 'Match by the id again, from the next import on' })
  @ApiOkResponse({ type: IgnoreRuleDto })
  @Refuses(400)
  remove(
    @Identity() identity: IdentityRecord,
    @Param('name') name: string,
    @Body() body: IgnoreRuleBody,
  ): Promise<IgnoreRuleDto> {
    return this.desk.remove(identity, body, name);
  }
}
