import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags, type OpenAPIObject } from '@nestjs/swagger';
import { ApiDescription } from '../http/api-description.js';

@ApiTags('system')
@Controller('openapi.json')
export class OpenapiController {
  constructor(private readonly description: ApiDescription) {}

  @Get()
  @ApiOperation({ summary: 'This description' })
  @ApiOkResponse({ description: 'OpenAPI 3.1', schema: { type: 'object' } })
  document(): OpenAPIObject {
    return this.description.document;
  }
}
