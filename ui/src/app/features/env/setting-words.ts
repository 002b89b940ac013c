import type { Setting, SettingGroup, SettingSource, SettingType } from '../../core/api/schema.gen.js';

export const GROUP_TEXT: Readonly<Record<SettingGroup, string>> = {
  general: 'General',
  tasks: 'Tasks',
  sync: 'Sync',
  webhooks: 'Webhooks',
  access: 'Access',
  logs: 'Logs',
  stores: 'Postgres and Redis',
  ports: 'Ports',
  build: 'Build',
};

export const SOURCE_TEXT: Readonly<Record<SettingSource, string>> = {
  default: 'Default',
  environment: 'Environment',
  file: '.env file',
  yaml: 'config.yaml',
};

export const TYPE_HELP: Readonly<Partial<Record<SettingType, string>>> = {
  url: 'An address with http:// or https://.',
  age: 'A length of time such as 30m, 12h or 7d.',
  timezone: 'A time zone such as Europe/Vienna.',
  networks: 'Addresses or networks such as 192.168.0.0/16, separated by commas.',
};

/** The settings that fit some typed words, in name or description. */
export function findSettings(all: readonly Setting[], words: string): readonly Setting[] {
  const wanted = words.trim().toLowerCase().split(/\s+/);
  return all.filter(({ key, description }) => {
    const text = `${key} ${key.replaceAll('_', ' ')} ${description}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}

export interface SettingsOfGroup {
  readonly label: string;
  readonly settings: readonly Setting[];
}

/** Grouped in the order in which the API names the groups. */
export function byGroup(settings: readonly Setting[]): readonly SettingsOfGroup[] {
  const groups = new Map<SettingGroup, Setting[]>();
  for (const setting of settings) groups.set(setting.group, [...(groups.get(setting.group) ?? []), setting]);
  return [...groups].map(([group, members]) => ({ label: GROUP_TEXT[group], settings: members }));
}

export const isSet = ({ source }: Setting): boolean => source === 'file' || source === 'yaml';
