import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Logger, withLogFields } from '#libs/runtime';
import { ApiProblem } from '../http/api-problem.js';
import { type Listener, NEWS_SOURCES, type NewsSource, type Topic } from './news-source.js';

/** A little under the second that is promised while a run is active (contract.md 3). */
const TICK_MS = 900;
const PING_MS = 15_000;
const MOST_LISTENERS = 200;
/** A credential is looked at when a stream begins, so no stream lasts for ever. */
const LONGEST_LIFE_MS = 3_600_000;

/** Lets each source look once a second while anybody listens to its topic, once for all listeners. */
@Injectable()
export class LiveHub implements OnModuleDestroy {
  private readonly listeners = new Set<Listener>();
  private readonly looking = new Set<Topic>();
  private timers: readonly NodeJS.Timeout[] = [];
  private isClosed = false;

  constructor(
    private readonly logger: Logger,
    @Inject(NEWS_SOURCES) private readonly sources: readonly NewsSource[],
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
      setInterval(() => this.look(), TICK_MS),
      setInterval(() => this.listeners.forEach(({ stream }) => stream.ping()), PING_MS),
    ];
    this.look();
  }

  private stop(): void {
    this.timers.forEach((timer) => clearInterval(timer));
    this.timers = [];
    this.sources.forEach((source) => source.forget());
  }

  /** Each for itself: while Redis is away, runs and history still come. */
  private look(): void {
    for (const source of this.sources) void this.lookAt(source);
  }

  /** A look that takes longer than a tick makes the next ones wait, not pile up. */
  private async lookAt(source: NewsSource): Promise<void> {
    if (this.looking.has(source.topic)) return;
    const listeners = [...this.listeners].filter(({ topics }) => topics.has(source.topic));
    if (listeners.length === 0) {
      source.forget();
      return;
    }
    this.looking.add(source.topic);
    try {
      await source.look(listeners);
    } catch (error) {
      this.logger.warn('live events missed', { topic: source.topic, error });
    } finally {
      this.looking.delete(source.topic);
    }
  }
}
