import { IsUrl } from 'class-validator';

export class DirectoryConfig {
  /** Where plex.tv is asked whose a token is; another address serves tests. */
  @IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false })
  readonly WS_PLEX_TV_URL: string = 'https://plex.tv';
}
