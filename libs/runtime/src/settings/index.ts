export { settingNamed, SETTINGS } from './registry/registry.js';
export { SCHEDULED_TASKS, type ScheduledTask } from './registry/task-settings.js';
export {
  type Setting,
  SETTING_GROUPS,
  type SettingGroup,
  SETTING_TYPES,
  type SettingType,
} from './setting.js';
export { retiredHint } from './registry/retired-settings.js';
export { ageInSeconds, checkSetting } from './setting-check.js';
export { UnclearEnvFile } from './env-text.js';
export {
  SETTING_SOURCES,
  type SettingSource,
  SettingsReader,
  type SettingState,
  type StrangeSetting,
} from './settings-reader.js';
export { InvalidSetting, SettingsWriter } from './settings-writer.js';
