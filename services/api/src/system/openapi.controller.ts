import { Controller, Get, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags, type OpenAPIObject } from '@nestjs/swagger';
import type { Response } from 'express';
import { ApiDescription } from '../http/api-description.js';
import { tagged } from '../http/etag.js';

@ApiTags('system')
@Controller('openapi.json')
export class OpenapiController {
  constructor(private readonly description: ApiDescription) {}

  @Get()
  @ApiOperation({ summary: 'This description' })
  @ApiOkResponse({ description: 'OpenAPI 3.1', schema: { type: 'object' } })
  document(@Res({ passthrough: true }) response: Response): OpenAPIObject {
    return tagged(response, this.description.document);
  }
}
