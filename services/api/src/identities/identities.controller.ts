import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Identities, IdentityTaken } from '#libs/database';
import { conflict } from '../http/api-problem.js';
import { Refuses } from '../http/problem.dto.js';
import { IdentityDto, IdentityListDto, NewIdentityDto } from './identities.dto.js';

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

  @Post()
  @ApiOperation({ summary: 'Adds a person, without backends yet' })
  @ApiCreatedResponse({ type: IdentityDto })
  @Refuses(400, 409)
  async add(@Body() { identity }: NewIdentityDto): Promise<IdentityDto> {
    const name = identity.toLowerCase();
    try {
      await this.identities.add(name);
    } catch (error) {
      if (error instanceof IdentityTaken)
        throw conflict('identity-taken', `There is an identity ${name} already.`);
      throw error;
    }
    return { identity: name, backends: [] };
  }
}
