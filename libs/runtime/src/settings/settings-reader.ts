import { ConfigSources, type SettingLayers } from '../config/config-sources.js';
import { settingNamed, SETTINGS } from './registry/registry.js';
import { retiredHint } from './registry/retired-settings.js';
import { checkSetting } from './setting-check.js';
import type { Setting } from './setting.js';

export const SETTING_SOURCES = ['default', 'environment', 'file', 'yaml'] as const;
/** `file` is `config/.env`, `yaml` is `config/config.yaml`. */
export type SettingSource = (typeof SETTING_SOURCES)[number];

export interface SettingState {
  readonly setting: Setting;
  /** What counts now; null where nothing is set and there is no default. */
  readonly value: string | null;
  readonly source: SettingSource;
  /** What is wrong with the value that was found; the default counts in its place. */
  readonly problem: string | null;
}

/** A name that looks like ours and is none, with what took its place where that is known. */
export interface StrangeSetting {
  readonly name: string;
  readonly hint: string | null;
}

/** Reads settings as they stand now, by name: each call looks at the files. */
export class SettingsReader {
  constructor(private readonly sources = new ConfigSources()) {}

  all(): readonly SettingState[] {
    const layers = this.sources.layers();
    return SETTINGS.map((setting) => stateOf(setting, layers));
  }

  /** Of a setting of the registry; another name is a fault of the program. */
  read(name: string): SettingState {
    const setting = settingNamed(name);
    if (!setting) throw new RangeError(`there is no setting ${name}`);
    return stateOf(setting, this.sources.layers());
  }

  /** The text that counts; '' where there is none. */
  text(name: string): string {
    return this.read(name).value ?? '';
  }

  flag(name: string): boolean {
    return this.text(name) === 'true';
  }

  /** Names that begin like ours and that nothing knows (env.md 3). */
  strange(): readonly StrangeSetting[] {
    const { environment, file, yaml } = this.sources.layers();
    const names = new Set([environment, file, yaml].flatMap((layer) => Object.keys(layer)));
    return [...names]
      .filter((name) => name.startsWith('WS_') && settingNamed(name) === null)
      .sort()
      .map((name) => ({ name, hint: retiredHint(name) }));
  }
}

const LATER_FIRST = ['yaml', 'file', 'environment'] as const;

function stateOf(setting: Setting, layers: SettingLayers): SettingState {
  const source = LATER_FIRST.find((layer) => layers[layer][setting.name] !== undefined);
  if (source === undefined) return { setting, value: setting.default, source: 'default', problem: null };
  const checked = checkSetting(setting, layers[source][setting.name] ?? '');
  return 'problem' in checked
    ? { setting, value: setting.default, source, problem: checked.problem }
    : { setting, value: checked.value, source, problem: null };
}
