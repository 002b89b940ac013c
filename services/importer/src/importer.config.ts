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

  /**
   * How the reference held its rows while importing. Here a page is matched by set in either case, so both give the
   * same result with the same memory; the setting is accepted so that an old configuration stays valid.
   */
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

  /** Days that a webhook which was handled stays to be looked at; the newest 200 stay in any case. */
  @IsInt()
  @Min(1)
  @Max(3_650)
  readonly WS_WEBHOOK_KEEP_DAYS: number = 14;

  /** Unmarks that a plan may hold without a person's word. */
  @IsInt()
  @Min(0)
  readonly WS_GUARD_MAX_CHANGES: number = 25;

  /** The same as a share of the watched items. */
  @Min(0)
  @Max(100)
  readonly WS_GUARD_MAX_PERCENT: number = 2;
}
