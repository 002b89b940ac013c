/** What differs between Jellyfin's versions and Emby (integration facts 1.5, 2.2 and 4.1). */
export interface Dialect {
  readonly type: 'jellyfin' | 'emby';
  readonly version: string;
  /** `none`: the endpoint is missing; `patch`: absent members stay; `replace`: absent members become defaults. */
  readonly userDataWrite: 'none' | 'patch' | 'replace';
  readonly modernPaths: boolean;
  readonly legacyCredentials: boolean;
  readonly keepsDateWhenMarked: boolean;
  readonly startClearsPlayed: boolean;
  /** Two copies with the same provider id share one row of user data. */
  readonly sharesUserData: boolean;
  readonly hidesInvisibleItems: boolean;
  readonly loginEndsOtherUsers: boolean;
  readonly beginsQuickConnectBy: readonly string[];
  /** Members of a list row that appear only when named in `Fields`, lower case. */
  readonly gatedMembers: ReadonlySet<string>;
  /** Webhooks carry a severity, and user data with the marks (Emby 4.9). */
  readonly enrichedWebhooks: boolean;
  /** Lists tell play count and last played date only when asked. */
  readonly gatesPlayHistory: boolean;
  /** Lists of others are seen, and may be public. */
  readonly sharesPlaylists: boolean;
  /** `GET /Playlists/{id}` is there. */
  readonly tellsPlaylists: boolean;
  /** A list tells when it was changed; else only when it was made. */
  readonly tellsLastSaved: boolean;
}

const gatedEverywhere = [
  'providerids',
  'datecreated',
  'originaltitle',
  'path',
  'overview',
  'genres',
  'mediasources',
  'customrating',
  'sortname',
  'parentid',
  'candelete',
  'datelastmediaadded',
];

const fullVersions: Readonly<Record<string, string>> = {
  '10.8': '10.8.13',
  '10.9': '10.9.11',
  '10.10': '10.10.7',
  '10.11': '10.11.11',
  '12': '12.0.0',
  '4.7': '4.7.14.0',
  '4.8': '4.8.11.0',
  '4.9': '4.9.1.80',
  '4.10': '4.10.0.10',
};

export function jellyfinDialect(version: string, legacyCredentials?: boolean): Dialect {
  const modern = isAtLeast(version, 10, 9);
  const twelve = isAtLeast(version, 12, 0);
  return {
    type: 'jellyfin',
    version: fullVersions[version] ?? version,
    userDataWrite: modern ? 'patch' : 'none',
    modernPaths: modern,
    legacyCredentials: !twelve && (legacyCredentials ?? true),
    keepsDateWhenMarked: modern,
    startClearsPlayed: !twelve,
    sharesUserData: !isAtLeast(version, 10, 11),
    hidesInvisibleItems: modern,
    loginEndsOtherUsers: !modern,
    beginsQuickConnectBy: twelve ? ['POST'] : modern ? ['GET', 'POST'] : ['GET'],
    gatedMembers: new Set(gatedEverywhere),
    enrichedWebhooks: false,
    gatesPlayHistory: false,
    sharesPlaylists: modern,
    tellsPlaylists: isAtLeast(version, 10, 10),
    tellsLastSaved: false,
  };
}

export function embyDialect(version: string): Dialect {
  return {
    type: 'emby',
    version: fullVersions[version] ?? version,
    userDataWrite: 'replace',
    modernPaths: false,
    legacyCredentials: true,
    keepsDateWhenMarked: true,
    startClearsPlayed: false,
    sharesUserData: false,
    hidesInvisibleItems: true,
    loginEndsOtherUsers: false,
    beginsQuickConnectBy: [],
    gatedMembers: new Set([...gatedEverywhere, 'premieredate', 'productionyear']),
    enrichedWebhooks: isAtLeast(version, 4, 9),
    gatesPlayHistory: true,
    sharesPlaylists: false,
    tellsPlaylists: false,
    tellsLastSaved: isAtLeast(version, 4, 9),
  };
}

function isAtLeast(version: string, major: number, minor: number): boolean {
  const [ownMajor = 0, ownMinor = 0] = version.split('.').map(Number);
  return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}
