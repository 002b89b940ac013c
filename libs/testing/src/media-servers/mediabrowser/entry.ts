export type EntryType = 'Movie' | 'Series' | 'Season' | 'Episode';

export interface Library {
  readonly id: string;
  /** Emby only: the long id that stands beside the numeric one. */
  readonly guid: string;
  readonly name: string;
  /** Absent for a mixed library. */
  readonly collectionType: string | null;
  readonly path: string;
}

/** One row of the server's item table; what a user did with it lies apart. */
export interface Entry {
  readonly id: string;
  readonly type: EntryType;
  readonly name: string;
  readonly sortName: string;
  readonly library: Library;
  /** Library, series or season. */
  readonly parentId: string;
  readonly series: Entry | null;
  readonly season: Entry | null;
  readonly year: number | null;
  readonly index: number | null;
  readonly lastIndex: number | null;
  readonly seasonNumber: number | null;
  readonly providerIds: Readonly<Record<string, string>>;
  /** The key under which the server files user data: a provider id, else the item's own. */
  readonly dataKey: string;
  /** Unix seconds. */
  readonly addedAt: number;
  readonly runtimeTicks: number;
  readonly path: string;
  /** Known from metadata only, without a file (`LocationType: Virtual`). */
  readonly missing: boolean;
}

export const isFolder = (entry: Entry): boolean => entry.type === 'Series' || entry.type === 'Season';
