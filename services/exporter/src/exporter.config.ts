import { IsBoolean, IsInt, Max, Min } from 'class-validator';
import { GuardConfig } from '#libs/directory';

export class ExporterConfig extends GuardConfig {
  /** Writes at the same time to one backend. */
  @IsInt()
  @Min(1)
  @Max(16)
  readonly WS_EXPORT_CONCURRENCY: number = 4;

  /** One request at a time; what a run says wins. */
  @IsBoolean()
  readonly WS_HTTP_SYNC_REQUESTS: boolean = false;

  /** Seconds below which a position is a wrong press, not progress. */
  @IsInt()
  @Min(60)
  readonly WS_PROGRESS_MINIMUM: number = 60;

  /** More changes than this are exported by comparing everything. */
  @IsInt()
  @Min(0)
  readonly WS_EXPORT_THRESHOLD: number = 1_000;

  /** Seconds that a title may be new before a backend without it is not searched for it any more. */
  @IsInt()
  @Min(0)
  readonly WS_EXPORT_NOT_FOUND: number = 259_200;
}
