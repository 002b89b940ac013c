import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { Actor } from '#libs/database';
import { CurrentActor } from '../auth/principal.js';
import { Needs } from '../auth/scopes.js';
import { missing } from '../http/api-problem.js';
import { Refuses } from '../http/problem.dto.js';
import { KeyCutter } from './key-cutter.js';
import { NamedTokenListDto, AddedNamedTokenDto, NewNamedTokenDto, NewApiKeyDto } from './tokens.dto.js';

@ApiTags('account')
@Needs('admin')
@Controller('system')
export class TokensController {
  constructor(private readonly cutter: KeyCutter) {}

  @Get('tokens')
  @ApiOperation({ summary: 'The named keys of scripts and media servers, and when they were last used' })
  @ApiOkResponse({ type: NamedTokenListDto })
  async list(): Promise<NamedTokenListDto> {
    return { items: await this.cutter.list() };
  }

  @Post('tokens')
  @ApiOperation({ summary: 'Make one; the key itself is shown this once' })
  @ApiCreatedResponse({ type: AddedNamedTokenDto })
  @Refuses(400, 409)
  add(@Body() token: NewNamedTokenDto, @CurrentActor() maker: Actor): Promise<AddedNamedTokenDto> {
    return this.cutter.add(token, maker);
  }

  @Delete('tokens/:id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Take one back; it is refused from now on' })
  @ApiNoContentResponse({ description: 'Gone' })
  @Refuses(404)
  remove(@Param('id') id: string): Promise<void> {
    if (!/^\d{1,9}$/.test(id)) throw missing('token', 'of this id');
    return this.cutter.remove(Number(id));
  }

  @Post('apikey')
  @HttpCode(200)
  @ApiOperation({ summary: 'A new API key in the place of the old one' })
  @ApiOkResponse({ type: NewApiKeyDto })
  async newApiKey(): Promise<NewApiKeyDto> {
    const key = await this.cutter.newApiKey();
    return {
      key,
      message:
        'The old key is refused from now on. Change the webhook addresses on the media servers, and your scripts.',
    };
  }
}
