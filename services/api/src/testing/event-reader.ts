import { get, type IncomingMessage } from 'node:http';
import { type ApiStage, KEY } from './api-stage.js';

export interface SentEvent {
  readonly event: string;
  readonly data: Record<string, unknown>;
  readonly id: string | undefined;
  /** When it arrived, in milliseconds. */
  readonly at: number;
}

/** Listens to the live events of a stage. */
export class EventReader {
  private readonly events: SentEvent[] = [];
  private readonly waiting = new Set<() => void>();
  private rest = '';
  isEnded = false;

  private constructor(readonly response: IncomingMessage) {
    response.setEncoding('utf8');
    response.on('data', (text: string) => this.take(text));
    response.on('error', () => undefined);
    response.on('close', () => {
      this.isEnded = true;
      this.wake();
    });
  }

  static listen(stage: ApiStage, query: string): Promise<EventReader> {
    return EventReader.follow(stage, `live?${query}`);
  }

  /** Any stream of events below the API. */
  static follow(stage: ApiStage, path: string, headers: Record<string, string> = {}): Promise<EventReader> {
    return new Promise((resolve, reject) => {
      get(`${stage.url}/v1/api/${path}`, { headers: { 'X-APIKEY': KEY, ...headers } }, (response) =>
        resolve(new EventReader(response)),
      ).on('error', reject);
    });
  }

  /** The first event, among all so far and to come, that fits. */
  async next(fits: (event: SentEvent) => boolean): Promise<SentEvent> {
    for (;;) {
      const found = this.events.find(fits);
      if (found) return found;
      if (this.isEnded) throw new Error('the stream ended first');
      await this.change();
    }
  }

  async ended(): Promise<void> {
    while (!this.isEnded) await this.change();
  }

  /** Every event so far that fits. */
  all(fits: (event: SentEvent) => boolean): SentEvent[] {
    return this.events.filter(fits);
  }

  close(): void {
    this.response.destroy();
  }

  private change(): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.add(resolve);
    });
  }

  private wake(): void {
    for (const resolve of this.waiting) resolve();
    this.waiting.clear();
  }

  private take(text: string): void {
    const parts = `${this.rest}${text}`.split('\n\n');
    this.rest = parts.pop() ?? '';
    for (const part of parts) {
      const [, id, event, data] = /^(?:id: (\S+)\n)?event: (\w+)\ndata: (.*)$/.exec(part) ?? [];
      if (event !== undefined && data !== undefined)
        this.events.push({
          event,
          data: JSON.parse(data) as Record<string, unknown>,
          id,
          at: performance.now(),
        });
    }
    this.wake();
  }
}
