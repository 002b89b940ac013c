import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { IsDefined, IsOptional, IsString, MaxLength } from 'class-validator';
import { OptionalText, Shown, ShownChoice, ShownText, Text } from '../../http/fields.js';

const TYPES = { values: ['bool', 'int', 'string'], name: 'SettingType' };
const VALUE = { oneOf: [{ type: 'string' }, { type: 'boolean' }, { type: 'integer' }] };

@ApiSchema({ name: 'BackendOption' })
export class OptionDto {
  @ShownText()
  readonly key: string;

  @ShownText({ nullable: true, description: 'As text; null when it is not set.' })
  readonly value: string | null;

  @Shown({ ...VALUE, nullable: true, description: 'As it is stored.' })
  readonly real_val: unknown;

  @ShownChoice(TYPES)
  readonly type: 'bool' | 'int' | 'string';

  @ShownText()
  readonly description: string;
}

@ApiSchema({ name: 'OptionChange' })
export class OptionChangeDto {
  @Text({ min: 1, max: 100 }, { description: 'With or without `options.` in front.' })
  readonly key: string;

  @ApiProperty(VALUE)
  @IsDefined({ message: 'Give a value; DELETE takes the option back.' })
  readonly value: unknown;
}

@ApiSchema({ name: 'OptionValue' })
export class OptionValueDto {
  @ApiProperty({ type: String, required: false, description: 'Not needed: the path names it.' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  readonly key?: string;

  @ApiProperty(VALUE)
  @IsDefined({ message: 'Give a value; DELETE takes the option back.' })
  readonly value: unknown;
}

/** The two names in the address of one option. */
export class OptionPath {
  @Text({ min: 1, max: 50 })
  readonly name: string;

  @Text({ min: 1, max: 100 }, { description: 'With or without `options.` in front.' })
  readonly option: string;
}

export class OptionQuery {
  @OptionalText(100, { description: 'With or without `options.` in front.' })
  readonly key?: string;
}

@ApiSchema({ name: 'SettingSpec' })
export class SettingSpecDto {
  @ShownText()
  readonly key: string;

  @ShownChoice(TYPES)
  readonly type: 'bool' | 'int' | 'string';

  @ShownText()
  readonly description: string;

  @Shown({ type: [String], required: false, description: 'The only values that it may have.' })
  readonly choices?: readonly string[];

  @Shown({ type: 'integer', required: false })
  readonly min?: number;

  @Shown({ type: 'integer', required: false })
  readonly max?: number;

  @Shown({ type: Boolean, description: 'Whether it may be changed once the backend is stored.' })
  readonly changeable: boolean;
}
