import { OptionalFlag, OptionalText } from '../../http/fields.js';

const LONGEST_TOKEN = 4_096;

/** What only a Plex backend needs besides its token. */
export class PlexOptionsDto {
  @OptionalText(LONGEST_TOKEN, { description: "Plex: the account token of the server's owner. Never shown." })
  readonly ADMIN_TOKEN?: string;

  @OptionalText(20, { description: 'Plex: the PIN of a protected member of the home. Never shown.' })
  readonly PLEX_USER_PIN?: string;

  @OptionalText(100, { description: "Plex: the person's second id." })
  readonly plex_user_uuid?: string;

  @OptionalText(200, { description: 'Plex: the name of the person, for people to read.' })
  readonly plex_user_name?: string;

  @OptionalFlag({ description: 'Plex: the person is a friend and no member of the home.' })
  readonly plex_external_user?: boolean;

  @OptionalFlag({ description: 'Plex: the server is somebody else’s, so its friends are not listed.' })
  readonly plex_guest_user?: boolean;
}
