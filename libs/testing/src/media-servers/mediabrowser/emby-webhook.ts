import type { Dialect } from './dialect.js';
import type { Happening } from './happening.js';
import type { Json } from './item-json.js';
import type { Site } from './site.js';
import { msToTicks, toWireDate } from './times.js';
import type { WebhookSubject, WebhookVoice } from './webhook.js';

/** What a webhook tells of an item without being asked (integration facts 5.6). */
const FIELDS: ReadonlySet<string> = new Set([
  'originaltitle',
  'datecreated',
  'sortname',
  'premieredate',
  'path',
  'overview',
  'genres',
  'productionyear',
  'providerids',
  'parentid',
]);

/** Emby's own webhooks: the item with its path and ids inside (integration facts 5.6 and 8.16). */
export const embyVoice = ({ version, enrichedWebhooks }: Dialect): WebhookVoice => ({
  userAgent: `Emby Server/${version}`,
  form: 'multipart',
  eventsOf: (happening, subject) => eventNames(happening, subject).map((event) => ({ event })),
  payloadOf: ({ event }, subject) => ({
    Title: `${subject.user.name}: ${subject.entry.name}`,
    Description: 'Prose in the language of the server',
    Date: toWireDate(subject.site.now() * 1000),
    Event: event,
    ...(enrichedWebhooks && { Severity: 'Info' }),
    ...(event !== 'library.new' && { User: { Name: subject.user.name, Id: subject.user.id } }),
    ...(!event.startsWith('system.') && { Item: itemPart(event, subject) }),
    Server: { Name: subject.site.name, Id: subject.site.uuid, Version: version },
    ...(event.startsWith('playback.') && playbackPart(event, subject)),
  }),
});

/** The event that an admin's "send test notification" makes; before 4.9.0.37 under another name (integration facts 5.6). */
export const embyTest = ({ dialect, users, now, name, uuid }: Site): Json => {
  const [user] = users;
  return {
    Title: 'Test Notification',
    Description: 'Test Notification Description',
    Date: toWireDate(now() * 1000),
    Event: dialect.enrichedWebhooks ? 'system.notificationtest' : 'system.webhooktest',
    ...(dialect.enrichedWebhooks && { Severity: 'Info', User: { Name: user?.name, Id: user?.id } }),
    Server: { Name: name, Id: uuid, Version: dialect.version },
  };
};

/** User data written as such rings no bell, and progress neither. */
function eventNames(happening: Happening, { site, user, entry }: WebhookSubject): readonly string[] {
  switch (happening) {
    case 'started':
      return ['playback.start'];
    case 'stopped':
      return ['playback.stop'];
    case 'toggled':
      return [site.records.get(user.id, entry).watched ? 'item.markplayed' : 'item.markunplayed'];
    case 'rated':
      return ['item.rate'];
    case 'added':
      return ['library.new'];
    case 'written':
    case 'progressed':
      return [];
  }
}

function itemPart(event: string, { site, user, entry }: WebhookSubject): Json {
  const withData = site.dialect.enrichedWebhooks && event.startsWith('item.');
  const { UserData, ...item } = site.json.item(entry, { fields: FIELDS, userId: withData ? user.id : null });
  if (!withData) return item;
  return { ...item, UserData: site.json.userData(entry, user.id) };
}

/** Whether the end was reached is told at a stop only (quirk 40). */
function playbackPart(event: string, { site, user, entry }: WebhookSubject): Json {
  const { watched, positionMs } = site.records.get(user.id, entry);
  return {
    Session: {
      RemoteEndPoint: '192.168.20.42',
      Client: 'Emby Web',
      DeviceName: 'Television',
      DeviceId: 'television',
      ApplicationVersion: site.dialect.version,
      Id: '5d1e77aa00bb11cc22dd33ee44ff5566',
    },
    PlaybackInfo: {
      ...(event === 'playback.stop' && { PlayedToCompletion: watched && positionMs === 0 }),
      PositionTicks: msToTicks(positionMs),
      PlaylistIndex: 0,
      PlaylistLength: 1,
    },
  };
}
