import { IsBoolean, IsInt, IsString, Matches, Max, Min } from 'class-validator';
import { ApiKeyConfig } from '#libs/runtime';

export class WebhookConfig extends ApiKeyConfig {
  @IsInt()
  @Min(0)
  @Max(65_535)
  readonly WS_WEBHOOK_PORT: number = 8081;

  /** Whether a webhook needs the key; only the owner can say no (contract.md 3). */
  @IsBoolean()
  readonly WS_SECURE_API_ENDPOINTS: boolean = true;

  /** Whether each delivery is also kept as a file, for finding out what a server really sends. */
  @IsBoolean()
  readonly WS_WEBHOOK_DUMP_REQUEST: boolean = false;

  /** The name of such a file. */
  @Matches(/^[\w.{}-]+$/, {
    message: 'WS_WEBHOOK_LOG_FILE_FORMAT may hold letters, digits and {backend}, {event}, {id}',
  })
  readonly WS_WEBHOOK_LOG_FILE_FORMAT: string = 'webhook.{backend}.{event}.{id}.json';

  /** A second key, from `webhook.apikey` of an old config.yaml, so that old webhook addresses keep working. */
  @IsString()
  readonly WS_WEBHOOK_API_KEY: string = '';
}

/** Injection token: the settings that follow the files, so that a new key counts without a restart. */
export const WEBHOOK_SETTINGS = Symbol('WEBHOOK_SETTINGS');
