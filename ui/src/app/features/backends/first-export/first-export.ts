import { Service, inject } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import { firstValueFrom } from 'rxjs';
import type { Backend } from '../../../core/api/schema.gen.js';
import { RunStarter } from '../../../core/runs/run-starter.js';
import { BackendRegistrar } from '../backend-registrar.js';
import { type Answer, FirstExportDialog } from './first-export-dialog.js';

/** Whether a change let a server be written to that never was. */
export const isFirstExport = (before: Backend, after: Backend): boolean =>
  !before.export.enabled && after.export.enabled && after.export.last_sync === null;

/** Shows what the first export to a server would write, at once after it was allowed, and does what a person says to it. */
@Service()
export class FirstExport {
  private readonly dialog = inject(MatDialog);
  private readonly registrar = inject(BackendRegistrar);
  private readonly starter = inject(RunStarter);

  /** The backend as it is afterwards. */
  async offer(backend: Backend): Promise<Backend> {
    const shown = this.dialog.open<FirstExportDialog, string, Answer>(FirstExportDialog, {
      data: backend.name,
      width: '520px',
      maxWidth: 'calc(100vw - 24px)',
      autoFocus: 'dialog',
    });
    const answer = await firstValueFrom(shown.afterClosed());
    if (answer === 'off')
      return this.registrar.change(backend.name, [{ key: 'export.enabled', value: false }]);
    if (answer === 'export') void this.starter.start({ backend: backend.name, kind: 'export', options: {} });
    return backend;
  }
}
