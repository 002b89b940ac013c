import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { SUPPRESSION_TYPES } from '#libs/runtime';
import { Needs } from '../auth/scopes.js';
import { Refuses } from '../http/problem.dto.js';
import { SuppressorDesk } from './suppressor-desk.js';
import { NewSuppressionDto, SuppressionDto, SuppressionListDto } from './suppressor.dto.js';

@ApiTags('suppressor')
@Needs('admin')
@Controller('system/suppressor')
export class SuppressorController {
  constructor(private readonly desk: SuppressorDesk) {}

  @Get()
  @ApiOperation({ summary: 'Rules that keep lines out of the logs' })
  @ApiOkResponse({ type: SuppressionListDto })
  list(): SuppressionListDto {
    return { items: this.desk.list(), types: SUPPRESSION_TYPES };
  }

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Keep such lines out from now on' })
  @ApiOkResponse({ type: SuppressionDto })
  @Refuses(400, 409)
  add(@Body() rule: NewSuppressionDto): SuppressionDto {
    return this.desk.add(rule);
  }

  @Get(':id')
  @ApiOperation({ summary: 'One rule' })
  @ApiOkResponse({ type: SuppressionDto })
  @Refuses(404)
  show(@Param('id') id: string): SuppressionDto {
    return this.desk.find(id);
  }

  @Put(':id')
  @ApiOperation({ summary: 'Change a rule' })
  @ApiOkResponse({ type: SuppressionDto })
  @Refuses(400, 404)
  change(@Param('id') id: string, @Body() rule: NewSuppressionDto): SuppressionDto {
    return this.desk.change(id, rule);
  }

  @Delete(':id')
  @ApiOperation({ summary: 'Write such lines again' })
  @ApiOkResponse({ type: SuppressionDto })
  @Refuses(404)
  remove(@Param('id') id: string): SuppressionDto {
    return this.desk.remove(id);
  }
}
