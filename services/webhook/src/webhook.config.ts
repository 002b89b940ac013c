import { IsBoolean, IsInt, IsString, Max, Min } from 'class-validator';
import { ApiKeyConfig } from '#libs/runtime';

export class WebhookConfig extends ApiKeyConfig {
  @IsInt()
  @Min(0)
  @Max(65_535)
  readonly WS_WEBHOOK_PORT: number = 8081;

  /** Whether a webhook needs the key; only the owner can say no (contract.md 3). */
  @IsBoolean()
  readonly WS_SECURE_API_ENDPOINTS: boolean = true;

  /** A second key, from `webhook.apikey` of an old config.yaml, so that old webhook addresses keep working. */
  @IsString()
  readonly WS_WEBHOOK_API_KEY: string = '';
}

/** Injection token: the settings that follow the files, so that a new key counts without a restart. */
export const WEBHOOK_SETTINGS = Symbol('WEBHOOK_SETTINGS');
