import { Injectable } from '@nestjs/common';
import { Runs, type BackendRecord, type RunRecord } from '#libs/database';
import { isSource } from '#libs/directory';
import { importsQueue, InjectProducer, Producer } from '#libs/queue';
import { ExportImpossible, ReadUnderWay } from './export-failure.js';
import type { ExportCursor } from './export-cursor.js';

const LOOK_AGAIN_MS = 1_000;

/**
 * An export compares with what the backend shows. One that was never read, or a forced export, has it read first, by
 * the importer and in the backend's own role: a pure target gives titles and ids only.
 */
@Injectable()
export class ReadFirst {
  constructor(
    private readonly runs: Runs,
    @InjectProducer(importsQueue) private readonly imports: Producer<typeof importsQueue>,
  ) {}

  /**
   * A full export compares with a read that is newer than the export before it. A rehearsal changes nothing, so it can
   * only plan with what was read before.
   */
  isNeeded(run: RunRecord, backend: BackendRecord): boolean {
    if (run.mode === 'push') return false;
    const { importLastSync, exportLastSync } = backend;
    if (run.dryRun && importLastSync === null) throw neverRead(backend);
    if (run.dryRun) return false;
    const isOutdated =
      importLastSync === null || (exportLastSync !== null && importLastSync < exportLastSync);
    return isOutdated || run.options.force === true;
  }

  /** Starts the import, or joins the one that is under way. */
  async begin(run: RunRecord, backend: BackendRecord): Promise<ExportCursor> {
    const { sync_requests: sequential } = run.options;
    const added = await this.runs.add({
      kind: 'import',
      identityId: backend.identityId,
      backendId: backend.id,
      backendName: backend.name,
      mode: isSource(backend) ? 'full' : 'metadata-only',
      dryRun: false,
      options: sequential === undefined ? {} : { sync_requests: sequential },
    });
    const started = 'run' in added ? added.run : added.busyWith;
    // A rehearsal under way gives nothing to plan with; its end is waited for.
    if (started.dryRun) throw new ReadUnderWay(new Date(Date.now() + LOOK_AGAIN_MS));
    const cursor: ExportCursor = { phase: 'read', importRunId: started.id };
    await this.runs.advance(run.id, { done: 0, counts: {}, requests: 0 }, cursor);
    await this.imports.add('import-run', { runId: started.id });
    return cursor;
  }

  /** Returns when the import is done; throws `ReadUnderWay` while it is not, `ExportImpossible` when it failed. */
  async wait(run: RunRecord, importRunId: string): Promise<void> {
    const read = await this.runs.find(importRunId);
    if (read?.status === 'succeeded') return;
    if (read?.status === 'queued' || read?.status === 'running') {
      await this.runs.advance(run.id, { done: 0, counts: {}, requests: 0 }, { phase: 'read', importRunId });
      throw new ReadUnderWay(new Date(Date.now() + LOOK_AGAIN_MS));
    }
    throw notRead(read);
  }
}

const neverRead = ({ name }: BackendRecord): ExportImpossible =>
  new ExportImpossible(
    'never-read',
    `The backend ${name} was never read, so nothing can be planned for it.`,
    'Import from it first; metadata only is enough.',
  );

const notRead = (read: RunRecord | null): ExportImpossible =>
  new ExportImpossible(
    'not-read',
    `The backend could not be read first: ${read?.error?.message ?? 'its import was stopped or awaits approval.'}`,
    read?.error?.hint ?? 'Look at that import, then start the export again.',
  );
