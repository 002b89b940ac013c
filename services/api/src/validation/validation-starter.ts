import { Injectable } from '@nestjs/common';
import { type IdentityRecord, Runs } from '#libs/database';
import { Logger } from '#libs/runtime';
import { BackendViewer } from '../backends/backend-viewer.js';
import { conflict } from '../http/api-problem.js';
import { present } from '../http/present.js';
import type { StartedRunDto } from '../runs/runs.dto.js';
import { RunValidator } from './run-validator.js';
import type { ValidationOptionsDto } from './validation.dto.js';

/** Starts validations: the run is stored first, then carried out in this process. */
@Injectable()
export class ValidationStarter {
  constructor(
    private readonly runs: Runs,
    private readonly backends: BackendViewer,
    private readonly validator: RunValidator,
    private readonly logger: Logger,
  ) {}

  async start(
    identity: IdentityRecord,
    name: string,
    { dry_run: dryRun = false, force }: ValidationOptionsDto,
  ): Promise<StartedRunDto> {
    const backend = await this.backends.find(identity, name);
    const added = await this.runs.add({
      ...{ kind: 'validate', identityId: identity.id, backendId: backend.id, backendName: name },
      ...{ mode: null, dryRun, options: present({ force }) },
    });
    if ('busyWith' in added)
      throw conflict('run-active', `${name} is being validated already.`, { run_id: added.busyWith.id });
    this.logger.info('run started', { run: added.run.id, kind: 'validate', backend: name, dryRun });
    void this.validator.validate(added.run.id);
    return { run_id: added.run.id };
  }
}
