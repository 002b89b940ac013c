import { Injectable } from '@nestjs/common';
import { type BackendRecord, type IdentityRecord, type RunMode, Runs } from '#libs/database';
import { isSource } from '#libs/directory';
import { Logger } from '#libs/runtime';
import { BackendViewer } from '../backends/backend-viewer.js';
import { conflict } from '../http/api-problem.js';
import { present } from '../http/present.js';
import { RunBell } from './run-bell.js';
import type { StartedRunDto, SyncOptionsDto } from './runs.dto.js';

type Kind = 'import' | 'export';

/** Starts imports and exports: the run is stored first, then its worker is told. */
@Injectable()
export class RunStarter {
  constructor(
    private readonly runs: Runs,
    private readonly backends: BackendViewer,
    private readonly bell: RunBell,
    private readonly logger: Logger,
  ) {}

  import(identity: IdentityRecord, name: string, options: SyncOptionsDto): Promise<StartedRunDto> {
    return this.start('import', { identity, name, options });
  }

  export(identity: IdentityRecord, name: string, options: SyncOptionsDto): Promise<StartedRunDto> {
    return this.start('export', { identity, name, options });
  }

  private async start(
    kind: Kind,
    { identity, name, options }: { identity: IdentityRecord; name: string; options: SyncOptionsDto },
  ): Promise<StartedRunDto> {
    const backend = await this.backends.find(identity, name);
    const { dry_run: dryRun = false, ...others } = options;
    if (kind === 'export' && !backend.exportEnabled && !dryRun)
      throw conflict('export-off', `Export to ${name} is switched off; this backend is never written to.`);
    const added = await this.runs.add({
      kind,
      identityId: identity.id,
      backendId: backend.id,
      backendName: backend.name,
      mode: modeOf(kind, backend, options),
      dryRun,
      options: present(others),
    });
    if ('busyWith' in added)
      throw conflict('run-active', `${name} is busy with another ${kind}.`, { run_id: added.busyWith.id });
    this.logger.info('run started', {
      run: added.run.id,
      kind,
      backend: name,
      identity: identity.name,
      dryRun,
    });
    await this.bell.ring(added.run);
    return { run_id: added.run.id };
  }
}

/** How an export goes about it is found out when it plans (contract.md 5). */
function modeOf(kind: Kind, backend: BackendRecord, options: SyncOptionsDto): RunMode | null {
  if (kind === 'export') return null;
  return options.metadata_only === true || !isSource(backend) ? 'metadata-only' : 'full';
}
