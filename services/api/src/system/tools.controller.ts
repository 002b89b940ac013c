import { Body, Controller, Header, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { Needs } from '../auth/scopes.js';
import { invalid } from '../http/api-problem.js';
import { Refuses } from '../http/problem.dto.js';
import { UrlCheckDto, UrlCheckResultDto, YamlQuery } from './system-care.dto.js';
import { UrlProber } from './url-prober.js';
import { toYaml } from './yaml-writer.js';

const FILE_NAME = /^[\w-][\w.-]{0,99}$/;
const ANY_JSON = { schema: { type: 'object', additionalProperties: true } };
const YAML_TEXT = { description: 'YAML', content: { 'application/yaml': { schema: { type: 'string' } } } };

@ApiTags('system')
@Controller('system')
export class ToolsController {
  constructor(private readonly prober: UrlProber) {}

  @Needs('admin')
  @Post('url/check')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Whether an address of a configured server answers',
    description: 'No other host, no redirect, and never what the server said.',
  })
  @ApiOkResponse({ type: UrlCheckResultDto })
  @Refuses(400)
  check(@Body() check: UrlCheckDto): Promise<UrlCheckResultDto> {
    return this.prober.probe(check);
  }

  @Needs('read')
  @Post('yaml')
  @HttpCode(200)
  @Header('Content-Type', 'application/yaml')
  @ApiOperation({ summary: 'Any JSON as YAML' })
  @ApiBody(ANY_JSON)
  @ApiOkResponse(YAML_TEXT)
  @Refuses(400)
  yaml(@Query() query: YamlQuery, @Req() request: Request): string {
    return toYaml(request.body ?? {}, query);
  }

  @Needs('read')
  @Post('yaml/:filename')
  @HttpCode(200)
  @Header('Content-Type', 'application/yaml')
  @ApiOperation({ summary: 'The same, as a file' })
  @ApiBody(ANY_JSON)
  @ApiOkResponse(YAML_TEXT)
  @Refuses(400)
  yamlFile(@Param('filename') name: string, @Query() query: YamlQuery, @Req() request: Request): string {
    if (!FILE_NAME.test(name))
      throw invalid([{ field: 'filename', message: 'The name may hold letters, digits, dots and dashes.' }]);
    request.res?.setHeader('Content-Disposition', `attachment; filename="${name}"`);
    return toYaml(request.body ?? {}, query);
  }
}
