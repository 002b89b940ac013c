import { Service, inject } from '@angular/core';
import { Api } from '../api/api.js';
import type { Run } from '../api/schema.gen.js';
import { LiveFeed } from '../live/live-feed.js';
import { hasEnded } from './run-words.js';

const LOOK_MS = 1_000;
const pause = () => new Promise<void>((over) => setTimeout(over, LOOK_MS));

/** Waits for a run by asking: whoever waits here must hear of the end, whatever the stream does. */
@Service()
export class RunWaiter {
  private readonly api = inject(Api);
  private readonly live = inject(LiveFeed);

  /** The run once it has ended or waits for a person; null when nobody wants to know any more. */
  async end(id: string, isWanted: () => boolean): Promise<Run | null>;
  async end(id: string): Promise<Run>;
  async end(id: string, isWanted = () => true): Promise<Run | null> {
    while (isWanted()) {
      const run = await this.api.get<Run>(`runs/${encodeURIComponent(id)}`);
      this.live.take(run);
      if (hasEnded(run) || run.status === 'awaiting_approval') return run;
      await pause();
    }
    return null;
  }
}
