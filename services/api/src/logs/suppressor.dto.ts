import { ApiSchema } from '@nestjs/swagger';
import { type Suppression, SUPPRESSION_TYPES } from '#libs/runtime';
import { OneOf, Shown, ShownChoice, ShownText, Text } from '../http/fields.js';

const TYPES = { values: SUPPRESSION_TYPES, name: 'SuppressionType' };

@ApiSchema({ name: 'NewSuppression' })
export class NewSuppressionDto {
  @OneOf(TYPES, { description: 'Whether the rule is a text or a pattern (RE2).' })
  readonly type: Suppression['type'];

  @Text({ min: 1, max: 500 }, { description: 'What a line has in it that is not to be written.' })
  readonly rule: string;

  @Text({ min: 1, max: 5_000 }, { description: 'A line that the rule must fit.' })
  readonly example: string;
}

@ApiSchema({ name: 'Suppression' })
export class SuppressionDto {
  @ShownText({ description: '`S` and ten hexadecimal digits.' })
  readonly id: string;

  @ShownChoice(TYPES)
  readonly type: Suppression['type'];

  @ShownText()
  readonly rule: string;

  @ShownText()
  readonly example: string;
}

@ApiSchema({ name: 'SuppressionList' })
export class SuppressionListDto {
  @Shown({ type: [SuppressionDto] })
  readonly items: readonly SuppressionDto[];

  @Shown({ type: [String] })
  readonly types: readonly string[];
}
