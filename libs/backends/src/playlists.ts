/** A list that a person made on a server, as its lists tell it. */
export interface RemotePlaylist {
  readonly id: string;
  readonly title: string;
  /** Whether it is for movies and episodes; else for music or pictures. */
  readonly isVideo: boolean;
  /** Filled by a rule on the server, so that nobody else can keep it. */
  readonly isSmart: boolean;
  /** Whether this person may change it. */
  readonly isEditable: boolean;
  /** How many entries the server says it has; null when it does not tell. */
  readonly count: number | null;
  /** When it was last changed, unix seconds; when it was made, where the server tells nothing else. */
  readonly changedAt: number | null;
  /** Whether `changedAt` moves with every change; else only its entries show one. */
  readonly isDated: boolean;
}

export interface PlaylistEntry {
  /** The server's id of the movie or episode. */
  readonly remoteId: string;
  readonly type: 'movie' | 'episode' | 'other';
  /** For a person: the movie, or show and episode. */
  readonly title: string;
}

export interface PlaylistContent {
  readonly playlist: RemotePlaylist;
  /** All of them, in order. */
  readonly entries: readonly PlaylistEntry[];
}

export interface NewPlaylist {
  readonly title: string;
  /** Ids of movies and episodes, in order; at least one, for some servers make no empty list. */
  readonly itemIds: readonly string[];
}

/**
 * The playlists of the person of a client. A reading is whole, or it throws: a list that is absent from a whole reading
 * is gone. There is no call to change a list, so that none can be lost half-way: a new one is made, then the old removed.
 */
export interface PlaylistKeeper {
  list(): Promise<readonly RemotePlaylist[]>;
  /** Null when the server says that this user has no such list. */
  read(id: string): Promise<PlaylistContent | null>;
  /** Makes a private list and tells its id. Not idempotent: who is unsure whether it worked reads the lists. */
  create(list: NewPlaylist): Promise<string>;
  /** Removes a playlist and nothing else; one that is gone already is fine. */
  remove(id: string): Promise<void>;
}

/** So many ids keep an address short. */
export const IDS_PER_CALL = 200;

/** What is sent at first, and what is added afterwards, piece by piece. */
export function inPieces(ids: readonly string[]): readonly [readonly string[], ...(readonly string[])[]] {
  const rest: (readonly string[])[] = [];
  for (let start = IDS_PER_CALL; start < ids.length; start += IDS_PER_CALL)
    rest.push(ids.slice(start, start + IDS_PER_CALL));
  return [ids.slice(0, IDS_PER_CALL), ...rest];
}

interface ReadPage<Row> {
  readonly rows: readonly Row[];
  readonly total: number;
}

/** All pages of a list, or what `broken` makes of it when the server did not send what it announced. */
export async function wholeList<Row>(
  pageAt: (offset: number) => Promise<ReadPage<Row>>,
  broken: () => Error,
): Promise<readonly Row[]> {
  const all: Row[] = [];
  for (;;) {
    const { rows, total } = await pageAt(all.length);
    all.push(...rows);
    if (all.length === total) return all;
    if (rows.length === 0 || all.length > total) throw broken();
  }
}

/** A list that was told twice, or whose id cannot be read, hides another one, which would look deleted. */
export function eachOnce<One extends { readonly id: string }>(
  readings: readonly (One | null)[],
  broken: () => Error,
): readonly One[] {
  const found = readings.filter((reading) => reading !== null);
  const isWhole =
    found.length === readings.length && new Set(found.map(({ id }) => id)).size === found.length;
  if (!isWhole) throw broken();
  return found;
}
