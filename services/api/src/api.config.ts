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

  /** Seconds before its end in which a login renews itself; 0 is a quarter of its life, a day at most. */
  @IsInt()
  @Min(0)
  @Max(LONGEST_LIFE_S)
  readonly WS_AUTH_TOKEN_REFRESH_WINDOW: number = 0;

  /** Signs the login tokens; made from `WS_SECRET_KEY` when it is not set. */
  @IsOptional()
  @MinLength(32, { message: 'WS_SYSTEM_SECRET must have 32 characters or more' })
  readonly WS_SYSTEM_SECRET: string | null = null;

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

  /** Whether a proxy in front is believed when it tells the address of the caller. */
  @IsBoolean()
  readonly WS_TRUST_PROXY: boolean = false;

  /** The networks of such proxies. */
  @IsString()
  readonly WS_TRUST_PROXY_NET: string =
    '127.0.0.0/8,::1/128,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,fc00::/7';

  /** The header in which the proxy tells it. */
  @Matches(/^[A-Za-z][A-Za-z0-9-]{0,63}$/, { message: 'WS_TRUST_HEADER must be the name of a header' })
  readonly WS_TRUST_HEADER: string = 'X-Forwarded-For';

  /** Whether browsers of local networks are signed in without a password, and which networks those are. */
  @IsBoolean()
  readonly WS_TRUST_LOCAL: boolean = false;

  @IsString()
  readonly WS_TRUST_LOCAL_NET: string = '192.168.0.0/16,127.0.0.1/32,10.0.0.0/8,::1/128,172.16.0.0/12';

  /** Origins that may call the API from their pages, and that pages from here may call, separated by commas. */
  @IsOptional()
  @Matches(/^https?:\/\/[^\s,/]+(,https?:\/\/[^\s,/]+)*$/, {
    message: 'WS_CORS_ORIGINS must be origins such as https://ui.example.org, separated by commas',
  })
  readonly WS_CORS_ORIGINS: string | null = null;

  /** The address under which people and media servers reach this system. */
  @IsOptional()
  @IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false })
  readonly WS_BASE_URL: string | null = null;

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
