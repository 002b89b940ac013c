import type { FakeMediaServer } from '../fake-media-server.js';

interface Asked {
  readonly method?: string;
  /** Default: the admin key, in the form that every version accepts. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface Answer {
  readonly status: number;
  readonly type: string;
  /** Parsed when it is JSON, else the text. */
  readonly body: unknown;
}

export const bearer = (token: string) => ({
  Authorization: `MediaBrowser Token="${token}", Client="Tests", Device="desk", DeviceId="d1", Version="1"`,
});

/** A plain HTTP call to a fake, for its own specs. */
export async function ask(server: FakeMediaServer, path: string, asked: Asked = {}): Promise<Answer> {
  const response = await fetch(`${server.url}${path}`, {
    method: asked.method ?? 'GET',
    headers: asked.headers ?? bearer(server.adminToken),
    ...(asked.body !== undefined && { body: JSON.stringify(asked.body) }),
  });
  const type = response.headers.get('content-type') ?? '';
  const text = await response.text();
  const body: unknown = type.startsWith('application/json') ? JSON.parse(text) : text;
  return { status: response.status, type, body };
}

/** The rows of a list answer. */
export function rowsOf({ body }: Answer): readonly Readonly<Record<string, unknown>>[] {
  if (typeof body !== 'object' || body === null || !('Items' in body) || !Array.isArray(body.Items)) {
    throw new Error(`not a list: ${JSON.stringify(body)}`);
  }
  return body.Items;
}

/** A member of an answer that is one object. */
export function textIn({ body }: Answer, name: string): string {
  const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
  if (typeof value !== 'string') throw new Error(`no ${name} in ${JSON.stringify(body)}`);
  return value;
}
