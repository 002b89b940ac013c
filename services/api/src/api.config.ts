import {
  IsBoolean,
  IsInt,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';
import { USERNAME } from './auth/username.js';

const LONGEST_LIFE_S = 365 * 24 * 3_600;

/** What the api service asks for beside the settings of its rooms (contract.md 2, env.md 2.5). */
export class ApiConfig {
  /** Port of the gateway: UI, API and webhooks. */
  @IsInt()
  @Min(0)
  @Max(65_535)
  readonly WS_PORT: number = 8080;

  /** Folder of the built UI; without it the gateway serves the API alone. */
  @IsString()
  readonly WS_UI_PATH: string = '';

  @IsInt()
  @Min(0)
  @Max(65_535)
  readonly WS_WEBHOOK_PORT: number = 8081;

  /** Where the webhook service is, when it is not on this machine. */
  @IsOptional()
  @IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false })
  readonly WS_WEBHOOK_URL: string | null = null;

  /** With the password: makes the first account at the first start. */
  @IsOptional()
  @Matches(USERNAME, { message: 'WS_SYSTEM_USER may hold letters, digits and . _ @ -' })
  readonly WS_SYSTEM_USER: string | null = null;

  @IsOptional()
  @MinLength(8, { message: 'WS_SYSTEM_PASSWORD must have 8 characters or more' })
  @MaxLength(256, { message: 'WS_SYSTEM_PASSWORD must have 256 characters or fewer' })
  readonly WS_SYSTEM_PASSWORD: string | null = null;

  /** Seconds that a login lasts. */
  @IsInt()
  @Min(60)
  @Max(LONGEST_LIFE_S)
  readonly WS_AUTH_TOKEN_EXPIRY: number = 172_800;

  @IsBoolean()
  readonly WS_RATE_LIMIT_ENABLED: boolean = true;

  /** Failed logins of one address within the window before it has to wait. */
  @IsInt()
  @Min(1)
  readonly WS_RATE_LIMIT_ATTEMPTS: number = 5;

  /** Seconds. */
  @IsInt()
  @Min(1)
  readonly WS_RATE_LIMIT_WINDOW: number = 900;

  /** Seconds. */
  @IsInt()
  @Min(1)
  readonly WS_RATE_LIMIT_BAN: number = 900;

  /** Whether one proxy stands in front and tells the address of the caller in `X-Forwarded-For`. */
  @IsBoolean()
  readonly WS_TRUST_PROXY: boolean = false;

  /** What this build is, for the version page. */
  @IsString()
  readonly WS_BUILD_DATE: string = '';

  @IsString()
  readonly WS_BUILD_SHA: string = '';

  @IsString()
  readonly WS_BUILD_BRANCH: string = '';

  @IsBoolean()
  readonly WS_IN_CONTAINER: boolean = false;
}
