import { backends as kinds, type Overheard, type WebhookReading } from '#libs/backends';
import type { BackendType } from '#libs/core';
import type {
  BackendRecord,
  DeliveryReading,
  DeliveryRecord,
  DeliverySource,
  DeliveryVerdict,
} from '#libs/database';

export type WaitingDelivery = Pick<DeliveryRecord, 'id' | 'type' | 'payload' | 'source' | 'addressedTo'>;

/** What our own ears put into the inbox. */
export type Heard = Overheard & { readonly serverUuid: string; readonly user?: string };

type Account = Pick<BackendRecord, 'id' | 'uuid' | 'userId' | 'type'>;
type Change = Extract<WebhookReading, { kind: 'item-changed' }>;

/** A payload that was understood, before anybody is looked up. */
export interface Understood {
  readonly delivery: WaitingDelivery;
  readonly type: BackendType | null;
  readonly reading: WebhookReading;
}

/** The sender's kind is stated, or told by which kind can make sense of the payload (jellyfin-emby.md 5.1). */
export function understand(delivery: WaitingDelivery): Understood {
  if (OURS.has(delivery.source))
    return { delivery, type: delivery.type, reading: overheard(delivery.payload) };
  if (delivery.type)
    return { delivery, type: delivery.type, reading: kinds[delivery.type].readWebhook(delivery.payload) };
  const readings = Object.values(kinds).map(({ type, readWebhook }) => ({
    type,
    reading: readWebhook(delivery.payload),
  }));
  const sender = readings.find(({ reading }) => reading.event !== null);
  return sender
    ? { delivery, ...sender }
    : { delivery, type: null, reading: { kind: 'ignored', because: 'unknown-sender', event: null } };
}

/** For whom a delivery is meant, among all backends of all persons on the servers in question; pure. */
export function judge(
  { delivery, type, reading }: Understood,
  accounts: readonly Account[],
): DeliveryReading {
  const { event } = reading;
  const about = { id: delivery.id, type, event, source: sourceOf(delivery.source, event) };
  if (reading.kind === 'ignored')
    return { ...about, outcome: { verdict: verdictOf(reading.because), reason: reading.because } };
  return { ...about, outcome: outcomeOf(reading, delivery, accounts) };
}

function outcomeOf(
  reading: Change,
  { addressedTo }: WaitingDelivery,
  accounts: readonly Account[],
): DeliveryReading['outcome'] {
  const { remoteId, phase, says, user, serverUuid } = reading;
  const there = accounts.filter(({ uuid }) => uuid === serverUuid);
  if (there.length === 0) return { verdict: 'unmatched-server', reason: 'no-backend-of-this-server' };
  if (addressedTo !== null && !there.some(({ id }) => id === addressedTo))
    return { verdict: 'unmatched-server', reason: 'not-the-server-of-this-address' };
  const meant = there.filter(({ userId }) => user === null || userId === user);
  if (meant.length === 0) return { verdict: 'unmatched-user', reason: 'no-backend-of-this-user' };
  return { targets: meant.map(({ id }) => ({ backendId: id, remoteId, phase, says })) };
}

/** Brought by our own ears, in a form of our own. */
const OURS: ReadonlySet<DeliverySource> = new Set(['listener', 'poll']);

const isHeard = (payload: unknown): payload is Heard =>
  typeof payload === 'object' && payload !== null && 'serverUuid' in payload && 'remoteId' in payload;

const overheard = (payload: unknown): WebhookReading =>
  isHeard(payload)
    ? { ...payload, kind: 'item-changed', user: payload.user ?? null }
    : { kind: 'ignored', because: 'unknown-sender', event: null };

const NOT_WANTED: ReadonlySet<string> = new Set(['not-a-play-event', 'not-a-movie-or-episode']);
const NO_IDS: ReadonlySet<string> = new Set(['incomplete', 'no-user']);

const verdictOf = (because: string): DeliveryVerdict =>
  NOT_WANTED.has(because) ? 'not-wanted' : NO_IDS.has(because) ? 'no-ids' : 'ignored';

const sourceOf = (source: DeliverySource, event: string | null): DeliverySource =>
  source === 'webhook' && event?.startsWith('tautulli.') === true ? 'tautulli' : source;
