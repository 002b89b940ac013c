export const SETTING_TYPES = [
  'text',
  'bool',
  'int',
  'number',
  'choice',
  'url',
  'cron',
  'age',
  'timezone',
  'networks',
] as const;
export type SettingType = (typeof SETTING_TYPES)[number];

/** The headings under which the settings are shown; the first are those that most people want (env.md 7). */
export const SETTING_GROUPS = [
  'general',
  'tasks',
  'sync',
  'webhooks',
  'access',
  'logs',
  'stores',
  'ports',
  'build',
] as const;
export type SettingGroup = (typeof SETTING_GROUPS)[number];

/** What a person must know of a setting, and what the program must check before it takes a value over. */
export interface Setting {
  readonly name: string;
  readonly group: SettingGroup;
  readonly type: SettingType;
  /** As it would be written into a file; null where there is none, or where it is made on first start. */
  readonly default: string | null;
  readonly about: string;
  readonly choices?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  /** Of a `text`. */
  readonly pattern?: RegExp;
  /** What is right, for a person, where `pattern` alone does not say it. */
  readonly rule?: string;
  /** Of a `url`. */
  readonly protocols?: readonly string[];
  /** A secret: it can be written, never read. */
  readonly mask?: true;
  /** Changing it may open a door or lose data; the page warns. */
  readonly danger?: true;
  /** Neither readable nor writable through the API. */
  readonly isProtected?: true;
  /** Counts after the next start only. */
  readonly restart?: true;
  /** Among those shown first. */
  readonly common?: true;
  /** Accepted so that an old file stays valid; nothing reads it. Says why. */
  readonly unused?: string;
}

export type NewSetting = Omit<Setting, 'group'>;

export const settingsOf = (group: SettingGroup, settings: readonly NewSetting[]): readonly Setting[] =>
  settings.map((setting) => ({ ...setting, group }));
