import type { Setting } from '../setting.js';
import { ACCESS_SETTINGS } from './access-settings.js';
import { GENERAL_SETTINGS } from './general-settings.js';
import { LOG_SETTINGS } from './log-settings.js';
import { BUILD_SETTINGS, PORT_SETTINGS, STORE_SETTINGS } from './machine-settings.js';
import { SYNC_SETTINGS, WEBHOOK_SETTINGS } from './sync-settings.js';
import { TASK_SETTINGS } from './task-settings.js';

/** Every setting there is: the API, the console, `.env.example` and the checks read this one list (env.md 2). */
export const SETTINGS: readonly Setting[] = [
  ...GENERAL_SETTINGS,
  ...TASK_SETTINGS,
  ...SYNC_SETTINGS,
  ...WEBHOOK_SETTINGS,
  ...ACCESS_SETTINGS,
  ...LOG_SETTINGS,
  ...STORE_SETTINGS,
  ...PORT_SETTINGS,
  ...BUILD_SETTINGS,
];

const byName = new Map(SETTINGS.map((setting) => [setting.name, setting]));

export const settingNamed = (name: string): Setting | null => byName.get(name) ?? null;
