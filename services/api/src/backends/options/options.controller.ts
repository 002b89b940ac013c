import {
  applyDecorators,
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Patch,
  Post,
  Query,
} from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiOperation, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { IdentityRecord } from '#libs/database';
import { Needs } from '../../auth/scopes.js';
import { invalid } from '../../http/api-problem.js';
import { Refuses } from '../../http/problem.dto.js';
import { ForIdentity, Identity } from '../../identities/identity.js';
import { OptionDesk } from './option-desk.js';
import { OptionChangeDto, OptionDto, OptionPath, OptionQuery, OptionValueDto } from './options.dto.js';

/** POST and PATCH mean the same here, with the name in the body or in the address (rest-api.md 4). */
const SetsOption = (): MethodDecorator =>
  applyDecorators(
    Needs('admin'),
    HttpCode(200),
    ApiOperation({ summary: 'Set an option' }),
    ApiOkResponse({ type: OptionDto }),
    Refuses(400),
  );

@ApiTags('backends')
@ApiExtraModels(OptionDto)
@ForIdentity()
@Controller('backend/:name/option')
export class OptionsController {
  constructor(private readonly desk: OptionDesk) {}

  @Get()
  @ApiOperation({ summary: 'One option, named by `key`, or all of them' })
  @ApiOkResponse({
    schema: {
      oneOf: [
        { $ref: getSchemaPath(OptionDto) },
        { type: 'array', items: { $ref: getSchemaPath(OptionDto) } },
      ],
    },
  })
  @Refuses(400)
  list(
    @Identity() identity: IdentityRecord,
    @Param('name') name: string,
    @Query() { key }: OptionQuery,
  ): Promise<OptionDto | OptionDto[]> {
    return key === undefined ? this.desk.list(identity, name) : this.desk.show(identity, name, key);
  }

  @Post()
  @SetsOption()
  add(
    @Identity() identity: IdentityRecord,
    @Param('name') name: string,
    @Body() change: OptionChangeDto,
  ): Promise<OptionDto> {
    return this.desk.set(identity, name, change);
  }

  @Patch()
  @SetsOption()
  change(
    @Identity() identity: IdentityRecord,
    @Param('name') name: string,
    @Body() change: OptionChangeDto,
  ): Promise<OptionDto> {
    return this.add(identity, name, change);
  }

  @Needs('admin')
  @Delete()
  @ApiOperation({ summary: 'Take an option back to its default' })
  @ApiOkResponse({ type: OptionDto })
  @Refuses(400)
  remove(
    @Identity() identity: IdentityRecord,
    @Param('name') name: string,
    @Query() { key }: OptionQuery,
  ): Promise<OptionDto> {
    if (key === undefined) throw invalid([{ field: 'key', message: 'Name the option.' }]);
    return this.desk.reset(identity, name, key);
  }

  @Get(':option')
  @ApiOperation({ summary: 'One option' })
  @ApiOkResponse({ type: OptionDto })
  @Refuses(400)
  showNamed(
    @Identity() identity: IdentityRecord,
    @Param('name') name: string,
    @Param('option') option: string,
  ): Promise<OptionDto> {
    return this.desk.show(identity, name, option);
  }

  @Patch(':option')
  @SetsOption()
  changeNamed(
    @Identity() identity: IdentityRecord,
    @Param() { name, option }: OptionPath,
    @Body() { value }: OptionValueDto,
  ): Promise<OptionDto> {
    return this.desk.set(identity, name, { key: option, value });
  }

  @Post(':option')
  @SetsOption()
  addNamed(
    @Identity() identity: IdentityRecord,
    @Param() { name, option }: OptionPath,
    @Body() { value }: OptionValueDto,
  ): Promise<OptionDto> {
    return this.desk.set(identity, name, { key: option, value });
  }

  @Needs('admin')
  @Delete(':option')
  @ApiOperation({ summary: 'Take an option back to its default' })
  @ApiOkResponse({ type: OptionDto })
  @Refuses(400)
  removeNamed(
    @Identity() identity: IdentityRecord,
    @Param('name') name: string,
    @Param('option') option: string,
  ): Promise<OptionDto> {
    return this.desk.reset(identity, name, option);
  }
}
