import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsDefined,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';

// Pairs of "what is checked" and "what OpenAPI says", so that the two cannot disagree.

type Range = { readonly min: number; readonly max: number };
type Described = Pick<ApiPropertyOptions, 'description'>;

export const Text = ({ min, max }: Range, about: Described = {}): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ ...about, type: String, minLength: min, maxLength: max }),
    IsString(),
    MinLength(min),
    MaxLength(max),
  );

export const OptionalText = (max: number, about: Described = {}): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ ...about, type: String, required: false, maxLength: max }),
    IsOptional(),
    IsString(),
    MaxLength(max),
  );

/** A list of texts, each of it once. */
export const OptionalTexts = (
  most: { readonly entries: number; readonly length: number },
  about: Described = {},
): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ ...about, type: [String], required: false, maxItems: most.entries }),
    IsOptional(),
    IsArray(),
    ArrayNotEmpty(),
    ArrayUnique(),
    ArrayMaxSize(most.entries),
    IsString({ each: true }),
    MaxLength(most.length, { each: true }),
  );

export const Flag = (about: Described = {}): PropertyDecorator =>
  applyDecorators(ApiProperty({ ...about, type: Boolean }), IsBoolean());

export const OptionalFlag = (about: Described = {}): PropertyDecorator =>
  applyDecorators(ApiProperty({ ...about, type: Boolean, required: false }), IsOptional(), IsBoolean());

const WORDS: Readonly<Record<string, boolean>> = { true: true, 1: true, false: false, 0: false };

/** A yes or no in a query: `true`, `false`, `1` or `0`. */
export const QueryFlag = (about: Described = {}): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ ...about, type: Boolean, required: false }),
    IsOptional(),
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' ? (WORDS[value] ?? value) : value,
    ),
    IsBoolean({ message: '$property must be true or false' }),
  );

/** How people write numbers, which JavaScript alone would read `0x1f` and `1e3` as, too. */
const DECIMAL = /^-?\d{1,15}(\.\d+)?$/;

/** A whole number, also one that arrives as the text of a query. */
export const OptionalNumber = (
  { min, max }: Range,
  about: Described & { readonly default?: number } = {},
): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ ...about, type: 'integer', required: false, minimum: min, maximum: max }),
    IsOptional(),
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' && DECIMAL.test(value) ? Number(value) : value,
    ),
    IsInt(),
    Min(min),
    Max(max),
  );

/** An object with fields of its own, each checked as its class says. */
export const Group = (of: new () => object, about: Described = {}): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ ...about, type: of }),
    IsDefined(),
    IsObject(),
    ValidateNested(),
    Type(() => of),
  );

export const OptionalGroup = (of: new () => object, about: Described = {}): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ ...about, type: of, required: false }),
    IsOptional(),
    IsObject(),
    ValidateNested(),
    Type(() => of),
  );

interface Choice {
  readonly values: readonly string[];
  /** Name of the closed set in OpenAPI. */
  readonly name?: string;
}

export const OneOf = (choice: Choice, about: Described = {}): PropertyDecorator =>
  applyDecorators(ApiProperty({ ...about, ...enumOf(choice) }), IsIn(choice.values));

export const OptionalOneOf = (choice: Choice, about: Described = {}): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ ...about, ...enumOf(choice), required: false }),
    IsOptional(),
    IsIn(choice.values),
  );

// Of answers, which nobody checks.

/** Anything else. */
export const Shown = (about: ApiPropertyOptions): PropertyDecorator => ApiProperty(about);

export const ShownText = (about: Described & { readonly nullable?: boolean } = {}): PropertyDecorator =>
  ApiProperty({ ...about, type: String });

export const ShownNumber = (about: Described & { readonly nullable?: boolean } = {}): PropertyDecorator =>
  ApiProperty({ ...about, type: 'integer' });

/** A time in ISO 8601. */
export const ShownTime = (about: Described & { readonly nullable?: boolean } = {}): PropertyDecorator =>
  ApiProperty({ ...about, type: String, format: 'date-time' });

export const ShownChoice = (
  choice: Choice,
  about: Described & { readonly nullable?: boolean } = {},
): PropertyDecorator => ApiProperty({ ...about, ...enumOf(choice) });

/** An object that holds texts under any name. */
export const ShownTexts = (about: Described = {}): PropertyDecorator =>
  ApiProperty({ ...about, type: 'object', additionalProperties: { type: 'string' } });

/** An object that holds numbers under any name. */
export const ShownCounts = (about: Described = {}): PropertyDecorator =>
  ApiProperty({ ...about, type: 'object', additionalProperties: { type: 'integer' } });

const enumOf = ({ values, name }: Choice) => ({
  enum: [...values],
  ...(name === undefined ? {} : { enumName: name }),
});
