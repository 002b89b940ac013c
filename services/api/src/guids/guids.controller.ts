import { Body, Controller, Delete, Get, HttpCode, Param, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { BACKEND_TYPES, type BackendType } from '#libs/core';
import { BackendTypePipe } from '../backends/backend-type.pipe.js';
import { Refuses } from '../http/problem.dto.js';
import { GuidDesk } from './guid-desk.js';
import {
  CustomGuidDto,
  CustomGuidsDto,
  CustomGuidWishDto,
  GuidLinkDto,
  GuidLinkWishDto,
  GuidSourceDto,
} from './guids.dto.js';

@ApiTags('guids')
@Controller('system/guids')
export class GuidsController {
  constructor(private readonly desk: GuidDesk) {}

  @Get()
  @ApiOperation({ summary: 'The sources of external ids, with how their values look' })
  @ApiOkResponse({ type: [GuidSourceDto] })
  sources(): GuidSourceDto[] {
    return this.desk.sources();
  }

  @Get('custom')
  @ApiOperation({ summary: 'Sources that persons added, and what links them to the servers' })
  @ApiOkResponse({ type: CustomGuidsDto })
  custom(): CustomGuidsDto {
    return this.desk.custom();
  }

  @Put('custom')
  @HttpCode(200)
  @ApiOperation({ summary: 'Add a source; its own tests must prove its pattern' })
  @ApiOkResponse({ type: CustomGuidDto })
  @Refuses(400, 409)
  add(@Body() wish: CustomGuidWishDto): CustomGuidDto {
    return this.desk.add(wish);
  }

  @Delete('custom/:uuid')
  @ApiOperation({ summary: 'Remove a source with its links; ids that are stored stay' })
  @ApiOkResponse({ type: CustomGuidDto })
  @Refuses(404)
  remove(@Param('uuid') uuid: string): CustomGuidDto {
    return this.desk.remove(uuid);
  }

  @Get('custom/:client')
  @ApiOperation({ summary: 'The links of one kind of server' })
  @ApiParam({ name: 'client', enum: BACKEND_TYPES })
  @ApiOkResponse({ type: [GuidLinkDto] })
  @Refuses(404)
  links(@Param('client', BackendTypePipe) client: BackendType): GuidLinkDto[] {
    return this.desk.links(client);
  }

  @Put('custom/:client')
  @ApiOperation({ summary: "Say which source a server's own word means; counts from the next read on" })
  @ApiParam({ name: 'client', enum: BACKEND_TYPES })
  @ApiOkResponse({ type: GuidLinkDto })
  @Refuses(400, 404)
  link(@Param('client', BackendTypePipe) client: BackendType, @Body() wish: GuidLinkWishDto): GuidLinkDto {
    return this.desk.link(client, wish);
  }

  @Delete('custom/:client/:uuid')
  @ApiOperation({ summary: 'Remove a link' })
  @ApiParam({ name: 'client', enum: BACKEND_TYPES })
  @ApiOkResponse({ type: GuidLinkDto })
  @Refuses(404)
  unlink(@Param('client', BackendTypePipe) client: BackendType, @Param('uuid') uuid: string): GuidLinkDto {
    return this.desk.unlink(client, uuid);
  }
}
