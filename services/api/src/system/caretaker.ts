import { Injectable } from '@nestjs/common';
import { appVersion, HealthChecks } from '#libs/runtime';
import { ApiConfig } from '../api.config.js';
import { ApiProblem } from '../http/api-problem.js';
import type { HealthcheckDto, VersionDto } from './system.dto.js';

const UNKNOWN = 'unknown';

/** Tells how this installation is and which it is. */
@Injectable()
export class Caretaker {
  constructor(
    private readonly health: HealthChecks,
    private readonly config: ApiConfig,
  ) {}

  async healthcheck(): Promise<HealthcheckDto> {
    const { status, checks } = await this.health.look();
    const down = Object.keys(checks).filter((name) => checks[name] === 'down');
    if (status === 'not-ready')
      throw new ApiProblem(
        503,
        'not-ready',
        down.length > 0 ? `Not reachable: ${down.join(', ')}.` : 'Not ready yet.',
      );
    return {
      status: 'ok',
      message: status === 'ready' ? 'System is healthy.' : `Works without ${down.join(', ')}.`,
    };
  }

  version(): VersionDto {
    return {
      version: appVersion,
      build: this.config.WS_BUILD_DATE || UNKNOWN,
      sha: this.config.WS_BUILD_SHA || UNKNOWN,
      branch: this.config.WS_BUILD_BRANCH || UNKNOWN,
      container: this.config.WS_IN_CONTAINER,
    };
  }
}
