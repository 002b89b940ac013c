import { ApiSchema } from '@nestjs/swagger';
import { Flag, ShownText } from '../http/fields.js';

@ApiSchema({ name: 'Healthcheck' })
export class HealthcheckDto {
  @ShownText()
  readonly status: string;

  @ShownText()
  readonly message: string;
}

@ApiSchema({ name: 'Version' })
export class VersionDto {
  @ShownText()
  readonly version: string;

  @ShownText()
  readonly build: string;

  @ShownText()
  readonly sha: string;

  @ShownText()
  readonly branch: string;

  @Flag()
  readonly container: boolean;
}
