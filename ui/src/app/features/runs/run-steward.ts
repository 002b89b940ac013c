import { Service, inject } from '@angular/core';
import { Api } from '../../core/api/api.js';
import type { PlanSelection, Run, UndoOptions } from '../../core/api/schema.gen.js';
import { LiveFeed } from '../../core/live/live-feed.js';

export type Decision = 'approve' | 'reject' | 'cancel';

/** Approves, rejects and cancels runs. */
@Service()
export class RunSteward {
  private readonly api = inject(Api);
  private readonly live = inject(LiveFeed);

  /** Starts a run that takes back what this one changed. */
  async undo(id: string, options: UndoOptions = {}): Promise<Run> {
    const run = await this.api.post<Run>(`runs/${encodeURIComponent(id)}/undo`, options);
    this.live.take(run);
    return run;
  }

  /** @param selection of the plan; empty for all of it */
  async decide(id: string, decision: Decision, selection: PlanSelection = {}): Promise<Run> {
    const run = await this.api.post<Run>(`runs/${encodeURIComponent(id)}/${decision}`, selection);
    this.live.take(run);
    return run;
  }
}
