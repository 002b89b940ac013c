import type { Entry } from './entry.js';
import type { Happening } from './happening.js';
import type { Json } from './item-json.js';
import { msToTicks, ticksToMs, toLocalDate, toWireDate } from './times.js';
import type { WebhookEvent, WebhookSubject, WebhookVoice } from './webhook.js';

/** Jellyfin's Webhook plugin with "send all properties": one flat object (integration facts 5.3, 5.4 and 8.15). */
export const jellyfinVoice = (version: string): WebhookVoice => ({
  userAgent: `Jellyfin-Server/${version}`,
  form: 'text',
  eventsOf: (happening) => EVENTS[happening],
  payloadOf: (event, subject) => ({
    ...serverPart(event, subject),
    ...itemPart(subject.entry),
    ...episodePart(subject.entry),
    ...providerPart(subject.entry),
    ...(event.event === 'UserDataSaved' && savedPart(event, subject)),
    ...(event.event.startsWith('Playback') && playbackPart(event, subject)),
  }),
});

const saved = (reason: string): WebhookEvent => ({ event: 'UserDataSaved', reason });

/** Every write of user data is told, whoever made it. */
const EVENTS: Readonly<Record<Happening, readonly WebhookEvent[]>> = {
  started: [saved('PlaybackStart'), { event: 'PlaybackStart' }],
  progressed: [saved('PlaybackProgress'), { event: 'PlaybackProgress' }],
  stopped: [saved('PlaybackFinished'), { event: 'PlaybackStop' }],
  toggled: [saved('TogglePlayed')],
  written: [saved('UpdateUserData')],
  rated: [saved('UpdateUserRating')],
  added: [{ event: 'ItemAdded' }],
};

function serverPart({ event }: WebhookEvent, { site }: WebhookSubject): Json {
  const now = site.now() * 1000;
  return {
    ServerId: site.uuid,
    ServerName: site.name,
    ServerVersion: site.dialect.version,
    ServerUrl: site.url(),
    NotificationType: event,
    Timestamp: toLocalDate(now, site.zoneMinutes),
    UtcTimestamp: toWireDate(now),
  };
}

/** `Year` is that of the series for an episode, unlike the API's `ProductionYear` (quirk 22). */
function itemPart(entry: Entry): Json {
  const year = entry.series?.year ?? entry.year;
  return {
    Name: escaped(entry.name),
    Overview: escaped(`What happens in ${entry.name}.`),
    Tagline: '',
    ItemId: entry.id,
    ItemType: entry.type,
    RunTimeTicks: entry.runtimeTicks,
    RunTime: clock(ticksToMs(entry.runtimeTicks)),
    ...(year !== null && { Year: year, PremiereDate: `${year}-06-01` }),
    ...(entry.type === 'Movie' && { Genres: 'Drama' }),
  };
}

function episodePart({ series, season, seasonNumber, index, lastIndex }: Entry): Json {
  if (!series || !season) return {};
  return {
    SeriesName: escaped(series.name),
    SeriesId: series.id,
    SeasonId: season.id,
    ...numbered('SeasonNumber', seasonNumber),
    ...numbered('EpisodeNumber', index),
    ...numbered('EpisodeNumberEnd', lastIndex),
  };
}

const providerPart = ({ providerIds }: Entry): Json =>
  Object.fromEntries(Object.entries(providerIds).map(([name, id]) => [`Provider_${name.toLowerCase()}`, id]));

function savedPart({ reason }: WebhookEvent, { site, user, entry }: WebhookSubject): Json {
  const { watched, positionMs, playCount, playedAt } = site.records.get(user.id, entry);
  return {
    Likes: false,
    Rating: 0,
    PlaybackPositionTicks: msToTicks(positionMs),
    PlaybackPosition: clock(positionMs),
    PlayCount: playCount,
    Favorite: site.records.isFavourite(user.id, entry),
    Played: watched,
    AudioStreamIndex: -1,
    SubtitleStreamIndex: -1,
    ...(playedAt !== null && { LastPlayedDate: toWireDate(playedAt * 1000) }),
    SaveReason: reason ?? 'TogglePlayed',
    NotificationUsername: user.name,
    UserId: user.id,
  };
}

/** Has no `Played`; whether the end was reached is told at a stop only. */
function playbackPart({ event }: WebhookEvent, { site, user, entry }: WebhookSubject): Json {
  const { watched, positionMs } = site.records.get(user.id, entry);
  return {
    PlaybackPositionTicks: msToTicks(positionMs),
    PlaybackPosition: clock(positionMs),
    MediaSourceId: entry.id,
    IsPaused: site.isPaused(user.id),
    IsAutomated: false,
    DeviceId: 'television',
    DeviceName: 'Television',
    ClientName: 'Jellyfin Web',
    PlayMethod: 'DirectPlay',
    ...(event === 'PlaybackStop' && { PlayedToCompletion: watched && positionMs === 0 }),
    Id: '0c4bb3f09a1e5d7788b1e0a4c2f34d11',
    UserId: user.id,
    NotificationUsername: user.name,
    Client: 'Jellyfin Web',
    LastActivityDate: toWireDate(site.now() * 1000),
    RemoteEndPoint: '192.168.20.41',
  };
}

function numbered(name: string, value: number | null): Json {
  if (value === null) return {};
  const digits = (width: number) => String(value).padStart(width, '0');
  return { [name]: value, [`${name}00`]: digits(2), [`${name}000`]: digits(3) };
}

/** The plugin escapes quotes before it writes JSON, so a backslash stays in the parsed text (quirk 23). */
const escaped = (text: string): string => text.replaceAll('"', '\\"');

const clock = (ms: number): string => new Date(ms).toISOString().slice(11, 19);
