import { IsBoolean, IsIn, IsInt, Max, Min } from 'class-validator';
import { GuardConfig } from '#libs/directory';

export class ImporterConfig extends GuardConfig {
  /** Items asked for in one page. */
  @IsInt()
  @Min(100)
  @Max(1_000)
  readonly WS_LIBRARY_SEGMENT: number = 1_000;

  /** One request at a time; what a run says wins. */
  @IsBoolean()
  readonly WS_HTTP_SYNC_REQUESTS: boolean = false;

  /** Whether pages that are the very same as last time are known again, or each is compared with the rows (ADR 0011). */
  @IsIn(['memory', 'direct'])
  readonly WS_MAPPER_IMPORT: 'memory' | 'direct' = 'memory';

  /** Seconds below which a position is a wrong press, not progress. */
  @IsInt()
  @Min(60)
  readonly WS_PROGRESS_MINIMUM: number = 60;

  /** Whether episodes are known by show, season and number only, whatever ids they have themselves. */
  @IsBoolean()
  readonly WS_GUID_DISABLE_EPISODE: boolean = false;

  /** Whether items are also matched by where their files lie: folder and name, on servers that see one disk. */
  @IsBoolean()
  readonly WS_GUID_PATH_ENABLED: boolean = false;
}
