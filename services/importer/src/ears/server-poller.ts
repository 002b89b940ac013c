import { setTimeout as wait } from 'node:timers/promises';
import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { RecentList } from '#libs/backends';
import { Backends, RunLocks, type BackendRecord } from '#libs/database';
import { ServerDirectory } from '#libs/directory';
import { Logger } from '#libs/runtime';
import { NewsDesk } from './news-desk.js';
import { pollNews } from './poll-news.js';

const LOOK_EVERY_MS = 10_000;
const TURN_MS = 1_000;
const LEAST_REST_S = 10;
/** Of each list. More than anybody watches between two looks; what happens beyond is found by the next import. */
const DEPTH = 50;

/** What a backend showed last, and when it is asked again. */
interface Memory {
  readonly account: string;
  readonly lists: readonly RecentList[] | null;
  readonly dueAt: number;
}

/**
 * Asks servers that call nobody what was watched or added last: a doorbell like the others. A lock in Postgres lets one
 * process do so for all backends; when it ends, another takes over, and asks for what happened since the last import.
 */
@Injectable()
export class ServerPoller implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly leaving = new AbortController();
  private readonly memory = new Map<number, Memory>();
  private readonly asking = new Set<number>();
  private timer: NodeJS.Timeout | null = null;
  private isOnDuty = false;

  constructor(
    private readonly backends: Backends,
    private readonly locks: RunLocks,
    private readonly directory: ServerDirectory,
    private readonly desk: NewsDesk,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.look(), LOOK_EVERY_MS);
    void this.look();
  }

  onModuleDestroy(): void {
    if (this.timer) clearInterval(this.timer);
    this.leaving.abort();
  }

  /** Goes on duty when somebody wants it and no other process is. Ends when nobody wants it any more. */
  async look(): Promise<void> {
    if (this.isOnDuty) return;
    this.isOnDuty = true;
    try {
      if ((await this.backends.polled()).length > 0) await this.locks.hold('poll', () => this.serve());
    } catch (error) {
      this.logger.debug('polling put off', { error });
    } finally {
      this.memory.clear();
      this.isOnDuty = false;
    }
  }

  private async serve(): Promise<void> {
    while (!this.leaving.signal.aborted) {
      const wanted = await this.backends.polled();
      if (wanted.length === 0) return;
      const ids = new Set(wanted.map(({ id }) => id));
      for (const id of this.memory.keys()) if (!ids.has(id)) this.memory.delete(id);
      for (const backend of wanted) if (this.isDue(backend)) void this.ask(backend);
      await wait(TURN_MS, undefined, { signal: this.leaving.signal }).catch(() => undefined);
    }
  }

  private isDue({ id, options: { POLL = LEAST_REST_S } }: BackendRecord): boolean {
    const rest = Math.max(POLL, LEAST_REST_S) * 1_000;
    // An interval that was shortened counts at once.
    return !this.asking.has(id) && Math.min(this.memory.get(id)?.dueAt ?? 0, Date.now() + rest) <= Date.now();
  }

  /** One question; what it told is remembered only when it lies in the inbox. */
  async ask(backend: BackendRecord): Promise<void> {
    const { id, options } = backend;
    const account = `${backend.uuid} ${backend.userId}`;
    const known = this.memory.get(id);
    const before = known?.account === account ? known.lists : null;
    this.asking.add(id);
    let lists = before;
    try {
      const now = await this.directory.contact(backend).client.recent(DEPTH);
      if (await this.tell(backend, before, now)) lists = now;
    } catch (error) {
      this.logger.debug('poll failed', { backend: backend.name, error });
    }
    const rest = Math.max(options.POLL ?? 0, LEAST_REST_S) * 1_000;
    this.memory.set(id, { account, lists, dueAt: Date.now() + rest });
    this.asking.delete(id);
  }

  /** Whether all of it is stored. */
  private tell(
    backend: BackendRecord,
    before: readonly RecentList[] | null,
    now: readonly RecentList[],
  ): Promise<boolean> {
    const importedAt = backend.importLastSync && Math.floor(backend.importLastSync.getTime() / 1_000);
    const news = pollNews(before, now, importedAt).map(({ isForAll, ...heard }) => ({
      ...heard,
      ...(!isForAll && { user: backend.userId }),
    }));
    return this.desk.take(backend, 'poll', news);
  }
}
