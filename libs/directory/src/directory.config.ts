import { IsInt, IsUrl, Max, Min } from 'class-validator';

export class DirectoryConfig {
  /** Where plex.tv is asked whose a token is; another address serves tests. */
  @IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false })
  readonly WS_PLEX_TV_URL: string = 'https://plex.tv';

  /** Seconds after which a position of a watched item is a second viewing that is carried on; 0 is never. */
  @IsInt()
  @Min(0)
  readonly WS_PROGRESS_THRESHOLD: number = 0;

  /** Requests at the same time to one media server, whoever's backends are on it: those that read. */
  @IsInt()
  @Min(1)
  @Max(32)
  readonly WS_SERVER_READS: number = 3;

  /** The same, those that write. */
  @IsInt()
  @Min(1)
  @Max(32)
  readonly WS_SERVER_WRITES: number = 4;
}
