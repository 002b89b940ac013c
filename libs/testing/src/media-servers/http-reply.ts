/** What a fake answers, before a fault may spoil it. */
export interface FakeReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

export const json = (value: unknown, status = 200): FakeReply => ({
  status,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(value),
});

export const text = (body: string, status = 200): FakeReply => ({
  status,
  headers: { 'Content-Type': 'text/plain; charset=utf-8' },
  body,
});

export const html = (title: string, status = 200, heading = title): FakeReply => ({
  status,
  headers: { 'Content-Type': 'text/html' },
  body: `<html><head><title>${title}</title></head><body><h1>${heading}</h1></body></html>`,
});

export const xml = (body: string, status = 200): FakeReply => ({
  status,
  headers: { 'Content-Type': 'application/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}`,
});

export const empty = (status = 200): FakeReply => ({ status, body: '' });
