import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';
import busboy from 'busboy';
import { Refusal } from './refusal.js';

/** contract.md 3. The thumb that Plex sends along counts too, but is never kept. */
export const LARGEST_BODY = 2 * 1024 * 1024;

export type WebhookPayload = Readonly<Record<string, unknown>>;

/** Fields that hold the event as JSON: Plex says `payload`, Emby says `data`. */
const EVENT_FIELDS = ['payload', 'data'] as const;

/**
 * The event in a webhook's body. What the body is, its content decides and not its content type, because the senders'
 * types are not to be trusted (jellyfin-emby.md 5.1); only multipart needs its type for the boundary.
 */
export async function readPayload(request: IncomingMessage): Promise<WebhookPayload> {
  if (Number(request.headers['content-length'] ?? 0) > LARGEST_BODY) throw tooLarge();
  const isMultipart = /^multipart\/form-data\b/i.test(request.headers['content-type'] ?? '');
  return isMultipart ? readMultipart(request) : readText(await wholeText(request));
}

async function readMultipart(request: IncomingMessage): Promise<WebhookPayload> {
  const fields = new URLSearchParams();
  const parser = openParser(request);
  parser.on('field', (name, value) => fields.append(name, value));
  // A form that is refused ends its file with the same error, and one that nobody hears ends the process.
  parser.on('file', (_name, file) => file.on('error', () => undefined).resume());
  try {
    await pipeline(bounded(request), parser);
  } catch (cause) {
    if (cause instanceof Refusal) throw cause;
    throw new Refusal('unreadable', 'The form could not be read.', { cause });
  }
  return eventIn(fields);
}

function openParser(request: IncomingMessage): busboy.Busboy {
  try {
    return busboy({ headers: request.headers, limits: { fieldSize: LARGEST_BODY, fields: 32, parts: 40 } });
  } catch (cause) {
    throw new Refusal('unreadable', 'The form could not be read.', { cause });
  }
}

function readText(text: string): WebhookPayload {
  const body = text.trim();
  return body.startsWith('{') ? parseEvent(body) : eventIn(new URLSearchParams(body));
}

function eventIn(fields: URLSearchParams): WebhookPayload {
  for (const name of EVENT_FIELDS) {
    const value = fields.get(name);
    if (value !== null) return parseEvent(value);
  }
  // The "Generic Form" destination of Jellyfin's plugin: the event is the form.
  if (fields.has('NotificationType')) return Object.fromEntries(fields);
  throw new Refusal('unreadable', 'The body holds no event.');
}

function parseEvent(text: string): WebhookPayload {
  const event = parseJson(text);
  if (typeof event === 'object' && event !== null && !Array.isArray(event)) return { ...event };
  throw new Refusal('unreadable', 'The event is not a JSON object.');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Refusal('unreadable', 'The event is not JSON.', { cause });
  }
}

async function wholeText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of bounded(request)) chunks.push(chunk);
  return new TextDecoder().decode(Buffer.concat(chunks));
}

/** The body up to the limit. The request is not destroyed on the way out, so that its sender still gets the answer. */
async function* bounded(request: IncomingMessage): AsyncGenerator<Buffer> {
  let size = 0;
  const chunks: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false });
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > LARGEST_BODY) throw tooLarge();
    yield chunk;
  }
}

const tooLarge = (): Refusal => new Refusal('too-large', 'A webhook may not be larger than 2 MiB.');
