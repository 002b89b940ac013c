import { createHash } from 'node:crypto';
import { Refused, type FakeCall, type Route } from '../http-fake.js';
import { empty, json, type FakeReply } from '../http-reply.js';
import { embyTest } from './emby-webhook.js';
import { mustBeAdmin, parsedJson, queryOf, userInPath, type RouteTable, type Site } from './site.js';
import { hookTarget, recordsIn, textIn, type Fields } from './webhook-settings.js';

const PLUGIN_ID = '71552a5a5c5c4350a2aeebe451a30173';

export const settingsRoutes: RouteTable = (site, at) => {
  if (site.dialect.type === 'jellyfin') {
    const path = at(`/Plugins/${PLUGIN_ID}/Configuration`);
    return [
      route('GET', at('/Plugins'), (call) => plugins(site, call)),
      route('GET', path, (call) => pluginSettings(site, call)),
      route('POST', path, (call) => savePlugin(site, call)),
    ];
  }
  const path = at('/Notifications/Services/Configured');
  return [
    route('GET', path, (call) => hooks(site, call)),
    route('POST', path, (call) => saveHook(site, call)),
    route('DELETE', path, (call) => removeHook(site, call)),
    route('POST', at('/Notifications/Services/Test'), (call) => testHook(site, call)),
  ];
};

const route = (method: string, path: RegExp, handle: (call: FakeCall) => FakeReply): Route => ({
  methods: [method],
  path,
  handle,
});

function plugins(site: Site, call: FakeCall): FakeReply {
  mustBeAdmin(call);
  const { version } = site.dialect;
  return json([
    { Name: 'TMDb', Version: `${version}.0`, Id: 'b8715ed16c4745289ad3f72deb539cd4', Status: 'Active' },
    { Name: 'Webhook', Version: '21.0.0.0', Id: PLUGIN_ID, Status: 'Active' },
  ]);
}

function pluginSettings(site: Site, call: FakeCall): FakeReply {
  mustBeAdmin(call);
  return json(site.webhookSettings.plugin);
}

function savePlugin(site: Site, call: FakeCall): FakeReply {
  mustBeAdmin(call);
  site.webhookSettings.plugin = fieldsOf(call);
  return empty(204);
}

/** Without `UserId` the real server fails with a 500 (quirk 45). */
function hooks(site: Site, call: FakeCall): FakeReply {
  const user = queryOf(call).text('UserId');
  if (user === null) throw new Refused(500);
  userInPath(site, call, user);
  return json(site.webhookSettings.hooks);
}

function saveHook(site: Site, call: FakeCall): FakeReply {
  mustBeAdmin(call);
  const posted = fieldsOf(call);
  const known = site.webhookSettings.hooks;
  const id =
    textIn(posted, 'Id') || createHash('md5').update(`hook ${known.length} ${call.body}`).digest('hex');
  site.webhookSettings.hooks = [
    ...known.filter((hook) => hook['Id'] !== id),
    { UserId: '1', ...posted, Id: id },
  ];
  return empty(204);
}

/** The hook is in the body, stored or not. */
function testHook(site: Site, call: FakeCall): FakeReply {
  mustBeAdmin(call);
  site.post(hookTarget(fieldsOf(call)), embyTest(site));
  return empty(204);
}

function removeHook(site: Site, call: FakeCall): FakeReply {
  mustBeAdmin(call);
  const id = queryOf(call).text('Id');
  site.webhookSettings.hooks = site.webhookSettings.hooks.filter((hook) => hook['Id'] !== id);
  return empty(204);
}

function fieldsOf(call: FakeCall): Fields {
  const [fields] = recordsIn([parsedJson(call.body)]);
  if (!fields) throw new Refused(400);
  return fields;
}
