import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { Matches, MaxLength, ValidateNested, IsOptional } from 'class-validator';
import { BACKEND_TYPES, type BackendType } from '#libs/core';
import { RUN_KINDS, RUN_STATUSES, type RunKind, type RunStatus } from '#libs/database';
import {
  Flag,
  OneOf,
  OptionalFlag,
  OptionalNumber,
  OptionalText,
  Shown,
  ShownChoice,
  ShownNumber,
  ShownText,
  ShownTime,
  Text,
  Group,
  OptionalGroup,
} from '../http/fields.js';
import { PlexOptionsDto } from './options/plex-options.dto.js';
import { ServerUrl } from './server-url.js';

export { BackendUserDto } from './backend-user.dto.js';

const LONGEST_TOKEN = 4_096;
const TYPES = { values: BACKEND_TYPES, name: 'BackendType' };

@ApiSchema({ name: 'Switch' })
export class SwitchDto {
  @Flag()
  readonly enabled: boolean;
}

@ApiSchema({ name: 'ClientOptions' })
export class ClientOptionsDto {
  @OptionalNumber({ min: 1, max: 1_000 }, { description: 'Requests per second to its server at most.' })
  readonly rps?: number;

  @OptionalNumber(
    { min: 1, max: 3_600 },
    { description: 'Seconds after which a silent request is given up.' },
  )
  readonly timeout?: number;

  @OptionalFlag({ description: 'Whether the certificate must be valid; on unless switched off.' })
  readonly verify_host?: boolean;
}

@ApiSchema({ name: 'BackendOptions' })
export class BackendOptionsDto extends PlexOptionsDto {
  @OptionalFlag({ description: 'Import titles and ids only, never a play state.' })
  readonly IMPORT_METADATA_ONLY?: boolean;

  @OptionalFlag({ description: 'Never believe an unmark from this backend.' })
  readonly DISABLE_MARK_UNPLAYED?: boolean;

  @OptionalFlag({ description: 'Export may mark items as played there; on unless switched off.' })
  readonly EXPORT_MARK_PLAYED?: boolean;

  @OptionalFlag({ description: 'Export may mark items as unplayed there; on unless switched off.' })
  readonly EXPORT_MARK_UNPLAYED?: boolean;

  @OptionalFlag({ description: 'Export may set resume positions there; on unless switched off.' })
  readonly EXPORT_PROGRESS?: boolean;

  @ApiProperty({ type: ClientOptionsDto, required: false })
  @IsOptional()
  @ValidateNested()
  @Type(() => ClientOptionsDto)
  readonly client?: ClientOptionsDto;

  @OptionalText(4_000, { description: 'Ids of libraries to leave out, comma separated.' })
  readonly ignore?: string;

  @OptionalText(4_000, { description: 'Ids of the only libraries to read, comma separated.' })
  readonly LIBRARY_SELECT?: string;

  @OptionalFlag({ description: 'Turn the selection round: all libraries but those.' })
  readonly LIBRARY_INVERSE?: boolean;

  @OptionalFlag({ description: 'Leave the server alone while somebody is watching something on it.' })
  readonly PAUSE_WHILE_STREAMING?: boolean;

  @OptionalFlag({ description: 'Plex: listen to what the server tells of itself; needs no paid plan.' })
  readonly LISTEN?: boolean;

  @OptionalNumber(
    { min: 10, max: 3_600 },
    { description: 'Seconds between two questions for what was watched or added last; none without.' },
  )
  readonly POLL?: number;

  @OptionalNumber({ min: 300, max: 10_000 }, { description: 'Items per library request.' })
  readonly LIBRARY_SEGMENT?: number;

  @OptionalNumber({ min: 1, max: 100 }, { description: 'Widest range of episodes in one file.' })
  readonly MAX_EPISODE_RANGE?: number;
}

/** How to reach a server that is not stored yet. */
@ApiSchema({ name: 'ServerAccess' })
export class ServerAccessDto {
  @ServerUrl()
  readonly url: string;

  @Text({ min: 1, max: LONGEST_TOKEN })
  readonly token: string;
}

@ApiSchema({ name: 'NewBackend' })
export class NewBackendDto extends ServerAccessDto {
  @ApiProperty({ pattern: '^[a-z_0-9]+$', maxLength: 50 })
  @Matches(/^[a-z_0-9]+$/, { message: 'Use small letters, digits and _ only' })
  @MaxLength(50)
  readonly name: string;

  @OneOf(TYPES)
  readonly type: BackendType;

  @OptionalText(200, { description: "The user's id on the server; not needed with a token of that user." })
  readonly user?: string;

  @Group(SwitchDto)
  readonly import: SwitchDto;

  @Group(SwitchDto)
  readonly export: SwitchDto;

  @OptionalGroup(BackendOptionsDto)
  readonly options?: BackendOptionsDto;
}

/** A whole backend but for its name and type, which stay. */
@ApiSchema({ name: 'WholeBackend' })
export class WholeBackendDto {
  @ServerUrl()
  readonly url: string;

  @OptionalText(LONGEST_TOKEN, { description: 'Absent, or `***` as it is shown: the stored one stays.' })
  readonly token?: string;

  @OptionalText(200, { description: "The user's id on the server; the stored one stays when it is absent." })
  readonly user?: string;

  @Group(SwitchDto)
  readonly import: SwitchDto;

  @Group(SwitchDto)
  readonly export: SwitchDto;

  @OptionalGroup(BackendOptionsDto, { description: 'What is not among them goes back to its default.' })
  readonly options?: BackendOptionsDto;
}

@ApiSchema({ name: 'SyncDirection' })
export class SyncDirectionDto {
  @Flag()
  readonly enabled: boolean;

  @ShownTime({ nullable: true })
  readonly last_sync: string | null;
}

@ApiSchema({ name: 'BackendHealth' })
export class BackendHealthDto {
  @ShownChoice({ values: ['ok', 'failing', 'unknown'], name: 'HealthStatus' })
  readonly status: 'ok' | 'failing' | 'unknown';

  @ShownText({ nullable: true })
  readonly message: string | null;

  @ShownTime({ nullable: true })
  readonly checked_at: string | null;
}

@ApiSchema({ name: 'ActiveRun' })
export class ActiveRunDto {
  @ShownText()
  readonly id: string;

  @ShownChoice({ values: RUN_KINDS, name: 'RunKind' })
  readonly kind: RunKind;

  @ShownChoice({ values: RUN_STATUSES, name: 'RunStatus' })
  readonly status: RunStatus;
}

@ApiSchema({ name: 'BackendUrls' })
export class BackendUrlsDto {
  @ShownText({
    description:
      'Where the media server sends its webhooks. It carries a secret, which opens the inbox and nothing else.',
  })
  readonly webhook: string;
}

@ApiSchema({ name: 'Backend' })
export class BackendDto {
  @ShownText()
  readonly name: string;

  @ShownChoice(TYPES)
  readonly type: BackendType;

  @ShownText()
  readonly url: string;

  @ShownText({ description: "The server's unique id." })
  readonly uuid: string;

  @ShownText({ description: "The user's id on the server." })
  readonly user: string;

  @ShownText({ nullable: true })
  readonly user_name: string | null;

  @ShownText({ description: 'Always masked: tokens can be written, not read.' })
  readonly token: string;

  @Flag()
  readonly token_set: boolean;

  @Shown({ type: SyncDirectionDto })
  readonly import: SyncDirectionDto;

  @Shown({ type: SyncDirectionDto })
  readonly export: SyncDirectionDto;

  @Shown({ type: 'object', additionalProperties: true })
  readonly options: Readonly<Record<string, unknown>>;

  @Shown({ type: BackendUrlsDto })
  readonly urls: BackendUrlsDto;

  @Shown({ type: BackendHealthDto })
  readonly health: BackendHealthDto;

  @ShownNumber({ nullable: true, description: 'By how much its server dates viewings in our future.' })
  readonly clock_ahead_seconds: number | null;

  @Shown({ type: [ActiveRunDto] })
  readonly active_runs: readonly ActiveRunDto[];
}

@ApiSchema({ name: 'RemovedParts' })
export class RemovedPartsDto {
  @ShownNumber({ description: 'What this backend had reported.' })
  readonly references: number;

  @ShownNumber({ description: 'Records that no other backend knows.' })
  readonly records: number;
}

@ApiSchema({ name: 'DeletedBackend' })
export class DeletedBackendDto {
  @Shown({ type: RemovedPartsDto })
  readonly deleted: RemovedPartsDto;

  @Shown({ type: BackendDto })
  readonly backend: BackendDto;
}

@ApiSchema({ name: 'Library' })
export class LibraryDto {
  @ShownText()
  readonly id: string;

  @ShownText()
  readonly title: string;

  @ShownChoice({ values: ['movie', 'show', 'mixed', 'other'] })
  readonly type: 'movie' | 'show' | 'mixed' | 'other';

  @Flag({ description: 'Whether movies or episodes can be read from it.' })
  readonly supported: boolean;

  @Flag()
  readonly ignored: boolean;

  @Shown({ type: String, required: false, description: "The server's own word for what is in it." })
  readonly contentType?: string;

  @Shown({ type: String, required: false })
  readonly agent?: string;

  @Shown({ type: String, required: false })
  readonly scanner?: string;

  @ShownText({ description: "Its page in the server's own web client." })
  readonly webUrl: string;
}
