import { Injectable } from '@nestjs/common';
import { ExportBacklog, Runs, type BackendRecord, type RunMode, type RunRecord } from '#libs/database';
import { ExporterConfig } from '../exporter.config.js';

/** Few changes are pushed item by item; many, or a backend that we know too little of, are a full export (contract 5). */
@Injectable()
export class ModeChooser {
  constructor(
    private readonly backlog: ExportBacklog,
    private readonly runs: Runs,
    private readonly config: ExporterConfig,
  ) {}

  /** The run with its mode; what was chosen once stays, also after a kill. */
  async choose(run: RunRecord, backend: BackendRecord): Promise<RunRecord> {
    if (run.mode !== null) return run;
    const mode = await this.modeFor(run, backend);
    await this.runs.setMode(run.id, mode);
    return { ...run, mode };
  }

  private async modeFor({ options }: RunRecord, backend: BackendRecord): Promise<RunMode> {
    const { id: backendId, identityId, importLastSync, exportLastSync: lastExport } = backend;
    if (options.force === true || importLastSync === null || lastExport === null) return 'full';
    const patience = this.config.WS_EXPORT_NOT_FOUND;
    const { changed, isIncomplete } = await this.backlog.of({ backendId, identityId, lastExport, patience });
    return changed > this.config.WS_EXPORT_THRESHOLD || isIncomplete ? 'full' : 'push';
  }
}
