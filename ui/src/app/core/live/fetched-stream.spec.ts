import { afterEach, describe, expect, it, vi } from 'vitest';
import { FetchedStream } from './fetched-stream.js';

const answering = (...parts: readonly string[]): Response => {
  const bytes = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      parts.forEach((part) => controller.enqueue(bytes.encode(part)));
      controller.close();
    },
  });
  return new Response(body, { status: 200 });
};

describe('a stream of events with a header', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('puts events together that arrive in pieces, and says when it is over', async () => {
    const fetched = vi.fn(async () =>
      answering(': hello\n\nevent: run\nda', 'ta: {"id":1}\nid: 7\n\n', 'data: a\ndata: b\n\nrest'),
    );
    vi.stubGlobal('fetch', fetched);
    const stream = new FetchedStream('http://nas:8080/v1/api/live', { 'X-APIKEY': 'k' });
    const heard: string[] = [];
    const hear = (event: Event) => {
      const { data, lastEventId } = event as MessageEvent<string>;
      heard.push(`${event.type} ${data} ${lastEventId}`);
    };
    stream.addEventListener('run', hear);
    stream.addEventListener('message', hear);
    await new Promise<void>((over) => stream.addEventListener('error', () => over()));
    expect(heard).toEqual(['run {"id":1} 7', 'message a\nb ']);
    expect(fetched).toHaveBeenCalledWith(
      'http://nas:8080/v1/api/live',
      expect.objectContaining({ headers: { 'X-APIKEY': 'k' }, credentials: 'omit' }),
    );
  });

  it('is over when the server refuses', async () => {
    vi.stubGlobal(
      'fetch',
      vi.fn(async () => new Response(null, { status: 401 })),
    );
    const stream = new FetchedStream('http://nas:8080/v1/api/live', {});
    const opened = vi.fn();
    stream.addEventListener('open', opened);
    await new Promise<void>((over) => stream.addEventListener('error', () => over()));
    expect(opened).not.toHaveBeenCalled();
  });
});
