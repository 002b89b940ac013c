import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { SETTING_GROUPS, SETTING_SOURCES, SETTING_TYPES } from '#libs/runtime';
import { IsDefined } from 'class-validator';
import { Flag, QueryFlag, Shown, ShownChoice, ShownText } from '../http/fields.js';

@ApiSchema({ name: 'Setting' })
export class SettingDto {
  @ShownText()
  readonly key: string;

  @ShownText()
  readonly description: string;

  @ShownChoice({ values: SETTING_TYPES, name: 'SettingType' })
  readonly type: string;

  @ShownChoice({ values: SETTING_GROUPS, name: 'SettingGroup' })
  readonly group: string;

  @Flag({ description: 'Among those that most people want.' })
  readonly common: boolean;

  @Flag({ description: 'A secret: it can be written, never read.' })
  readonly mask: boolean;

  @Flag({ description: 'Changing it may open a door or lose data.' })
  readonly danger: boolean;

  @Flag({ description: 'Counts after the next start only.' })
  readonly restart: boolean;

  @Shown({ type: [String], required: false })
  readonly choices?: readonly string[];

  @Shown({ type: Number, required: false })
  readonly min?: number;

  @Shown({ type: Number, required: false })
  readonly max?: number;

  @Shown({
    type: String,
    nullable: true,
    description: 'Why nothing reads it: it is accepted for old files only.',
  })
  readonly unused: string | null;

  @ShownText({ nullable: true })
  readonly default: string | null;

  @ShownChoice(
    { values: SETTING_SOURCES, name: 'SettingSource' },
    {
      description:
        'Where the value that counts comes from: `file` is config/.env, `yaml` is config/config.yaml.',
    },
  )
  readonly source: string;

  @ShownText({ nullable: true, description: 'What counts now; `***` for a secret that is set.' })
  readonly config_value: string | null;

  @ShownText({ nullable: true, description: 'What is set in the files; null when nothing is.' })
  readonly value: string | null;

  @ShownText({ nullable: true, description: 'What is wrong with the value that was found.' })
  readonly problem: string | null;
}

@ApiSchema({ name: 'UnknownSetting' })
export class UnknownSettingDto {
  @ShownText()
  readonly key: string;

  @ShownText({ nullable: true, description: 'What took its place.' })
  readonly hint: string | null;
}

@ApiSchema({ name: 'SettingList' })
export class SettingListDto {
  @Shown({ type: [SettingDto] })
  readonly data: readonly SettingDto[];

  @ShownText({ description: 'The file that they are written into.' })
  readonly file: string;

  @Shown({ type: [UnknownSettingDto], description: 'Names like ours that nothing knows.' })
  readonly unknown: readonly UnknownSettingDto[];
}

export class SettingsQuery {
  @QueryFlag({ description: 'Only those that are set in a file.' })
  readonly set?: boolean;
}

@ApiSchema({ name: 'SettingValue' })
export class SettingValueDto {
  @ApiProperty({ oneOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }] })
  @IsDefined({ message: 'Give a value; DELETE unsets' })
  readonly value: unknown;
}
