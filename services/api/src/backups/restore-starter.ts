import { Injectable } from '@nestjs/common';
import { type BackendRecord, Identities, Runs } from '#libs/database';
import { Logger } from '#libs/runtime';
import { BackendViewer } from '../backends/backend-viewer.js';
import { conflict, missing } from '../http/api-problem.js';
import { RunBell } from '../runs/run-bell.js';
import { BackupDesk } from './backup-desk.js';
import { BackupStarter } from './backup-starter.js';
import type { NewRestoreDto, StartedRestoreDto } from './backups.dto.js';

/** Starts restores. Nothing is written unless that is said, and then the backend is backed up first (B-17). */
@Injectable()
export class RestoreStarter {
  constructor(
    private readonly runs: Runs,
    private readonly identities: Identities,
    private readonly viewer: BackendViewer,
    private readonly desk: BackupDesk,
    private readonly backups: BackupStarter,
    private readonly bell: RunBell,
    private readonly logger: Logger,
  ) {}

  async start(filename: string, wanted: NewRestoreDto): Promise<StartedRestoreDto> {
    await this.desk.find(filename);
    const name = wanted.identity ?? 'main';
    const identity = await this.identities.find(name);
    if (!identity) throw missing('identity', name);
    const backend = await this.viewer.find(identity, wanted.backend);
    const dryRun = wanted.dry_run !== false;
    if (!dryRun && !backend.exportEnabled && wanted.ignore !== true)
      throw conflict(
        'export-off',
        `Export to ${backend.name} is switched off. Say \`ignore\` to restore to it all the same.`,
      );
    const backup_run_id = dryRun || wanted.backup_first === false ? null : await this.backUp(backend);
    const run_id = await this.add(backend, { filename, wanted, dryRun, backup_run_id });
    return { run_id, backup_run_id };
  }

  private async add(
    backend: BackendRecord,
    { filename, wanted, dryRun, backup_run_id: backupRunId }: Beginning,
  ): Promise<string> {
    const { progress = false, ignore = false, sync_requests } = wanted;
    const added = await this.runs.add({
      kind: 'restore',
      identityId: backend.identityId,
      backendId: backend.id,
      backendName: backend.name,
      mode: null,
      dryRun,
      options: {
        restore: {
          file: filename,
          progress,
          ignoreExportOff: ignore,
          ...(backupRunId === null ? {} : { backupRunId }),
        },
        ...(sync_requests === undefined ? {} : { sync_requests }),
      },
    });
    if ('busyWith' in added)
      throw conflict('run-active', `${backend.name} is busy with another restore.`, {
        run_id: added.busyWith.id,
      });
    this.logger.info('run started', {
      run: added.run.id,
      kind: 'restore',
      backend: backend.name,
      file: filename,
      dryRun,
    });
    await this.bell.ring(added.run);
    return added.run.id;
  }

  /** Its name has a date, so it goes when it is old; the time of day keeps it apart from the others of that day. */
  private async backUp(backend: BackendRecord): Promise<string> {
    const time = new Date().toISOString().slice(11, 19).replaceAll(':', '');
    const file = `{user}.{backend}_before_restore_${time}.{date}`;
    const { run_id } = await this.backups.ofRecord(backend, { file });
    return run_id;
  }
}

interface Beginning {
  readonly filename: string;
  readonly wanted: NewRestoreDto;
  readonly dryRun: boolean;
  readonly backup_run_id: string | null;
}
