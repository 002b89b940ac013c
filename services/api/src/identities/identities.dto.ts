import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsBoolean, IsOptional, Matches, Min, ValidateNested } from 'class-validator';
import type { BackendType } from '#libs/core';
import { BackendDto } from '../backends/backends.dto.js';
import {
  Flag,
  OneOf,
  OptionalFlag,
  OptionalText,
  Shown,
  ShownNumber,
  ShownText,
  Text,
} from '../http/fields.js';

const REWATCH =
  'Whether the resume position of a second viewing is carried to the other backends; null: as `WS_PROGRESS_THRESHOLD` says.';

@ApiSchema({ name: 'Identity' })
export class IdentityDto {
  @ShownText()
  readonly identity: string;

  @Shown({ type: [String], description: 'Names of its backends.' })
  readonly backends: readonly string[];

  @Shown({ type: Boolean, nullable: true, description: REWATCH })
  readonly sync_rewatch: boolean | null;
}

@ApiSchema({ name: 'IdentityList' })
export class IdentityListDto {
  @Shown({ type: [IdentityDto] })
  readonly identities: readonly IdentityDto[];
}

const NAME = /^[a-z_0-9]+$/i;

@ApiSchema({ name: 'NewIdentity' })
export class NewIdentityDto {
  @Text({ min: 1, max: 64 }, { description: 'Letters, digits and _; kept in lower case.' })
  @Matches(NAME, { message: '$property may hold letters a-z, digits and _ only' })
  readonly identity: string;
}

@ApiSchema({ name: 'IdentityChanges' })
export class IdentityChangesDto {
  @OptionalText(64, { description: 'Another name: letters, digits and _; kept in lower case.' })
  @Matches(NAME, { message: '$property may hold letters a-z, digits and _ only' })
  readonly identity?: string;

  @ApiProperty({ type: Boolean, nullable: true, required: false, description: REWATCH })
  @IsOptional()
  @IsBoolean()
  readonly sync_rewatch?: boolean | null;
}

@ApiSchema({ name: 'IdentityHoldings' })
export class IdentityHoldingsDto {
  @ShownNumber()
  readonly backends: number;

  @ShownNumber({ description: 'Items of its history.' })
  readonly records: number;

  @ShownNumber({ description: 'Of these, watched ones.' })
  readonly watched: number;

  @ShownNumber({ description: 'Entries of its ledger.' })
  readonly changes: number;

  @ShownNumber()
  readonly runs: number;
}

@ApiSchema({ name: 'IdentityDetails' })
export class IdentityDetailsDto {
  @ShownText()
  readonly identity: string;

  @Shown({ type: [BackendDto] })
  readonly backends: readonly BackendDto[];

  @Shown({ type: Boolean, nullable: true, description: REWATCH })
  readonly sync_rewatch: boolean | null;

  @Shown({ type: IdentityHoldingsDto, description: 'What would go with it.' })
  readonly holds: IdentityHoldingsDto;
}

@ApiSchema({ name: 'DeletedIdentity' })
export class DeletedIdentityDto {
  @ShownText()
  readonly identity: string;

  @Shown({ type: IdentityHoldingsDto })
  readonly deleted: IdentityHoldingsDto;
}

@ApiSchema({ name: 'Member' })
export class MemberDto {
  @ShownText({ description: 'Backend of the main identity.' })
  readonly backend: string;

  @Shown({ enum: ['plex', 'jellyfin', 'emby'], enumName: 'BackendType' })
  readonly type: BackendType;

  @ShownText({ description: "The account's id on its server." })
  readonly id: string;

  @ShownText({ description: 'As an identity would be called.' })
  readonly username: string;

  @ShownText({ description: 'As the server shows it.' })
  readonly real_name: string;

  @Flag({ description: 'Whether its Plex account needs a PIN.' })
  readonly protected: boolean;
}

@ApiSchema({ name: 'PeopleGroup' })
export class PeopleGroupDto {
  @ShownText()
  readonly identity: string;

  @Flag({ description: 'Whether there is such an identity already.' })
  readonly exists: boolean;

  @Shown({ type: [MemberDto] })
  readonly members: readonly MemberDto[];
}

@ApiSchema({ name: 'PeopleSuggestion' })
export class PeopleSuggestionDto {
  @Shown({ type: MemberDto })
  readonly member: MemberDto;

  @ShownText({ description: 'The group that may be meant.' })
  readonly identity: string;

  @Shown({ type: 'number', description: 'From 0 to 1.' })
  readonly similarity: number;
}

@ApiSchema({ name: 'FailedBackend' })
export class FailedBackendDto {
  @ShownText()
  readonly backend: string;

  @ShownText()
  readonly message: string;
}

@ApiSchema({ name: 'ProvisionPreview' })
export class ProvisionPreviewDto {
  @Flag()
  readonly has_identities: boolean;

  @Flag({ description: 'Whether a mapping is stored.' })
  readonly has_mapping: boolean;

  @Shown({ type: [String], description: 'Backends of the main identity.' })
  readonly backends: readonly string[];

  @Shown({ type: [PeopleGroupDto] })
  readonly matched: readonly PeopleGroupDto[];

  @Shown({ type: [MemberDto] })
  readonly unmatched: readonly MemberDto[];

  @Shown({ type: [PeopleSuggestionDto] })
  readonly suggestions: readonly PeopleSuggestionDto[];

  @Shown({ type: [FailedBackendDto], description: 'Servers that could not be asked.' })
  readonly failed: readonly FailedBackendDto[];

  @ShownText({ description: 'Until when the lists of users are remembered.' })
  readonly expires: string;
}

export class MappedMemberDto {
  @Text({ min: 1, max: 64 })
  readonly backend: string;

  @Text({ min: 1, max: 200 }, { description: 'As the server shows it, or as an identity would be called.' })
  readonly username: string;

  @OptionalText(16, { description: 'PIN of a protected Plex account; kept sealed.' })
  readonly pin?: string;
}

export class MappedGroupDto {
  @Text({ min: 1, max: 64 })
  @Matches(NAME, { message: '$property may hold letters a-z, digits and _ only' })
  readonly identity: string;

  @ApiProperty({ type: [MappedMemberDto] })
  @IsArray()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => MappedMemberDto)
  readonly members: readonly MappedMemberDto[];
}

@ApiSchema({ name: 'PeopleMapping' })
export class PeopleMappingDto {
  @ApiProperty({ type: Number, description: '1.5 or newer.' })
  @Type(() => Number)
  @Min(1.5, { message: 'version must be 1.5 or newer' })
  readonly version: number;

  @ApiProperty({ type: [MappedGroupDto] })
  @IsArray()
  @ArrayMaxSize(1_000)
  @ValidateNested({ each: true })
  @Type(() => MappedGroupDto)
  readonly identities: readonly MappedGroupDto[];
}

export const PROVISION_MODES = ['create', 'update', 'recreate'] as const;

@ApiSchema({ name: 'Provision' })
export class ProvisionDto {
  @OneOf({ values: PROVISION_MODES, name: 'ProvisionMode' })
  readonly mode: (typeof PROVISION_MODES)[number];

  @OptionalFlag({ description: 'Only say what would be done.' })
  readonly dry_run?: boolean;

  @OptionalFlag({ description: 'Back up each new backend.' })
  readonly generate_backup?: boolean;

  @OptionalFlag({ description: 'Make the tokens of Plex users anew.' })
  readonly regenerate_tokens?: boolean;

  @OptionalFlag({ description: 'One account alone makes an identity, too.' })
  readonly allow_single_backend_identities?: boolean;

  @OptionalFlag({ description: 'Only the groups of the mapping: nobody is matched by name.' })
  readonly only_mapped?: boolean;

  @OptionalFlag({ description: 'Store the mapping of this call.' })
  readonly save_mapping?: boolean;

  @ApiProperty({ type: PeopleMappingDto, required: false, description: 'Instead of the stored one.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => PeopleMappingDto)
  readonly mapping?: PeopleMappingDto;
}
