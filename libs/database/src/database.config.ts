import { IsInt, IsUrl, Max, Min } from 'class-validator';

export class DatabaseConfig {
  /** Where the truth lives. */
  @IsUrl({ protocols: ['postgres', 'postgresql'], require_protocol: true, require_tld: false })
  readonly WS_DATABASE_URL: string;

  /** Connections that one process may hold. */
  @IsInt()
  @Min(2)
  @Max(50)
  readonly WS_DATABASE_POOL: number = 8;
}
