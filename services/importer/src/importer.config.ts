import { IsBoolean, IsIn, IsInt, Max, Min } from 'class-validator';

export class ImporterConfig {
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

  /** Unmarks that a plan may hold without a person's word. */
  @IsInt()
  @Min(0)
  readonly WS_GUARD_MAX_CHANGES: number = 25;

  /** The same as a share of the watched items. */
  @Min(0)
  @Max(100)
  readonly WS_GUARD_MAX_PERCENT: number = 2;
}
