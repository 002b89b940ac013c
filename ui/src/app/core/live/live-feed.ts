import { Service, computed, inject, signal } from '@angular/core';
import { API, Api } from '../api/api.js';
import { Lookout } from '../api/lookout.js';
import type { Run, RunPage } from '../api/schema.gen.js';
import { hasEnded, isActive } from '../runs/run-words.js';
import { IdentityChoice } from '../session/identity-choice.js';
import { type EventStream, OPEN_STREAM } from './event-stream.js';

const BEAT_MS = 3_000;
const RETRY_EVERY_BEATS = 5;
/** The server speaks once a second while a run is active; this much silence means the stream is dead. */
const SILENCE_MS = 10_000;

export type Connection = 'off' | 'streaming' | 'polling';

/** Runs, and changes of the history, as they happen: a stream of events, and polling for as long as the stream is broken. */
@Service()
export class LiveFeed {
  private readonly api = inject(Api);
  private readonly identity = inject(IdentityChoice);
  private readonly lookout = inject(Lookout);
  private readonly openStream = inject(OPEN_STREAM);

  private readonly known = signal<ReadonlyMap<string, Run>>(new Map());
  private readonly ends = signal(0);
  private readonly changes = signal(0);
  private readonly link = signal<Connection>('off');
  private stream: EventStream | null = null;
  private timer: ReturnType<typeof setInterval> | undefined;
  private beats = 0;
  private heardAt = 0;
  private hasLooked = false;

  readonly connection = this.link.asReadonly();
  /** Grows with each run that ends, so that pages know when their lists are old. */
  readonly ended = this.ends.asReadonly();
  /** Grows when play states have changed in the history. */
  readonly historyChanges = this.changes.asReadonly();
  /** Those of the person that is shown; the stream tells of all. */
  readonly active = computed(() =>
    [...this.known().values()].filter((run) => isActive(run) && run.identity === this.identity.current()),
  );

  start(): void {
    this.stop();
    this.connect();
    this.timer = setInterval(() => this.beat(), BEAT_MS);
  }

  stop(): void {
    clearInterval(this.timer);
    this.disconnect();
    this.link.set('off');
    this.known.set(new Map());
    this.hasLooked = false;
  }

  /** A person does not want to wait for the next beat. */
  tryNow(): void {
    if (!this.stream) this.connect();
    void this.catchUp();
  }

  /** The newest reading of a run: what has ended stays as it is. */
  latest(run: Run): Run {
    return hasEnded(run) ? run : (this.known().get(run.id) ?? run);
  }

  /** Takes a reading in; one that arrives after the run's end is old and is dropped. */
  take(run: Run): void {
    const before = this.known().get(run.id);
    if (before && hasEnded(before)) return;
    this.known.update((runs) => new Map(runs).set(run.id, run));
    if (before && hasEnded(run)) this.countEnd();
  }

  /** As `take`, and the end counts of one that was too short to be heard of before. */
  private hear(run: Run): void {
    const isOverAlready = !this.known().has(run.id) && !isActive(run);
    this.take(run);
    if (isOverAlready) this.countEnd();
  }

  private countEnd(): void {
    this.ends.update((count) => count + 1);
  }

  private connect(): void {
    const user = encodeURIComponent(this.identity.current());
    const stream = this.openStream(`${API}live?topics=runs,history&user=${user}`);
    this.stream = stream;
    stream.addEventListener('open', () => this.onOpen());
    stream.addEventListener('run', (event) => this.onRun(event));
    stream.addEventListener('history', () => this.changes.update((count) => count + 1));
    stream.addEventListener('error', () => this.fallBack());
  }

  private disconnect(): void {
    this.stream?.close();
    this.stream = null;
  }

  private onOpen(): void {
    this.heardAt = Date.now();
    this.link.set('streaming');
    void this.catchUp();
  }

  private onRun(event: Event): void {
    if (!(event instanceof MessageEvent)) return;
    this.heardAt = Date.now();
    this.hear(readRun(String(event.data)));
  }

  private fallBack(): void {
    this.disconnect();
    if (this.link() !== 'polling') void this.catchUp();
    this.link.set('polling');
  }

  private beat(): void {
    this.beats += 1;
    if (this.link() === 'polling' || this.lookout.lostAt() !== null) this.pollOrRetry();
    else if (this.active().length > 0 && Date.now() - this.heardAt > SILENCE_MS) this.fallBack();
  }

  private pollOrRetry(): void {
    void this.catchUp();
    if (this.beats % RETRY_EVERY_BEATS === 0 && !this.stream) this.connect();
  }

  /** Reads the newest runs; a failure is left to the next beat, and a lost session to the interceptor. */
  private async catchUp(): Promise<void> {
    try {
      const { items } = await this.api.get<RunPage>('runs', { perpage: 25 });
      // What had ended before the first look is no news.
      items.forEach((run) => (this.hasLooked ? this.hear(run) : this.take(run)));
      this.hasLooked = true;
    } catch {
      this.heardAt = Date.now();
    }
  }
}

const readRun = (json: string): Run => JSON.parse(json) as Run;
