import type { Response } from 'express';

/** A listener that reads this slowly is cut off; it comes back and reads the state anew. */
const MOST_UNREAD_BYTES = 1024 * 1024;

/** One answer of server-sent events. */
export class EventStream {
  constructor(private readonly response: Response) {}

  /** Begins the answer; `onEnd` is called once, whoever ends it. */
  open(onEnd: () => void): void {
    this.response.once('close', onEnd);
    this.response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store',
      // A proxy that collects the answer first would never pass it on.
      'X-Accel-Buffering': 'no',
    });
    if (this.response.req.method === 'HEAD') this.end();
    else this.write(': here begins the stream\n\n');
  }

  /** With an id, whoever lost the stream asks to go on from there (`Last-Event-ID`). */
  send(event: string, data: unknown, id?: string | number): void {
    const named = id === undefined ? '' : `id: ${id}\n`;
    this.write(`${named}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  /** Keeps proxies from taking silence for death. */
  ping(): void {
    this.write(': ping\n\n');
  }

  end(): void {
    this.response.end();
  }

  private write(text: string): void {
    if (this.response.writableEnded) return;
    if (this.response.writableLength > MOST_UNREAD_BYTES) this.response.destroy();
    else this.response.write(text);
  }
}
