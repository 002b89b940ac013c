import { Injectable } from '@nestjs/common';
import {
  History,
  type IdentityRecord,
  type NewUndo,
  type RunKind,
  type RunRecord,
  Runs,
  Undo,
} from '#libs/database';
import { Logger } from '#libs/runtime';
import { BackendViewer } from '../backends/backend-viewer.js';
import { type ApiProblem, conflict, invalid, missing } from '../http/api-problem.js';
import { toRun } from '../runs/run.presenter.js';
import { RunBell } from '../runs/run-bell.js';
import type { RunDto } from '../runs/runs.dto.js';
import type { UndoWindowDto } from './undo.dto.js';

/** Runs that changed the truth, so that something can be taken back. */
const UNDOABLE: ReadonlySet<RunKind> = new Set(['import', 'restore', 'undo', 'bulk']);

/** Starts runs that take changes back: stored first, then the importer is told. */
@Injectable()
export class UndoStarter {
  constructor(
    private readonly undos: Undo,
    private readonly runs: Runs,
    private readonly history: History,
    private readonly backends: BackendViewer,
    private readonly bell: RunBell,
    private readonly logger: Logger,
  ) {}

  async ofRun(runId: string, dryRun: boolean): Promise<RunDto> {
    const run = await this.runs.find(runId);
    if (!run) throw missing('run', runId);
    if (run.kind === 'export') throw await this.onlyCarried(run);
    if (!UNDOABLE.has(run.kind))
      throw conflict('wrong-kind', `A ${run.kind} changes no play states, so there is nothing to undo.`);
    if (['queued', 'running', 'awaiting_approval'].includes(run.status))
      throw conflict('wrong-state', 'The run is not over yet. Cancel or reject it instead.');
    return this.start({
      identityId: run.identityId,
      scope: { kind: 'run', runId },
      backendName: run.backendName,
      dryRun,
    });
  }

  async ofChange(identity: IdentityRecord, itemId: number, changeId: number): Promise<RunDto> {
    if (!(await this.history.find(identity.id, itemId))) throw missing('item', itemId);
    return this.start({
      identityId: identity.id,
      scope: { kind: 'change', itemId, changeId },
      backendName: null,
      dryRun: false,
    });
  }

  async ofWindow(identity: IdentityRecord, wanted: UndoWindowDto): Promise<RunDto> {
    const [from, to] = [new Date(wanted.from), new Date(wanted.to)];
    if (from > to) throw invalid([{ field: 'to', message: 'It must not be before `from`.' }]);
    const backend = wanted.backend === undefined ? null : await this.backends.find(identity, wanted.backend);
    return this.start({
      identityId: identity.id,
      scope: {
        kind: 'window',
        from: from.toISOString(),
        to: to.toISOString(),
        backendId: backend?.id ?? null,
      },
      backendName: backend?.name ?? null,
      dryRun: wanted.dry_run === true,
    });
  }

  private async start(undo: NewUndo): Promise<RunDto> {
    const begun = await this.undos.begin(undo);
    if (begun.kind === 'nothing')
      throw conflict(
        'nothing-to-undo',
        'Nothing here changed a play state that has not been undone already.',
      );
    if (begun.kind === 'busy')
      throw conflict('run-active', 'Another undo is under way.', { run_id: begun.runId });
    const run = await this.runs.get(begun.runId);
    this.logger.info('undo started', { run: run.id, of: undo.scope.kind, identity: run.identityName });
    await this.bell.ring(run);
    return toRun(run);
  }

  /** An export carries the truth and changes none: undone alone, the next export would write the same again. */
  private async onlyCarried({ id }: RunRecord): Promise<ApiProblem> {
    const origins = await this.undos.originsOfExport(id);
    const named = origins.map(({ runId, kind, backend }) =>
      runId === null
        ? 'single changes, which the history of each item lists'
        : `the ${kind ?? 'run'} ${backend === null ? '' : `of ${backend} `}(run ${runId})`,
    );
    const instead = named.length > 0 ? ` Undo what it carried instead: ${named.join('; ')}.` : '';
    return conflict(
      'undo-the-truth',
      `An export only carries play states to a backend; it decides none.${instead}`,
    );
  }
}
