import { setTimeout as wait } from 'node:timers/promises';
import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { backendOf, type Backend } from '#libs/backends';
import { Backends, RunLocks, type BackendRecord } from '#libs/database';
import { ServerDirectory } from '#libs/directory';
import { Logger } from '#libs/runtime';
import { NewsDesk } from './news-desk.js';

const LOOK_EVERY_MS = 10_000;
const FIRST_REST_MS = 1_000;
const LONGEST_REST_MS = 60_000;
/** A line that held so long was a good one: after it the first rest is short again. */
const GOOD_LINE_MS = 60_000;

type Listen = NonNullable<Backend['listen']>;

/**
 * Listens to servers that tell of themselves without a webhook, one line for each server whatever persons have backends
 * there. Which process listens a lock in Postgres says, so another takes over when this one ends.
 */
@Injectable()
export class ServerListener implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly leaving = new AbortController();
  private readonly lines = new Map<string, AbortController>();
  private timer: NodeJS.Timeout | null = null;

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
    for (const line of this.lines.values()) line.abort();
  }

  /** Opens the lines that are wanted and closes those that are not any more. */
  async look(): Promise<void> {
    try {
      const wanted = new Map((await this.backends.listening()).map((backend) => [backend.uuid, backend]));
      for (const [uuid, line] of this.lines) if (!wanted.has(uuid)) line.abort();
      for (const backend of wanted.values()) this.start(backend);
    } catch (error) {
      this.logger.debug('listening put off', { error });
    }
  }

  private start(backend: BackendRecord): void {
    const { listen } = backendOf(backend.type);
    if (!listen || this.lines.has(backend.uuid) || this.leaving.signal.aborted) return;
    const line = new AbortController();
    this.lines.set(backend.uuid, line);
    const work = (): Promise<void> => this.listen(backend, listen, line.signal);
    void this.locks
      .hold(`listen ${backend.uuid}`, work)
      .catch((error: unknown) => this.logger.debug('listening put off', { error }))
      .finally(() => this.lines.delete(backend.uuid));
  }

  private async listen(backend: BackendRecord, listen: Listen, signal: AbortSignal): Promise<void> {
    let rest = FIRST_REST_MS;
    while (!signal.aborted) {
      const openedAt = Date.now();
      await this.line(backend, listen, signal);
      rest = Date.now() - openedAt > GOOD_LINE_MS ? FIRST_REST_MS : Math.min(rest * 2, LONGEST_REST_MS);
      await wait(rest, undefined, { signal }).catch(() => undefined);
    }
  }

  /** One line, until it ends. */
  private line(backend: BackendRecord, listen: Listen, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const ear = listen(this.directory.connection(backend), {
        opened: () => this.logger.info('listening', { backend: backend.name }),
        news: (news) => void this.desk.take(backend, 'listener', [news]),
        ended: () => {
          signal.removeEventListener('abort', close);
          resolve();
        },
      });
      const close = (): void => ear.close();
      signal.addEventListener('abort', close, { once: true });
    });
  }
}
