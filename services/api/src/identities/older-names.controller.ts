import { Body, Controller, Get, Put, Query, Res } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Needs } from '../auth/scopes.js';
import { Refuses } from '../http/problem.dto.js';
import type { PeopleMappingDto } from './identities.dto.js';
import { PeopleMappingDto as StoredMappingDto } from './identities.dto.js';
import { IdentityKeeper } from './identity-keeper.js';
import { MappingFile, withoutPins } from './mapping-file.js';
import { OldMappingDto, OldMappingPreviewDto, UserListDto } from './older-names.dto.js';
import { OldMappingPipe } from './old-mapping.pipe.js';
import { PeopleFinder } from './people-finder.js';
import { PreviewQuery } from './preview.query.js';

/** What scripts of older versions ask for (rest-api.md 3 and 7, marked 2025). */
@ApiTags('identities')
@Controller()
export class OlderNamesController {
  constructor(
    private readonly keeper: IdentityKeeper,
    private readonly finder: PeopleFinder,
    private readonly mapping: MappingFile,
  ) {}

  @Get('backends/mapper')
  @ApiOperation({ summary: 'Older name of `identities/provision`' })
  @ApiOkResponse({ type: OldMappingPreviewDto })
  @Refuses(400)
  async preview(@Query() { force, single }: PreviewQuery): Promise<OldMappingPreviewDto> {
    const { preview } = await this.finder.group({ force: force === '1', allowSingle: single === '1' });
    const { has_identities, has_mapping, matched, unmatched, expires } = preview;
    return { has_users: has_identities, has_mapper: has_mapping, matched, unmatched, expires };
  }

  @Needs('admin')
  @Put('backends/mapper')
  @ApiOperation({ summary: 'Older form of `identities/provision/mapping`' })
  @ApiBody({ type: OldMappingDto })
  @ApiOkResponse({ type: StoredMappingDto })
  @ApiCreatedResponse({ type: StoredMappingDto, description: 'There was none before.' })
  @Refuses(400)
  async map(
    @Body(OldMappingPipe) mapping: PeopleMappingDto,
    @Res({ passthrough: true }) response: Response,
  ): Promise<PeopleMappingDto> {
    if (!(await this.mapping.write(mapping))) response.status(201);
    return withoutPins(mapping);
  }

  @Get('system/users')
  @ApiOperation({ summary: 'Older name of `identities`' })
  @ApiOkResponse({ type: UserListDto })
  async users(): Promise<UserListDto> {
    const { identities } = await this.keeper.list();
    return { users: identities.map(({ identity, backends }) => ({ user: identity, backends })) };
  }
}
