import { IsBoolean, IsIn, IsInt, IsIP, IsString, Matches, Max, Min } from 'class-validator';
import { LEVEL_NAMES } from '../log/levels.js';

const levels = { message: `$property must be one of ${LEVEL_NAMES.join(', ')}` };
const isLevel = LEVEL_NAMES.flatMap((name) => [name, name.toUpperCase()]);

/** What every process needs to be a good citizen. */
export class RuntimeConfig {
  /** Folder of everything that must survive; read it through `DataFolder`. */
  @IsString()
  readonly WS_DATA_PATH: string = './data';

  /** Address to bind to; a container says 0.0.0.0. */
  @IsIP(undefined, { message: '$property must be an IP address' })
  readonly WS_HOST: string = '127.0.0.1';

  /** Least serious level on standard output. */
  @IsIn(isLevel, levels)
  readonly WS_LOG_LEVEL: string = 'info';

  @IsBoolean()
  readonly WS_LOGGER_FILE_ENABLE: boolean = true;

  /** Least serious level in the daily log file. */
  @IsIn(isLevel, levels)
  readonly WS_LOGGER_FILE_LEVEL: string = 'error';

  @IsInt()
  @Min(0)
  @Max(65_535)
  readonly WS_METRICS_PORT_API: number = 9101;

  @IsInt()
  @Min(0)
  @Max(65_535)
  readonly WS_METRICS_PORT_WEBHOOK: number = 9102;

  @IsInt()
  @Min(0)
  @Max(65_535)
  readonly WS_METRICS_PORT_IMPORTER: number = 9103;

  @IsInt()
  @Min(0)
  @Max(65_535)
  readonly WS_METRICS_PORT_EXPORTER: number = 9104;
}

/** The key that encrypts stored tokens. The launcher makes it at first start and keeps it in `config/.env`. */
export class SecretsConfig {
  @Matches(/^[0-9a-f]{64}$/i, { message: 'WS_SECRET_KEY must be 64 hexadecimal digits' })
  readonly WS_SECRET_KEY: string = '';
}

/** The key of scripts and webhooks. The launcher makes it at first start and keeps it in `config/.env`. */
export class ApiKeyConfig {
  @Matches(/^(\S{16,})?$/, { message: 'WS_API_KEY must have 16 characters or more and no blanks' })
  readonly WS_API_KEY: string = '';
}
