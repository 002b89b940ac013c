import { Injectable } from '@nestjs/common';
import { backupName } from '#libs/core';
import { type BackendRecord, Backends, Identities, type IdentityRecord, Runs } from '#libs/database';
import { Logger } from '#libs/runtime';
import { BackendViewer } from '../backends/backend-viewer.js';
import { conflict, invalid, missing } from '../http/api-problem.js';
import { RunBell } from '../runs/run-bell.js';
import type { BackupOptionsDto, NewBackupDto, StartedBackupDto, StartedBackupsDto } from './backups.dto.js';

/** Starts backups: one run for each backend, stored first; then the importer is told. */
@Injectable()
export class BackupStarter {
  constructor(
    private readonly runs: Runs,
    private readonly identities: Identities,
    private readonly backends: Backends,
    private readonly viewer: BackendViewer,
    private readonly bell: RunBell,
    private readonly logger: Logger,
  ) {}

  async ofBackend(
    identity: IdentityRecord,
    name: string,
    options: BackupOptionsDto,
  ): Promise<StartedBackupDto> {
    const started = await this.ofRecord(await this.viewer.find(identity, name), options);
    if (started.busy)
      throw conflict('run-active', `${name} is being backed up already.`, { run_id: started.run_id });
    return started;
  }

  /** Of all backends that are selected; what is under way already is named and counts as started. Also for schedules. */
  async ofMany({ identity, backends: names, exclude, ...options }: NewBackupDto): Promise<StartedBackupsDto> {
    const selected = await this.selected(identity, { names, exclude: exclude === true });
    if (selected.length > 1 && options.file !== undefined && !options.file.includes('{backend}'))
      throw invalid([{ field: 'file', message: 'Several backends need a name with {backend} in it.' }]);
    const runs: StartedBackupDto[] = [];
    for (const backend of selected) runs.push(await this.ofRecord(backend, options));
    const [first] = runs;
    if (!first) throw conflict('nothing-to-back-up', 'There is no backend to back up.');
    return { run_id: first.run_id, runs };
  }

  private async selected(
    name: string | undefined,
    { names, exclude }: { readonly names: readonly string[] | undefined; readonly exclude: boolean },
  ): Promise<BackendRecord[]> {
    const identities = await this.identities.list();
    const wanted = identities.filter((identity) => name === undefined || identity.name === name);
    if (name !== undefined && wanted.length === 0) throw missing('identity', name);
    const all = (await Promise.all(wanted.map(({ id }) => this.backends.list(id)))).flat();
    const unknown = names?.find((one) => !all.some((backend) => backend.name === one));
    if (unknown !== undefined) throw missing('backend', unknown);
    return names === undefined ? all : all.filter((backend) => names.includes(backend.name) !== exclude);
  }

  /** As it is, also when it is under way already. */
  async ofRecord(backend: BackendRecord, options: BackupOptionsDto): Promise<StartedBackupDto> {
    const {
      file,
      keep = false,
      compress = true,
      enhance = true,
      dry_run: dryRun = false,
      sync_requests,
    } = options;
    const { identityId, identityName: user, name } = backend;
    const named = { user, backend: name, at: new Date(), keep, compress };
    if (file !== undefined && backupName({ ...named, template: file }) === null)
      throw invalid([
        { field: 'file', message: 'A plain file name of letters, digits, dots, dashes and underscores.' },
      ]);
    const added = await this.runs.add({
      kind: 'backup',
      identityId,
      backendId: backend.id,
      backendName: name,
      mode: null,
      dryRun,
      options: {
        backup: { keep, compress, enhance, ...(file === undefined ? {} : { file }) },
        ...(sync_requests === undefined ? {} : { sync_requests }),
      },
    });
    const about = { identity: user, backend: name };
    if ('busyWith' in added) return { ...about, run_id: added.busyWith.id, busy: true };
    this.logger.info('run started', { run: added.run.id, kind: 'backup', backend: name, identity: user });
    await this.bell.ring(added.run);
    return { ...about, run_id: added.run.id, busy: false };
  }
}
