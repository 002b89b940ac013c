import { ConfigSources, readIfPresent } from '../config/config-sources.js';
import { withEnvValue } from './env-text.js';
import { checkSetting } from './setting-check.js';
import type { Setting } from './setting.js';
import { replaceFile } from './whole-file.js';
import { withYamlValue } from './yaml-text.js';

/** A value that the setting's check refuses; the message says what is right and quotes nothing. */
export class InvalidSetting extends Error {
  constructor(
    readonly setting: string,
    readonly problem: string,
  ) {
    super(`${setting} ${problem}`);
    this.name = 'InvalidSetting';
  }
}

/**
 * Writes settings where they count: into `config/.env`, and into `config/config.yaml` for what stands there already,
 * since that wins. The services follow the files. Two processes must not write at the same moment: the caller sees to it.
 */
export class SettingsWriter {
  constructor(private readonly sources = new ConfigSources()) {}

  set(setting: Setting, text: string): void {
    const checked = checkSetting(setting, text);
    if ('problem' in checked) throw new InvalidSetting(setting.name, checked.problem);
    this.write(setting.name, checked.value);
  }

  /** Takes it out of both files; what the environment says, or the default, counts again. */
  unset({ name }: Setting): void {
    this.change(this.sources.files[0], (text) => withEnvValue(text, name, null));
    this.change(this.sources.files[1], (text) => withYamlValue(text, name, null));
  }

  private write(name: string, value: string): void {
    const isInYaml = this.sources.layers().yaml[name] !== undefined;
    if (isInYaml) this.change(this.sources.files[1], (text) => withYamlValue(text, name, value));
    else this.change(this.sources.files[0], (text) => withEnvValue(text, name, value));
  }

  private change(file: string, edit: (text: string) => string): void {
    const before = readIfPresent(file) ?? '';
    const after = edit(before);
    if (after !== before) replaceFile(file, after);
  }
}
