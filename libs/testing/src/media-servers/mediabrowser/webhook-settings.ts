import type { WebhookForm, WebhookTarget } from './webhook-target.js';

export type Fields = Readonly<Record<string, unknown>>;

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

export function hookTarget(hook: Fields): WebhookTarget {
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

export const textIn = (fields: Fields, name: string): string => {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
};

export function recordsIn(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.filter(isFields) : [];
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
