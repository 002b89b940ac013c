import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { History, type RunRecord, Runs } from '#libs/database';
import { Logger, withLogFields } from '#libs/runtime';
import { ApiProblem } from '../http/api-problem.js';
import { toRun } from '../runs/run.presenter.js';
import type { EventStream } from './event-stream.js';

export const TOPICS = ['runs', 'history'] as const;
export type Topic = (typeof TOPICS)[number];

export interface Listener {
  readonly stream: EventStream;
  readonly identityId: number;
  readonly topics: ReadonlySet<Topic>;
}

/** A little under the second that is promised while a run is active (contract.md 3). */
const TICK_MS = 900;
const PING_MS = 15_000;
/** Longer than a slow tick, so that no end of a run is missed. */
const ENDED_WITHIN_S = 10;
const MOST_LISTENERS = 200;
/** A credential is looked at when a stream begins, so no stream lasts for ever. */
const LONGEST_LIFE_MS = 3_600_000;

/** Looks at runs and history once a second while anybody listens, once for all listeners. */
@Injectable()
export class LiveHub implements OnModuleDestroy {
  private readonly listeners = new Set<Listener>();
  private readonly told = new Map<string, string>();
  private readonly newest = new Map<number, number>();
  private timers: readonly NodeJS.Timeout[] = [];
  private isLooking = false;
  private isClosed = false;

  constructor(
    private readonly runs: Runs,
    private readonly history: History,
    private readonly logger: Logger,
  ) {}

  admit(listener: Listener): void {
    if (this.isClosed || this.listeners.size >= MOST_LISTENERS)
      throw new ApiProblem(503, 'no-live-events', 'Live events are not available at the moment.');
    const life = setTimeout(() => listener.stream.end(), LONGEST_LIFE_MS);
    this.listeners.add(listener);
    listener.stream.open(() => {
      clearTimeout(life);
      this.dismiss(listener);
    });
    // What the ticker logs belongs to no request.
    if (this.timers.length === 0) withLogFields({ requestId: undefined }, () => this.start());
  }

  onModuleDestroy(): void {
    this.isClosed = true;
    for (const { stream } of this.listeners) stream.end();
    this.stop();
  }

  private dismiss(listener: Listener): void {
    this.listeners.delete(listener);
    if (this.listeners.size === 0) this.stop();
  }

  private start(): void {
    this.timers = [
      setInterval(() => void this.look(), TICK_MS),
      setInterval(() => this.listeners.forEach(({ stream }) => stream.ping()), PING_MS),
    ];
    void this.look();
  }

  private stop(): void {
    this.timers.forEach((timer) => clearInterval(timer));
    this.timers = [];
    this.told.clear();
    this.newest.clear();
  }

  /** A look that takes longer than a tick makes the next ones wait, not pile up. */
  private async look(): Promise<void> {
    if (this.isLooking) return;
    this.isLooking = true;
    try {
      await Promise.all([this.lookAtRuns(), this.lookAtHistory()]);
    } catch (error) {
      this.logger.warn('live events missed', { error });
    } finally {
      this.isLooking = false;
    }
  }

  private async lookAtRuns(): Promise<void> {
    const listeners = this.listening('runs');
    if (listeners.length === 0) return;
    const runs = await this.runs.live(ENDED_WITHIN_S);
    const news = runs.map((run) => ({ run, text: JSON.stringify(toRun(run)) }));
    for (const { run, text } of news) {
      if (!isActive(run) && this.told.get(run.id) === text) continue;
      for (const { stream } of listeners) stream.send('run', toRun(run));
    }
    this.told.clear();
    for (const { run, text } of news) this.told.set(run.id, text);
  }

  private async lookAtHistory(): Promise<void> {
    const byIdentity = Map.groupBy(this.listening('history'), ({ identityId }) => identityId);
    for (const [identityId, listeners] of byIdentity) {
      const before = this.newest.get(identityId);
      const { changed, lastId } = await this.history.changesSince(
        identityId,
        before ?? Number.MAX_SAFE_INTEGER,
      );
      this.newest.set(identityId, Math.max(lastId, before ?? 0));
      if (changed > 0)
        for (const { stream } of listeners) stream.send('history', { changed, last_id: lastId });
    }
  }

  private listening(topic: Topic): Listener[] {
    return [...this.listeners].filter(({ topics }) => topics.has(topic));
  }
}

const isActive = ({ status }: RunRecord): boolean => status === 'queued' || status === 'running';
