import type { SettingState } from '#libs/runtime';
import { present } from '../http/present.js';
import type { SettingDto } from './settings.dto.js';

const MASKED = '***';

/** A setting as it is shown: a secret never with its value. */
export function toSetting({ setting, value, source, problem }: SettingState): SettingDto {
  const { name, about, type, group, choices, min, max } = setting;
  const shown = setting.mask && value ? MASKED : value;
  return {
    key: name,
    description: about,
    type,
    group,
    common: setting.common ?? false,
    mask: setting.mask ?? false,
    danger: setting.danger ?? false,
    restart: setting.restart ?? false,
    ...present({ choices, min, max }),
    unused: setting.unused ?? null,
    default: setting.default,
    source,
    config_value: shown,
    value: source === 'file' || source === 'yaml' ? shown : null,
    problem,
  };
}
