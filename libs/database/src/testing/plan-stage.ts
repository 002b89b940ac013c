import type { RemoteItem } from '#libs/core';
import type { BackendRecord } from '../backends.js';
import type { DueWrite, TargetCopy } from '../export-copies.js';
import { ExportPlans, type PlannedWrite } from '../export-plans.js';
import { PersonMarks } from '../person-marks.js';
import { Runs, type RunRecord } from '../runs.js';
import type { IntentOutcome } from '../settlements.js';
import { aMoviePage, contextOf, EARLIER, importPage, NO_STEP } from './pages.js';
import { Stage } from './stage.js';

export const FROM_THE_START = { after: { remoteId: '', part: 0 }, limit: 100, all: false };
export const WRITTEN: IntentOutcome = { status: 'written', shows: { watched: true, positionMs: 0 } };

const toWrite = ({ remoteId, part, itemId, truth }: TargetCopy): PlannedWrite => ({
  remoteId,
  part,
  itemId,
  rule: truth.kind === 'played' ? 'write-played' : 'write-unplayed',
  before: { watched: truth.kind !== 'played', positionMs: 0 },
  after: { watched: truth.kind === 'played', positionMs: 0 },
});
export const all = (copies: readonly TargetCopy[]): PlannedWrite[] => copies.map(toWrite);

/** A person with a backend that was exported to before, and what is planned for it. */
export class PlanStage {
  identityId = 0;
  private found: BackendRecord | null = null;

  private constructor(
    readonly stage: Stage,
    readonly plans: ExportPlans,
    private readonly marks: PersonMarks,
  ) {}

  static async open(): Promise<PlanStage> {
    const stage = await Stage.open();
    return new PlanStage(stage, new ExportPlans(stage.database), new PersonMarks(stage.database));
  }

  async begin(): Promise<void> {
    this.identityId = await this.stage.person();
    this.found = await this.stage.toldBackend(this.identityId);
  }

  get backend(): BackendRecord {
    if (!this.found) throw new Error('nobody has begun');
    return this.found;
  }

  get target() {
    return { backendId: this.backend.id, lastCompleteRead: null };
  }

  mark(itemId: number, watched: boolean) {
    const at = Math.floor(Date.now() / 1_000);
    return this.marks.mark({ identityId: this.identityId, itemId, watched, at });
  }

  /** Shows these titles on the backend; a person then marks all of them. */
  async marked(count: number, watched = true, changes: Partial<RemoteItem> = {}): Promise<number[]> {
    await importPage(this.stage, contextOf(this.backend, { now: EARLIER }), aMoviePage(count, changes));
    const ids = await this.ids();
    for (const itemId of ids) await this.mark(itemId, watched);
    return ids;
  }

  async ids(): Promise<number[]> {
    const rows = await this.stage.rows<{ id: number }>(
      'SELECT id FROM item WHERE identity_id = $1 ORDER BY id',
      [this.identityId],
    );
    return rows.map(({ id }) => id);
  }

  take(
    decide: (copies: readonly TargetCopy[]) => readonly PlannedWrite[] = all,
    limit = 100,
  ): Promise<string | null> {
    const { identityId, backend } = this;
    const push = { identityId, backendName: backend.name, cursor: { phase: 'write' }, limit } as const;
    return this.plans.takeOpen(this.target, push, decide);
  }

  /** A push of all that is open. */
  async push(): Promise<RunRecord> {
    const runId = await this.take();
    if (runId === null) throw new Error('there was nothing to push');
    return new Runs(this.stage.database).get(runId);
  }

  due(runId: string, limit = 10): Promise<DueWrite[]> {
    return this.plans.due(runId, this.target, limit);
  }

  settle(runId: string, write: DueWrite, outcome: IntentOutcome = WRITTEN): Promise<boolean> {
    return this.plans.settle(runId, [{ write, outcome, step: { ...NO_STEP, done: 1 } }], { phase: 'write' });
  }

  /** How many writes of the backend are at this point. */
  count(status: string): Promise<unknown> {
    return this.stage.value('SELECT count(*) FROM export_intent WHERE backend_id = $1 AND status = $2', [
      this.backend.id,
      status,
    ]);
  }
}
