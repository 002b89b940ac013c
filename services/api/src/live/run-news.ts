import { Injectable } from '@nestjs/common';
import { type RunRecord, Runs } from '#libs/database';
import { toRun } from '../runs/run.presenter.js';
import type { Listener, NewsSource } from './news-source.js';

/** Longer than a slow tick, so that no end of a run is missed. */
const ENDED_WITHIN_S = 10;

/** Active runs at every look, and each end once. */
@Injectable()
export class RunNews implements NewsSource {
  readonly topic = 'runs';
  private readonly told = new Map<string, string>();

  constructor(private readonly runs: Runs) {}

  async look(listeners: readonly Listener[]): Promise<void> {
    const runs = await this.runs.live(ENDED_WITHIN_S);
    const news = runs.map((run) => ({ run, text: JSON.stringify(toRun(run)) }));
    for (const { run, text } of news) {
      if (!isActive(run) && this.told.get(run.id) === text) continue;
      for (const { stream } of listeners) stream.send('run', toRun(run));
    }
    this.told.clear();
    for (const { run, text } of news) this.told.set(run.id, text);
  }

  forget(): void {
    this.told.clear();
  }
}

const isActive = ({ status }: RunRecord): boolean => status === 'queued' || status === 'running';
