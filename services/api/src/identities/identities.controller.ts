import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Identities } from '#libs/database';
import { IdentityListDto } from './identities.dto.js';

@ApiTags('identities')
@Controller('identities')
export class IdentitiesController {
  constructor(private readonly identities: Identities) {}

  @Get()
  @ApiOperation({ summary: 'The persons whose play states are kept' })
  @ApiOkResponse({ type: IdentityListDto })
  async list(): Promise<IdentityListDto> {
    const identities = await this.identities.list();
    return { identities: identities.map(({ name, backends }) => ({ identity: name, backends })) };
  }
}
