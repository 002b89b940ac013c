import { createHash } from 'node:crypto';
import type { FakeUser } from '../fake-media-server.js';
import { Refused, type FakeCall, type Route } from '../http-fake.js';
import { empty, json, type FakeReply } from '../http-reply.js';
import type { Playing } from './player.js';
import { bodyOf, checkedId, mustBeAdmin, queryOf, type RouteTable, type Site } from './site.js';
import type { Device } from './credentials.js';
import { msToTicks, toWireDate } from './times.js';

/** The server itself, its users and its sessions (integration facts C01 to C07, C20, C32). */
export const serverRoutes: RouteTable = (site, at) => [
  { ...get(at('/System/Info/Public'), () => json(publicInfo(site))), open: true },
  get(at('/System/Info'), () => json(privateInfo(site))),
  {
    methods: ['POST'],
    path: at('/Users/AuthenticateByName'),
    open: true,
    handle: (call) => login(site, call),
  },
  { methods: ['POST'], path: at('/Sessions/Logout'), handle: (call) => logout(site, call) },
  { ...get(at('/Users/Public'), () => json(publicUsers(site))), open: true },
  ...(site.dialect.type === 'jellyfin'
    ? [get(at('/Users/Me'), (call) => currentUser(site, call))]
    : [get(at('/Users/Query'), (call) => pagedUsers(site, call))]),
  get(at('/Users'), (call) => json(listedUsers(site, call).map((user) => userJson(site, user)))),
  get(at('/Users/{uid}'), (_, uid) => json(userJson(site, knownUser(site, uid)))),
  get(at('/Sessions'), (call) => json(sessions(site, call))),
  get(at('/Auth/Keys'), (call) => apiKeys(site, call)),
  { methods: ['POST'], path: at('/Auth/Keys'), handle: (call) => addKey(site, call) },
  {
    methods: ['DELETE'],
    path: at('/Auth/Keys/{key}'),
    handle: (call, key = '') => removeKey(site, call, key),
  },
];

function get(path: RegExp, handle: (call: FakeCall, group: string) => FakeReply): Route {
  return { methods: ['GET'], path, handle: (call, group = '') => handle(call, group) };
}

function publicInfo(site: Site) {
  const { dialect, name, uuid } = site;
  const shared = { LocalAddress: site.url(), ServerName: name, Version: dialect.version, Id: uuid };
  if (dialect.type === 'emby') return { ...shared, LocalAddresses: [site.url()], RemoteAddresses: [] };
  return {
    ...shared,
    ProductName: 'Jellyfin Server',
    OperatingSystem: system(site),
    StartupWizardCompleted: true,
  };
}

const privateInfo = (site: Site) => ({
  ...publicInfo(site),
  OperatingSystem: system(site),
  HasPendingRestart: false,
  IsShuttingDown: false,
  SupportsLibraryMonitor: true,
  WebSocketPortNumber: 8096,
  CanSelfRestart: true,
  HasUpdateAvailable: false,
});

/** Empty since Jellyfin 10.9. */
const system = ({ dialect }: Site): string => (dialect.modernPaths ? '' : 'Linux');

function userJson(site: Site, user: FakeUser) {
  const { hidden = false, disabled = false } = site.policyOf(user);
  return {
    Name: user.name,
    ServerId: site.uuid,
    Id: user.id,
    HasPassword: true,
    HasConfiguredPassword: true,
    LastActivityDate: toWireDate(site.now() * 1000),
    Configuration: { DisplayMissingEpisodes: false, GroupedFolders: [], HidePlayedInLatest: true },
    Policy: {
      IsAdministrator: user.admin ?? false,
      IsHidden: hidden,
      IsDisabled: disabled,
      EnableAllFolders: site.catalogue.libraries.every((library) => site.canSee(user, library)),
    },
  };
}

function listedUsers(site: Site, call: FakeCall): readonly FakeUser[] {
  const [hidden, disabled] = [queryOf(call).flag('IsHidden'), queryOf(call).flag('IsDisabled')];
  return site.users.filter((user) => {
    const policy = site.policyOf(user);
    if (hidden !== null && (policy.hidden ?? false) !== hidden) return false;
    return disabled === null || (policy.disabled ?? false) === disabled;
  });
}

function publicUsers(site: Site) {
  const shown = site.users.filter((user) => !site.policyOf(user).hidden && !site.policyOf(user).disabled);
  return shown.map((user) => userJson(site, user));
}

function pagedUsers(site: Site, call: FakeCall): FakeReply {
  const all = listedUsers(site, call);
  const start = queryOf(call).integer('StartIndex') ?? 0;
  const page = all.slice(start, start + (queryOf(call).integer('Limit') ?? all.length));
  return json({ Items: page.map((user) => userJson(site, user)), TotalRecordCount: all.length });
}

function knownUser(site: Site, id: string): FakeUser {
  const user = site.users.find((each) => each.id === checkedId(site, id));
  if (!user) throw new Refused(404);
  return user;
}

/** An API key is nobody, so it cannot ask who it is. */
function currentUser(site: Site, call: FakeCall): FakeReply {
  if (!call.caller?.user) throw new Refused(400);
  return json(userJson(site, call.caller.user));
}

function login(site: Site, call: FakeCall): FakeReply {
  const device = site.credentials.deviceOf(call.headers);
  if (!device) throw new Refused(400);
  const { username, pw } = bodyOf(call);
  const user = site.users.find((each) => each.name.toLowerCase() === String(username).toLowerCase());
  if (!user || pw !== site.passwordOf(user)) throw new Refused(401);
  if (site.policyOf(user).disabled) throw new Refused(403);
  return json(signedIn(site, user, device));
}

/** The answer to every kind of sign-in. */
export function signedIn(site: Site, user: FakeUser, device: Device) {
  const session = { Id: device.deviceId, UserId: user.id, UserName: user.name, Client: device.client };
  return {
    User: userJson(site, user),
    SessionInfo: { ...session, DeviceName: device.device, DeviceId: device.deviceId, ServerId: site.uuid },
    AccessToken: site.credentials.login(user, device.deviceId),
    ServerId: site.uuid,
  };
}

function logout(site: Site, call: FakeCall): FakeReply {
  const token = site.credentials.tokenOf(call.headers, call.query);
  if (token !== null) site.credentials.end(token);
  return empty(204);
}

/** A user without admin rights sees only the own sessions; the call has one itself, an API key's without a user. */
function sessions(site: Site, call: FakeCall): readonly unknown[] {
  const { caller } = call;
  const playing = site.player.playing.filter(({ userId }) => caller?.admin || caller?.user?.id === userId);
  const all = [...playing.map((each) => playingSession(site, each)), callingSession(site, call)];
  const device = queryOf(call).text('DeviceId');
  return device === null ? all : all.filter((session) => session.DeviceId === device);
}

function playingSession(site: Site, { userId, entry, positionMs, isPaused }: Playing) {
  return {
    ...sessionOf(site, `television of ${userId}`),
    UserId: userId,
    UserName: site.users.find((user) => user.id === userId)?.name,
    PlayState: {
      PositionTicks: msToTicks(positionMs),
      CanSeek: true,
      IsPaused: isPaused,
      PlayMethod: 'DirectPlay',
    },
    NowPlayingItem: site.json.item(entry, { fields: new Set(['providerids']), userId: null }),
  };
}

function callingSession(site: Site, call: FakeCall) {
  const user = call.caller?.user;
  const nobody = site.dialect.type === 'jellyfin' ? { UserId: '0'.repeat(32) } : {};
  return {
    ...sessionOf(site, site.credentials.deviceOf(call.headers)?.deviceId ?? 'unnamed'),
    ...(user ? { UserId: user.id, UserName: user.name } : nobody),
    PlayState: { CanSeek: false, IsPaused: false, IsMuted: false, RepeatMode: 'RepeatNone' },
  };
}

const sessionOf = (site: Site, deviceId: string) => ({
  AdditionalUsers: [],
  Id: createHash('md5').update(deviceId).digest('hex'),
  ServerId: site.uuid,
  Client: 'Tests',
  DeviceName: deviceId,
  DeviceId: deviceId,
  LastActivityDate: toWireDate(site.now() * 1000),
});

function apiKeys(site: Site, call: FakeCall): FakeReply {
  mustBeAdmin(call);
  const keys = site.credentials.apiKeys();
  const items = keys.map(({ token, app }) => ({ AccessToken: token, AppName: app, IsActive: true }));
  return json({ Items: items, TotalRecordCount: items.length, StartIndex: 0 });
}

function addKey(site: Site, call: FakeCall): FakeReply {
  mustBeAdmin(call);
  const app = queryOf(call).text('App');
  if (app === null) throw new Refused(400);
  site.credentials.addKey(app);
  return empty(204);
}

function removeKey(site: Site, call: FakeCall, key: string): FakeReply {
  mustBeAdmin(call);
  site.credentials.removeKey(key);
  return empty(204);
}
