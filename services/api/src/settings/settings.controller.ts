import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Needs } from '../auth/scopes.js';
import { Refuses } from '../http/problem.dto.js';
import { SettingsDesk } from './settings-desk.js';
import { SettingDto, SettingListDto, SettingsQuery, SettingValueDto } from './settings.dto.js';

@ApiTags('settings')
@Needs('admin')
@Controller('system/env')
export class SettingsController {
  constructor(private readonly desk: SettingsDesk) {}

  @Get()
  @ApiOperation({ summary: 'Every setting: what it is for, what counts now, and where that comes from' })
  @ApiOkResponse({ type: SettingListDto })
  @Refuses(400)
  list(@Query() { set }: SettingsQuery): SettingListDto {
    return this.desk.list(set ?? false);
  }

  @Get(':key')
  @ApiOperation({ summary: 'One setting' })
  @ApiOkResponse({ type: SettingDto })
  @Refuses(400, 404)
  show(@Param('key') key: string): SettingDto {
    return this.desk.show(key);
  }

  @Post(':key')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Sets it',
    description: 'Written into config/.env, or into config/config.yaml where it stands there already.',
  })
  @ApiOkResponse({ type: SettingDto })
  @Refuses(400, 404, 409)
  set(@Param('key') key: string, @Body() { value }: SettingValueDto): Promise<SettingDto> {
    return this.desk.set(key, value);
  }

  @Delete(':key')
  @ApiOperation({ summary: 'Unsets it: its default, or what the environment says, counts again' })
  @ApiOkResponse({ type: SettingDto })
  @Refuses(400, 404, 409)
  unset(@Param('key') key: string): Promise<SettingDto> {
    return this.desk.unset(key);
  }
}
