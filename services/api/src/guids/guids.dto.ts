import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsDefined,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { BACKEND_TYPES, LONGEST_GUID } from '#libs/core';
import { OneOf, OptionalFlag, OptionalText, Shown, ShownChoice, ShownText, Text } from '../http/fields.js';

const VALUES = { type: String, isArray: true, minItems: 1, maxItems: 50 } as const;

@ApiSchema({ name: 'GuidTests' })
export class GuidTestsDto {
  @ApiProperty({ ...VALUES, description: 'Values that must fit.' })
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @MaxLength(LONGEST_GUID, { each: true })
  readonly valid: readonly string[];

  @ApiProperty({ ...VALUES, description: 'Values that must not fit.' })
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @MaxLength(LONGEST_GUID, { each: true })
  readonly invalid: readonly string[];
}

@ApiSchema({ name: 'GuidValidator' })
export class GuidValidatorDto {
  @Text(
    { min: 1, max: 200 },
    { description: 'A regular expression, without look-around and back references.' },
  )
  readonly pattern: string;

  @Text({ min: 1, max: LONGEST_GUID })
  readonly example: string;

  @ApiProperty({ type: GuidTestsDto })
  @IsDefined()
  @ValidateNested()
  @Type(() => GuidTestsDto)
  readonly tests: GuidTestsDto;
}

const NAME_RULE = { message: 'name may have small letters, digits and _, with or without guid_ in front' };

@ApiSchema({ name: 'CustomGuidWish' })
export class CustomGuidWishDto {
  @Text({ min: 1, max: 53 })
  @Matches(/^(guid_)?[a-z0-9_]{1,48}$/, NAME_RULE)
  readonly name: string;

  @OneOf({ values: ['string'] })
  readonly type = 'string' as const;

  @OptionalText(500)
  readonly description?: string;

  @ApiProperty({ type: GuidValidatorDto })
  @IsDefined()
  @ValidateNested()
  @Type(() => GuidValidatorDto)
  readonly validator: GuidValidatorDto;
}

@ApiSchema({ name: 'GuidSource' })
export class GuidSourceDto {
  @ShownText()
  readonly guid: string;

  @ShownText()
  readonly type: string;

  @Shown({ type: GuidValidatorDto })
  readonly validator: GuidValidatorDto;
}

@ApiSchema({ name: 'CustomGuid' })
export class CustomGuidDto {
  @ShownText()
  readonly id: string;

  @ShownText()
  readonly type: string;

  @ShownText({ description: 'With `guid_` in front.' })
  readonly name: string;

  @ShownText()
  readonly description: string;

  @Shown({ type: GuidValidatorDto })
  readonly validator: GuidValidatorDto;
}

@ApiSchema({ name: 'GuidMap' })
export class GuidMapDto {
  @Text({ min: 1, max: 200 }, { description: "The server's own word, such as a key of its provider ids." })
  readonly from: string;

  @Text({ min: 1, max: 53 }, { description: 'The source that it means, such as guid_imdb.' })
  readonly to: string;
}

@ApiSchema({ name: 'GuidReplacement' })
export class GuidReplacementDto {
  @Text({ min: 1, max: 200 }, { description: 'Plain text.' })
  readonly from: string;

  @Text({ min: 0, max: 200 })
  readonly to: string;
}

@ApiSchema({ name: 'GuidLinkOptions' })
export class GuidLinkOptionsDto {
  @OptionalFlag({ description: 'Plex: `from` is the name of a legacy agent.' })
  readonly legacy?: boolean;

  @ApiProperty({ type: GuidReplacementDto, required: false })
  @IsOptional()
  @ValidateNested()
  @Type(() => GuidReplacementDto)
  readonly replace?: GuidReplacementDto;
}

@ApiSchema({ name: 'GuidLinkWish' })
export class GuidLinkWishDto {
  @OptionalText(20, { description: 'As in the address; may be left out.' })
  readonly type?: string;

  @ApiProperty({ type: GuidMapDto })
  @IsDefined()
  @ValidateNested()
  @Type(() => GuidMapDto)
  readonly map: GuidMapDto;

  @ApiProperty({ type: GuidLinkOptionsDto, required: false })
  @IsOptional()
  @ValidateNested()
  @Type(() => GuidLinkOptionsDto)
  readonly options?: GuidLinkOptionsDto;

  @ApiProperty({ type: GuidReplacementDto, required: false, description: 'The same as in `options`.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => GuidReplacementDto)
  readonly replace?: GuidReplacementDto;
}

@ApiSchema({ name: 'GuidLink' })
export class GuidLinkDto {
  @ShownText()
  readonly id: string;

  @ShownChoice({ values: BACKEND_TYPES, name: 'BackendType' })
  readonly type: string;

  @Shown({ type: GuidMapDto })
  readonly map: GuidMapDto;

  @Shown({ type: GuidLinkOptionsDto })
  readonly options: GuidLinkOptionsDto;
}

@ApiSchema({ name: 'CustomGuids' })
export class CustomGuidsDto {
  @ShownText()
  readonly version: string;

  @Shown({ type: [CustomGuidDto] })
  readonly guids: readonly CustomGuidDto[];

  @Shown({ type: [GuidLinkDto] })
  readonly links: readonly GuidLinkDto[];
}
