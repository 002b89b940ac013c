import { createHash } from 'node:crypto';
import { Refused, type FakeCall, type Route } from '../http-fake.js';
import { empty, json, type FakeReply } from '../http-reply.js';
import { mustBeAdmin, parsedJson, queryOf, userInPath, type RouteTable, type Site } from './site.js';
import type { WebhookForm, WebhookTarget } from './webhook.js';

type Fields = Readonly<Record<string, unknown>>;

const PLUGIN_ID = '71552a5a5c5c4350a2aeebe451a30173';

/** What an admin, or our own set-up, registered for webhooks; kept as posted (integration facts 5.7, 8.13 and 8.14). */
export class WebhookSettings {
  /** Jellyfin: the plugin's whole configuration. */
  plugin: Fields = { ServerUrl: '', GenericOptions: [], GenericFormOptions: [], DiscordOptions: [] };
  /** Emby: one entry per hook. */
  hooks: readonly Fields[] = [];

  /** Both kinds keep their own list; the other one stays empty. */
  targets(): readonly WebhookTarget[] {
    const options = recordsIn(this.plugin['GenericOptions']).filter(
      (each) => each['EnableWebhook'] !== false,
    );
    const hooks = this.hooks.filter((each) => each['Enabled'] !== false);
    return [...options.map(pluginTarget), ...hooks.map(hookTarget)].filter(({ url }) => url !== '');
  }
}

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

function pluginTarget(option: Fields): WebhookTarget {
  const header = recordsIn(option['Headers']).find(
    (each) => textIn(each, 'Key').toLowerCase() === 'content-type',
  );
  const isJson = header !== undefined && textIn(header, 'Value') === 'application/json';
  return targetOf(
    { url: textIn(option, 'WebhookUri'), events: option['NotificationTypes'] },
    isJson ? 'json' : 'text',
  );
}

function hookTarget(hook: Fields): WebhookTarget {
  const [options = {}] = recordsIn([hook['Options']]);
  const isMultipart = String(options['EnableMultipartFormData']).toLowerCase() === 'true';
  return targetOf(
    { url: textIn(options, 'Url'), events: hook['EventIds'] },
    isMultipart ? 'multipart' : 'json',
  );
}

function targetOf(
  { url, events }: { readonly url: string; readonly events: unknown },
  form: WebhookForm,
): WebhookTarget {
  const names = Array.isArray(events) ? events.filter((event) => typeof event === 'string') : [];
  return { url, events: names, form };
}

const textIn = (fields: Fields, name: string): string => {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
};

function recordsIn(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.filter(isFields) : [];
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
