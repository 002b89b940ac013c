import { ApiSchema } from '@nestjs/swagger';
import { CAPABILITIES, type CapabilityKey } from '#libs/backends';
import { BACKEND_TYPES, type BackendType, type ItemType } from '#libs/core';
import {
  Flag,
  OptionalNumber,
  OptionalOneOf,
  OptionalText,
  Shown,
  ShownChoice,
  ShownNumber,
  ShownText,
  ShownTime,
  Text,
} from '../../http/fields.js';
import { CopyDto } from '../../http/title.dto.js';

const FLAGS = { values: ['0', '1', 'true', 'false'] };
const RAW = { type: Object, required: false, description: 'As the server wrote it, without secrets.' };

/** Whether a yes-or-no of a query says yes. */
export const saysYes = (flag: string | undefined): boolean => flag === '1' || flag === 'true';

/** A backend and an id of its server, in an address. */
export class RemotePath {
  @Text({ min: 1, max: 50 })
  readonly name: string;

  @Text({ min: 1, max: 200 }, { description: "The server's own id." })
  readonly id: string;
}

export class RawQuery {
  @OptionalOneOf(FLAGS, { description: 'Adds the answer of the server as it came, without secrets.' })
  readonly raw?: string;
}

export class SearchQuery extends RawQuery {
  @OptionalText(500, { description: 'Words of a title.' })
  readonly q?: string;

  @OptionalText(200, { description: "The server's own id of an item." })
  readonly id?: string;

  @OptionalNumber({ min: 1, max: 500 }, { default: 25 })
  readonly limit: number = 25;
}

@ApiSchema({ name: 'Capability' })
export class CapabilityDto {
  @ShownChoice({ values: CAPABILITIES, name: 'CapabilityKey' })
  readonly key: CapabilityKey;

  @Shown({ type: Boolean, nullable: true, description: 'Null when only the owner of the server could tell.' })
  readonly available: boolean | null;

  @ShownText()
  readonly note: string;
}

@ApiSchema({ name: 'ServerInfo' })
export class ServerInfoDto {
  @ShownChoice({ values: BACKEND_TYPES, name: 'BackendType' })
  readonly type: BackendType;

  @ShownText()
  readonly name: string;

  @ShownText()
  readonly product: string;

  @ShownText()
  readonly version: string;

  @ShownText({ description: "The server's unique id." })
  readonly identifier: string;

  @ShownText({ nullable: true })
  readonly platform: string | null;

  @ShownNumber({ nullable: true, description: "The server's clock minus ours, milliseconds." })
  readonly clock_skew_ms: number | null;

  @Shown({ type: [CapabilityDto], description: 'What it can do for us, with this token.' })
  readonly capabilities: readonly CapabilityDto[];

  @Shown(RAW)
  readonly raw?: unknown;
}

@ApiSchema({ name: 'ServerVersion' })
export class ServerVersionDto {
  @ShownText()
  readonly version: string;
}

@ApiSchema({ name: 'PlayingSession' })
export class SessionDto {
  @ShownText()
  readonly session_id: string;

  @ShownText({ nullable: true })
  readonly user_id: string | null;

  @ShownText({ nullable: true })
  readonly user_name: string | null;

  @ShownText()
  readonly item_id: string;

  @ShownText()
  readonly item_title: string;

  @ShownText()
  readonly item_type: string;

  @ShownNumber({ nullable: true, description: 'Milliseconds.' })
  readonly item_offset_at: number | null;

  @ShownChoice({ values: ['playing', 'paused', 'buffering', 'unknown'] })
  readonly session_state: 'playing' | 'paused' | 'buffering' | 'unknown';

  @ShownTime({ nullable: true })
  readonly session_updated_at: string | null;

  @ShownText({ nullable: true })
  readonly device: string | null;

  @Shown(RAW)
  readonly raw?: unknown;
}

@ApiSchema({ name: 'FoundItem' })
export class FoundItemDto extends CopyDto {
  @ShownNumber({ nullable: true, description: 'Our own id, when the item is known here.' })
  readonly id: number | null;

  @ShownText({ description: "The server's own id." })
  readonly remote_id: string;

  @ShownChoice({ values: ['movie', 'show', 'episode'] })
  readonly type: ItemType | 'show';

  @ShownText({ nullable: true })
  readonly content_title: string | null;

  @Shown({ type: Boolean, nullable: true })
  readonly watched: boolean | null;

  @Shown({ type: [String] })
  readonly genres: readonly string[];

  @Shown({ type: Boolean, nullable: true })
  readonly favorite: boolean | null;

  @ShownText()
  readonly webUrl: string;

  @Shown(RAW)
  readonly raw?: unknown;
}

@ApiSchema({ name: 'BackendHealthReport' })
export class HealthReportDto {
  @ShownChoice({ values: ['ok', 'failing', 'unknown'], name: 'HealthStatus' })
  readonly status: 'ok' | 'failing' | 'unknown';

  @ShownText({ nullable: true })
  readonly last_error: string | null;

  @ShownTime({ nullable: true, description: 'When the workers last had an answer, or a failure.' })
  readonly checked_at: string | null;

  @Flag({ description: 'Whether the server answers at this moment.' })
  readonly reachable: boolean;

  @ShownChoice({ values: ['ok', 'rejected', 'wrong-user', 'unknown'] })
  readonly token_state: 'ok' | 'rejected' | 'wrong-user' | 'unknown';

  @ShownNumber({ nullable: true, description: "The server's clock minus ours, milliseconds." })
  readonly clock_skew_ms: number | null;

  @ShownText({ nullable: true, description: 'What is wrong at this moment, with what to do about it.' })
  readonly problem: string | null;

  @ShownNumber({ description: 'Active and waiting imports.' })
  readonly open_imports: number;

  @ShownNumber({ description: 'Writes that the server still lacks.' })
  readonly open_exports: number;
}
