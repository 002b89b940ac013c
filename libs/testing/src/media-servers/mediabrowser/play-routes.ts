import type { FakeUser } from '../fake-media-server.js';
import { Refused, type FakeCall, type Route } from '../http-fake.js';
import { empty, json, type FakeReply } from '../http-reply.js';
import type { UserDataBody } from './play-records.js';
import {
  bodyOf,
  entryFor,
  mustHaveUser,
  queryOf,
  userInPath,
  userInQuery,
  type RouteTable,
  type Site,
} from './site.js';
import { parseCompactDate, parseIsoDate, ticksToMs } from './times.js';

type Act = (site: Site, call: FakeCall, target: Target) => FakeReply;

interface Target {
  readonly user: FakeUser;
  readonly id: string;
}

/** Marks and positions, in the legacy and, from Jellyfin 10.9 on, the modern form (integration facts 1.2). */
export const playRoutes: RouteTable = (site, at) => {
  const legacy = (method: string, template: string, act: Act): Route => ({
    methods: [method],
    path: at(template),
    write: method !== 'GET',
    handle: (call, uid = '', id = '') => act(site, call, { user: userInPath(site, call, uid), id }),
  });
  const modern = (method: string, template: string, act: Act): Route => ({
    methods: [method],
    path: at(template),
    write: method !== 'GET',
    handle: (call, id = '') => act(site, call, { user: mustHaveUser(userInQuery(site, call)), id }),
  });
  return [
    legacy('POST', '/Users/{uid}/PlayedItems/{id}', markPlayed),
    legacy('DELETE', '/Users/{uid}/PlayedItems/{id}', markUnplayed),
    legacy('POST', '/Users/{uid}/PlayingItems/{id}/Progress', reportProgress),
    ...(site.dialect.userDataWrite === 'none'
      ? []
      : [legacy('POST', '/Users/{uid}/Items/{id}/UserData', writeData)]),
    ...(site.dialect.type === 'emby'
      ? [legacy('POST', '/Users/{uid}/PlayedItems/{id}/Delete', markUnplayed)]
      : []),
    ...(site.dialect.modernPaths
      ? [
          legacy('GET', '/Users/{uid}/Items/{id}/UserData', readData),
          modern('POST', '/UserPlayedItems/{id}', markPlayed),
          modern('DELETE', '/UserPlayedItems/{id}', markUnplayed),
          modern('POST', '/UserItems/{id}/UserData', writeData),
          modern('GET', '/UserItems/{id}/UserData', readData),
        ]
      : []),
  ];
};

const markPlayed: Act = (site, call, { user, id }) => {
  const entry = entryFor(site, user, id);
  const at = datePlayed(site, call);
  for (const each of site.catalogue.playablesOf(entry)) {
    site.records.markPlayed(user.id, each, at);
    site.wrote(user, each, 'toggled');
  }
  return json(site.json.userData(entry, user.id));
};

const markUnplayed: Act = (site, _call, { user, id }) => {
  const entry = entryFor(site, user, id);
  for (const each of site.catalogue.playablesOf(entry)) {
    site.records.markUnplayed(user.id, each);
    site.wrote(user, each, 'toggled');
  }
  return json(site.json.userData(entry, user.id));
};

const readData: Act = (site, _call, { user, id }) =>
  json(site.json.userData(entryFor(site, user, id), user.id));

const writeData: Act = (site, call, { user, id }) => {
  const entry = entryFor(site, user, id);
  site.records.write(user.id, entry, userDataBody(site, call));
  site.wrote(user, entry, 'written');
  return site.dialect.type === 'emby' ? empty(204) : json(site.json.userData(entry, user.id));
};

const reportProgress: Act = (site, call, { user, id }) => {
  const entry = entryFor(site, user, id);
  const query = queryOf(call);
  if (query.text('MediaSourceId') === null) throw new Refused(400);
  site.player.progress(user.id, entry, ticksToMs(query.integer('PositionTicks') ?? 0));
  site.wrote(user, entry, 'progressed');
  return empty(204);
};

/** `DatePlayed` in unix seconds: 14 digits on both, ISO 8601 on Jellyfin only (integration facts 4.2). */
function datePlayed(site: Site, call: FakeCall): number | null {
  const text = queryOf(call).text('DatePlayed');
  if (text === null) return null;
  const unixMs = parseCompactDate(text) ?? (site.dialect.type === 'jellyfin' ? parseIsoDate(text) : null);
  if (unixMs === null) throw new Refused(400);
  return unixMs / 1000;
}

function userDataBody(site: Site, call: FakeCall): UserDataBody {
  const body = bodyOf(call);
  const ticks = numberIn(body['playbackpositionticks']);
  const playCount = numberIn(body['playcount']);
  const playedAt = dateIn(site, body['lastplayeddate']);
  const [played, favourite] = [flagIn(body['played']), flagIn(body['isfavorite'])];
  return {
    ...(ticks !== null && { positionMs: ticksToMs(ticks) }),
    ...(playCount !== null && { playCount }),
    ...(playedAt !== null && { playedAt }),
    ...(played !== null && { played }),
    ...(favourite !== null && { favourite }),
  };
}

/** Null counts as absent; Jellyfin takes numbers written as text, too. */
function numberIn(value: unknown): number | null {
  if (value === undefined || value === null) return null;
  const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isSafeInteger(number)) throw new Refused(400);
  return number;
}

function flagIn(value: unknown): boolean | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'boolean') throw new Refused(400);
  return value;
}

/** A date with an offset is printed wrong by the server's own zone (integration facts 4.2). */
function dateIn(site: Site, value: unknown): number | null {
  if (value === undefined || value === null) return null;
  const unixMs = typeof value === 'string' ? parseIsoDate(value) : null;
  if (typeof value !== 'string' || unixMs === null) throw new Refused(400);
  const isMisread = site.dialect.type === 'jellyfin' && !value.endsWith('Z');
  return unixMs / 1000 + (isMisread ? site.zoneMinutes * 60 : 0);
}
