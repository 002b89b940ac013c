import { Injectable } from '@nestjs/common';
import { Turns } from '#libs/database';
import {
  DataFolder,
  InvalidSetting,
  type Setting,
  settingNamed,
  SettingsReader,
  SettingsWriter,
  UnclearEnvFile,
} from '#libs/runtime';
import { ApiProblem, conflict, invalid } from '../http/api-problem.js';
import { toSetting } from './setting.presenter.js';
import type { SettingDto, SettingListDto } from './settings.dto.js';

/** The turn that every writer of `config/.env` takes. */
export const ENV_FILE_TURN = 'config/.env';

/** Shows and changes the settings of the data folder (rest-api.md 13). */
@Injectable()
export class SettingsDesk {
  constructor(
    private readonly reader: SettingsReader,
    private readonly writer: SettingsWriter,
    private readonly turns: Turns,
    private readonly folder: DataFolder,
  ) {}

  list(onlySet: boolean): SettingListDto {
    const states = this.reader.all().filter(({ setting }) => setting.isProtected !== true);
    const shown = states.map(toSetting).filter(({ value }) => !onlySet || value !== null);
    const unknown = this.reader.strange().map(({ name, hint }) => ({ key: name, hint }));
    return { data: shown, file: this.folder.envFile, unknown };
  }

  show(key: string): SettingDto {
    return toSetting(this.reader.read(known(key).name));
  }

  set(key: string, value: unknown): Promise<SettingDto> {
    const setting = known(key);
    return this.change(setting, () => this.writer.set(setting, textOf(value)));
  }

  unset(key: string): Promise<SettingDto> {
    const setting = known(key);
    return this.change(setting, () => this.writer.unset(setting));
  }

  private async change({ name }: Setting, write: () => void): Promise<SettingDto> {
    try {
      await this.turns.take(ENV_FILE_TURN, write);
    } catch (error) {
      if (error instanceof InvalidSetting) throw invalid([{ field: 'value', message: `${error.message}.` }]);
      if (error instanceof UnclearEnvFile) throw conflict('file-unclear', `${error.message}.`);
      throw error;
    }
    return this.show(name);
  }
}

/** The key is quoted only when it has the form of one: it comes from the address. */
function known(key: string): Setting {
  const setting = settingNamed(key);
  if (setting?.isProtected === true)
    throw new ApiProblem(404, 'setting-protected', `${key} can be neither read nor changed here.`);
  if (setting) return setting;
  throw invalid([
    { field: 'key', message: /^\w{1,64}$/.test(key) ? `There is no setting ${key}.` : 'No setting.' },
  ]);
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw invalid([{ field: 'value', message: 'The value must be a text, a number, true or false.' }]);
}
