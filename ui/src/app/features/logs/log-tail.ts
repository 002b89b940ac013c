import { DestroyRef, Service, inject, signal } from '@angular/core';
import { API, Api } from '../../core/api/api.js';
import { failureText } from '../../core/api/api-failure.js';
import type { LogLine, LogPage } from '../../core/api/schema.gen.js';
import { type EventStream, OPEN_STREAM } from '../../core/live/event-stream.js';

const RETRY_MS = 3_000;
const MOST_LINES = 5_000;

/** The end of a log file, older lines as they are asked for, and new ones as they are written. */
@Service({ autoProvided: false })
export class LogTail {
  private readonly api = inject(Api);
  private readonly openStream = inject(OPEN_STREAM);
  private readonly known = signal<readonly LogLine[]>([]);
  private readonly older = signal<number | null>(null);
  private readonly trouble = signal('');
  private readonly loading = signal(true);
  private stream: EventStream | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private path = '';
  readonly lines = this.known.asReadonly();
  readonly hasOlder = this.older.asReadonly();
  readonly problem = this.trouble.asReadonly();
  readonly isLoading = this.loading.asReadonly();

  constructor() {
    inject(DestroyRef).onDestroy(() => this.hangUp());
  }

  async open(file: string): Promise<void> {
    this.hangUp();
    this.path = `log/${encodeURIComponent(file)}`;
    this.known.set([]);
    await this.read(0);
    if (!this.trouble()) this.follow();
  }

  readOlder(): Promise<void> {
    const offset = this.older();
    return offset === null ? Promise.resolve() : this.read(offset);
  }

  private async read(offset: number): Promise<void> {
    this.loading.set(true);
    this.trouble.set('');
    try {
      const { lines, next } = await this.api.get<LogPage>(this.path, { offset });
      this.known.update((known) => [...lines, ...known]);
      this.older.set(next);
    } catch (error) {
      this.trouble.set(failureText(error));
    } finally {
      this.loading.set(false);
    }
  }

  private follow(): void {
    const stream = this.openStream(`${API}${this.path}?stream=1`);
    this.stream = stream;
    stream.addEventListener('data', (event) => this.take(event));
    stream.addEventListener('error', () => {
      this.hangUp();
      this.timer = setTimeout(() => this.follow(), RETRY_MS);
    });
  }

  private take(event: Event): void {
    if (!(event instanceof MessageEvent)) return;
    const line = JSON.parse(String(event.data)) as LogLine;
    this.known.update((lines) =>
      lines.some(({ id }) => id === line.id) ? lines : [...lines, line].slice(-MOST_LINES),
    );
  }

  private hangUp(): void {
    clearTimeout(this.timer);
    this.stream?.close();
    this.stream = null;
  }
}
