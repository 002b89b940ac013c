/** Server-sent events over `fetch`, which can carry a header. It does not connect again by itself: its user does. */
export class FetchedStream {
  private readonly target = new EventTarget();
  private readonly stopper = new AbortController();

  constructor(url: string, headers: Readonly<Record<string, string>>) {
    void this.read(url, headers);
  }

  addEventListener(type: string, listener: (event: Event) => void): void {
    this.target.addEventListener(type, listener);
  }

  close(): void {
    this.stopper.abort();
  }

  private async read(url: string, headers: Readonly<Record<string, string>>): Promise<void> {
    try {
      const { ok, body } = await fetch(url, { headers, credentials: 'omit', signal: this.stopper.signal });
      if (!ok || !body) throw new Error('refused');
      this.target.dispatchEvent(new Event('open'));
      const reader = body.pipeThrough(new TextDecoderStream()).getReader();
      let rest = '';
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        const blocks = (rest + part.value).replaceAll('\r\n', '\n').split('\n\n');
        rest = blocks.pop() ?? '';
        blocks.forEach((block) => this.tell(block));
      }
    } catch {
      // Whatever the cause, the stream is over; the user of it is told below.
    }
    if (!this.stopper.signal.aborted) this.target.dispatchEvent(new Event('error'));
  }

  private tell(block: string): void {
    const fields = block.split('\n').map((line) => /^(\w+): ?(.*)$/.exec(line));
    const valuesOf = (name: string) =>
      fields.filter((field) => field?.[1] === name).map((field) => field?.[2] ?? '');
    const data = valuesOf('data');
    if (data.length === 0) return;
    const [type = 'message'] = valuesOf('event');
    const [lastEventId = ''] = valuesOf('id');
    this.target.dispatchEvent(new MessageEvent(type, { data: data.join('\n'), lastEventId }));
  }
}
