import { parseEnv } from 'node:util';
import { Injectable } from '@nestjs/common';
import { checkSetting, retiredHint, settingNamed, SettingsReader } from '#libs/runtime';
import { SettingsDesk } from '../settings/settings-desk.js';
import type { ImportedSettingDto } from './servers-file.dto.js';

interface Judged extends ImportedSettingDto {
  readonly value: string;
}

/** Where the processes find their stores and themselves is of one installation, never of the next. */
const OF_THE_MACHINE = /^WS_(PORT|HOST|DATA_PATH|DATABASE_URL|CACHE_URL|.*_PORT.*)$/;

/** Takes settings of an older `config/.env` over, as far as they mean something here. */
@Injectable()
export class OldSettings {
  constructor(
    private readonly reader: SettingsReader,
    private readonly desk: SettingsDesk,
  ) {}

  judge(env: string | null): readonly Judged[] {
    return Object.entries(parseEnv(env ?? ''))
      .filter(([key]) => /^[A-Z]\w{1,63}$/.test(key))
      .map(([key, value = '']) => ({ key, value, ...this.outcome(key, value) }));
  }

  /** Stored one by one; each was checked before. */
  async store(settings: readonly Judged[]): Promise<void> {
    for (const { key, value, outcome } of settings) if (outcome === 'taken') await this.desk.set(key, value);
  }

  private outcome(key: string, value: string): Omit<ImportedSettingDto, 'key'> {
    const setting = settingNamed(key);
    if (!setting) return left(retiredHint(key) ?? 'There is no such setting.');
    if (setting.isProtected === true) return left('Each installation has its own.');
    if (OF_THE_MACHINE.test(key)) return left('It belongs to the machine of the old installation.');
    const checked = checkSetting(setting, value);
    if ('problem' in checked) return left(`It ${checked.problem}.`);
    const isSame = this.reader.text(key) === checked.value;
    return { outcome: isSame ? 'unchanged' : 'taken', reason: null };
  }
}

const left = (reason: string): Omit<ImportedSettingDto, 'key'> => ({ outcome: 'left', reason });
