/** Where versions of Plex Media Server differ in what they say (plex.md 5.8, quirks 2, 3, 14, 20, 59, 70; U2, U3, U9). */
export interface PlexDialect {
  /** Webhooks name the owner by the local id 1 instead of by that of plex.tv. */
  readonly ownerIsOne: boolean;
  /** A window of more than 1000 items is refused. */
  readonly refusesLargeWindows: boolean;
  /** A list without a size is refused. */
  readonly needsWindow: boolean;
  /** Numbers of sessions come as text. */
  readonly sessionsAreText: boolean;
  /** Under which name a search lists shows. */
  readonly showsInHubs: 'Metadata' | 'Directory';
  /** The webhook of a view tells the play count from before it. */
  readonly scrobbleTellsBefore: boolean;
  /** A list without items is not made (quirk 67). */
  readonly refusesEmptyPlaylists: boolean;
}

/** The dialect of a version such as `1.42.1.10060-4e8b05daf`. */
export function dialectOf(version: string): PlexDialect {
  const isFrom = (...wanted: readonly [number, number, number]) => compare(version, wanted) >= 0;
  return {
    ownerIsOne: !isFrom(1, 32, 5),
    refusesLargeWindows: isFrom(1, 40, 0),
    needsWindow: isFrom(1, 43, 0),
    sessionsAreText: !isFrom(1, 43, 0),
    showsInHubs: isFrom(1, 30, 0) ? 'Metadata' : 'Directory',
    scrobbleTellsBefore: !isFrom(1, 41, 0),
    refusesEmptyPlaylists: isFrom(1, 43, 0),
  };
}

function compare(version: string, wanted: readonly number[]): number {
  const parts = version.split(/[.-]/).map(Number);
  const differing = wanted.findIndex((part, place) => part !== (parts[place] ?? 0));
  return differing < 0 ? 0 : (parts[differing] ?? 0) - (wanted[differing] ?? 0);
}
