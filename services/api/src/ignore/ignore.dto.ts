import { ApiSchema } from '@nestjs/swagger';
import { IGNORE_TYPES, type IgnoreType } from '#libs/core';
import {
  Flag,
  OptionalFlag,
  OptionalOneOf,
  OptionalText,
  ShownChoice,
  ShownText,
  ShownTime,
} from '../http/fields.js';

const TYPES = { values: IGNORE_TYPES, name: 'IgnoreType' };

/** A rule as text, or in its parts. */
@ApiSchema({ name: 'NewIgnoreRule' })
export class IgnoreRuleBody {
  @OptionalText(500, { description: 'As `movie://tmdb:700001@backend`, with `?id=…` for one item only.' })
  readonly rule?: string;

  @OptionalOneOf(TYPES)
  readonly type?: IgnoreType;

  @OptionalText(32, { description: 'Where the id is from, as `tmdb`.' })
  readonly db?: string;

  @OptionalText(200)
  readonly id?: string;

  @OptionalText(64)
  readonly backend?: string;

  @OptionalFlag({ description: 'Only for one item of the backend.' })
  readonly scoped?: boolean;

  @OptionalText(200, { description: 'The id that the backend gives to that item.' })
  readonly scoped_to?: string;
}

export class IgnoreRulesQuery {
  @OptionalOneOf(TYPES)
  readonly type?: IgnoreType;

  @OptionalText(32)
  readonly db?: string;

  @OptionalText(200)
  readonly id?: string;

  @OptionalText(64)
  readonly backend?: string;
}

@ApiSchema({ name: 'IgnoreRule' })
export class IgnoreRuleDto {
  @ShownText()
  readonly rule: string;

  @ShownText()
  readonly id: string;

  @ShownChoice(TYPES)
  readonly type: IgnoreType;

  @ShownText()
  readonly backend: string;

  @ShownText()
  readonly db: string;

  @ShownText({ nullable: true })
  readonly title: string | null;

  @Flag()
  readonly scoped: boolean;

  @ShownText({ nullable: true })
  readonly scoped_to: string | null;

  @ShownTime()
  readonly created: string;
}
