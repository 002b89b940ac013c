import { Refused, type FakeCall, type Route } from '../http-fake.js';
import { json, type FakeReply } from '../http-reply.js';
import { signedIn } from './server-routes.js';
import { bodyOf, queryOf, type RouteTable, type Site } from './site.js';

/** Jellyfin only (integration facts C31); `GET` begins one before 12, and alone on 10.8. */
export const quickConnectRoutes: RouteTable = (site, at) => {
  if (site.dialect.type !== 'jellyfin') return [];
  const open = (methods: Route['methods'], path: string, handle: (call: FakeCall) => FakeReply): Route => ({
    methods,
    path: at(path),
    open: true,
    handle,
  });
  return [
    open(['GET'], '/QuickConnect/Enabled', () => json(site.credentials.quickConnects.isOn)),
    open(site.dialect.beginsQuickConnectBy, '/QuickConnect/Initiate', (call) => begin(site, call)),
    open(['GET'], '/QuickConnect/Connect', (call) => state(site, call)),
    open(['POST'], '/Users/AuthenticateWithQuickConnect', (call) => finish(site, call)),
  ];
};

function begin(site: Site, call: FakeCall): FakeReply {
  mustBeOn(site);
  if (!site.credentials.deviceOf(call.headers)) throw new Refused(400);
  const { secret, code } = site.credentials.quickConnects.begin();
  return json({ Authenticated: false, Secret: secret, Code: code, DeviceId: 'device', AppName: 'app' });
}

function state(site: Site, call: FakeCall): FakeReply {
  mustBeOn(site);
  const secret = queryOf(call).text('secret') ?? '';
  const begun = site.credentials.quickConnects.find(secret);
  if (!begun) throw new Refused(404);
  return json({ Authenticated: begun.user !== null, Secret: secret, Code: begun.code });
}

function finish(site: Site, call: FakeCall): FakeReply {
  mustBeOn(site);
  const device = site.credentials.deviceOf(call.headers);
  if (!device) throw new Refused(400);
  const secret = String(bodyOf(call)['secret']);
  const user = site.credentials.quickConnects.find(secret)?.user;
  if (!user) throw new Refused(401);
  site.credentials.quickConnects.end(secret);
  return json(signedIn(site, user, device));
}

function mustBeOn(site: Site): void {
  if (!site.credentials.quickConnects.isOn) throw new Refused(401);
}
