import type { FakeUser } from '../fake-media-server.js';
import type { Entry } from './entry.js';
import type { Happening } from './happening.js';
import type { Json } from './item-json.js';
import type { Site } from './site.js';
import type { WebhookForm, WebhookTarget } from './webhook-target.js';

/** One event in the vendor's words; Jellyfin gives a reason with each save of user data. */
export interface WebhookEvent {
  readonly event: string;
  readonly reason?: string;
}

export interface WebhookSubject {
  readonly site: Site;
  readonly user: FakeUser;
  readonly entry: Entry;
}

/** How one kind of server words and wraps its webhooks. */
export interface WebhookVoice {
  readonly userAgent: string;
  readonly form: WebhookForm;
  eventsOf(happening: Happening, subject: WebhookSubject): readonly WebhookEvent[];
  payloadOf(event: WebhookEvent, subject: WebhookSubject): Json;
}

const BOUNDARY = 'emby-7f2c';

/** Posts webhooks one after the other, and like the real servers never tries again. */
export class WebhookSender {
  private tail: Promise<unknown> = Promise.resolve();

  constructor(private readonly voice: WebhookVoice) {}

  get form(): WebhookForm {
    return this.voice.form;
  }

  /** Everything that one happening makes the server send to its targets. */
  tell(happening: Happening, subject: WebhookSubject, targets: readonly WebhookTarget[]): void {
    if (targets.length === 0) return;
    for (const event of this.voice.eventsOf(happening, subject)) {
      // Worded at once: a later change must not creep into an earlier message.
      const payload = this.voice.payloadOf(event, subject);
      const wanted = targets.filter(({ events }) => events.length === 0 || events.includes(event.event));
      for (const target of wanted)
        this.tail = this.tail.then(() => this.post(target, payload).catch(() => null));
    }
  }

  /** Posts one event now; returns the receiver's status. */
  async ring(event: WebhookEvent, subject: WebhookSubject, target: WebhookTarget): Promise<number> {
    return this.post(target, this.voice.payloadOf(event, subject));
  }

  /** Posts this, whatever it says, after everything told so far. */
  send(target: WebhookTarget, payload: Json): void {
    this.tail = this.tail.then(() => this.post(target, payload).catch(() => null));
  }

  /** Resolves when everything told so far was sent. */
  async sent(): Promise<void> {
    await this.tail;
  }

  private async post({ url, form }: WebhookTarget, payload: Json): Promise<number> {
    const headers = { 'User-Agent': this.voice.userAgent, 'Content-Type': CONTENT_TYPES[form] };
    const response = await fetch(url, { method: 'POST', headers, body: wrapped(payload, form) });
    await response.arrayBuffer();
    return response.status;
  }
}

const CONTENT_TYPES: Readonly<Record<WebhookForm, string>> = {
  json: 'application/json; charset=utf-8',
  text: 'text/plain; charset=utf-8',
  multipart: `multipart/form-data; boundary="${BOUNDARY}"`,
};

function wrapped(payload: Json, form: WebhookForm): string {
  const text = JSON.stringify(payload);
  if (form !== 'multipart') return text;
  return `--${BOUNDARY}\r\nContent-Disposition: form-data; name="data"\r\n\r\n${text}\r\n--${BOUNDARY}--\r\n`;
}
