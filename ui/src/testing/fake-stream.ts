import type { EventStream } from '../app/core/live/event-stream.js';

/** A stream of events whose server is the test. */
export class FakeStream implements EventStream {
  static last: FakeStream | null = null;
  isClosed = false;
  private readonly target = new EventTarget();

  constructor(readonly url: string) {
    FakeStream.last = this;
  }

  addEventListener(type: string, listener: (event: Event) => void): void {
    this.target.addEventListener(type, listener);
  }

  close(): void {
    this.isClosed = true;
  }

  open(): void {
    this.target.dispatchEvent(new Event('open'));
  }

  send(type: string, data: unknown, lastEventId = ''): void {
    this.target.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(data), lastEventId }));
  }

  breakDown(): void {
    this.target.dispatchEvent(new Event('error'));
  }
}
