import type { Setting, SettingGroup, SettingSource, SettingType } from '../../core/api/schema.gen.js';

export const GROUP_TEXT: Readonly<Record<SettingGroup, string>> = {
  general: $localize`General`,
  tasks: $localize`Tasks`,
  sync: $localize`Sync`,
  webhooks: $localize`Webhooks`,
  access: $localize`Access`,
  logs: $localize`Logs`,
  stores: $localize`Postgres and Redis`,
  ports: $localize`Ports`,
  build: $localize`Build`,
};

export const SOURCE_TEXT: Readonly<Record<SettingSource, string>> = {
  default: $localize`Default`,
  environment: $localize`Environment`,
  file: $localize`.env file`,
  yaml: 'config.yaml',
};

export const TYPE_HELP: Readonly<Partial<Record<SettingType, string>>> = {
  url: $localize`An address with http:// or https://.`,
  age: $localize`A length of time such as 30m, 12h or 7d.`,
  timezone: $localize`A time zone such as Europe/Vienna.`,
  networks: $localize`Addresses or networks such as 192.168.0.0/16, separated by commas.`,
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
