import { Body, Controller, Delete, Get, HttpCode, Param, Put } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiSchema, ApiTags } from '@nestjs/swagger';
import { HistoryViews, type IdentityRecord } from '#libs/database';
import { conflict, invalid, missing } from '../http/api-problem.js';
import { ShownText, Text } from '../http/fields.js';
import { Refuses } from '../http/problem.dto.js';
import { ForIdentity, Identity } from '../identities/identity.js';

const LONGEST_NAME = 60;
const MOST = 100;

@ApiSchema({ name: 'KeptView' })
export class KeptViewBody {
  @Text(
    { min: 0, max: 2_000 },
    { description: 'The query string of the list, such as `watched=0&type=movie`.' },
  )
  readonly query: string;
}

@ApiSchema({ name: 'HistoryView' })
export class HistoryViewDto extends KeptViewBody {
  @ShownText()
  readonly name: string;
}

@ApiTags('history')
@ForIdentity()
@Controller('history/views')
export class HistoryViewsController {
  constructor(private readonly views: HistoryViews) {}

  @Get()
  @ApiOperation({ summary: 'Searches of the history that were given a name' })
  @ApiOkResponse({ type: [HistoryViewDto] })
  list(@Identity() { id }: IdentityRecord): Promise<HistoryViewDto[]> {
    return this.views.list(id);
  }

  @Put(':name')
  @ApiOperation({ summary: 'Keep a search under a name, in the place of what had that name' })
  @ApiOkResponse({ type: HistoryViewDto })
  @Refuses(400, 409)
  async keep(
    @Identity() { id }: IdentityRecord,
    @Param('name') name: string,
    @Body() { query }: KeptViewBody,
  ): Promise<HistoryViewDto> {
    const view = { name: checked(name), query };
    if (!(await this.views.keep(id, view, MOST)))
      throw conflict('too-many-views', `There are ${MOST} views already. Remove one first.`);
    return view;
  }

  @Delete(':name')
  @HttpCode(204)
  @ApiOperation({ summary: 'Forget a named search' })
  @ApiNoContentResponse()
  async remove(@Identity() { id }: IdentityRecord, @Param('name') name: string): Promise<void> {
    if (!(await this.views.remove(id, name))) throw missing('view', name);
  }
}

function checked(name: string): string {
  const trimmed = name.trim();
  if (trimmed !== '' && trimmed.length <= LONGEST_NAME) return trimmed;
  throw invalid([{ field: 'name', message: `A name has 1 to ${LONGEST_NAME} characters.` }]);
}
