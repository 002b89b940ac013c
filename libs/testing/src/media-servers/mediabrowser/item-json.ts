import type { Catalogue } from './catalogue.js';
import type { Dialect } from './dialect.js';
import { isFolder, type Entry, type Library } from './entry.js';
import type { PlayRecords } from './play-records.js';
import { msToTicks, toWireDate } from './times.js';

export type Json = Readonly<Record<string, unknown>>;

/** What a request wants to see of each row; `all` is one item by its id, which answers everything it knows. */
export interface Wanted {
  readonly fields: ReadonlySet<string> | 'all';
  /** Whose user data is shown; nobody's when null. */
  readonly userId: string | null;
}

export interface ItemJsonParts {
  readonly dialect: Dialect;
  readonly uuid: string;
  readonly catalogue: Catalogue;
  readonly records: PlayRecords;
}

/** Writes rows as the server does, with the members that its version tells unasked (integration facts 1.3). */
export class ItemJson {
  constructor(private readonly parts: ItemJsonParts) {}

  item(entry: Entry, wanted: Wanted): Json {
    return {
      Name: entry.name,
      ServerId: this.parts.uuid,
      Id: entry.id,
      ...this.gated(entry, wanted),
      ...numbers(entry),
      IsFolder: isFolder(entry),
      Type: entry.type,
      ...(wanted.userId !== null && { UserData: this.userData(entry, wanted.userId, wanted) }),
      ...family(entry),
      ...this.kindOfFile(entry),
      ImageTags: {},
      BackdropImageTags: [],
      ...(wanted.fields === 'all' && this.detail(entry)),
    };
  }

  /** The user data of one row, complete unless the list request of an Emby did not ask for the play history. */
  userData(entry: Entry, userId: string, wanted: Wanted = EVERYTHING): Json {
    if (isFolder(entry)) return this.folderData(entry, userId);
    const { records, dialect } = this.parts;
    const { watched, positionMs, playCount, playedAt } = records.get(userId, entry);
    const told = (member: string) => !dialect.gatesPlayHistory || isAsked(member, wanted);
    const date = told('userdatalastplayeddate') ? playedAt : null;
    return {
      ...(positionMs > 0 && { PlayedPercentage: (msToTicks(positionMs) / entry.runtimeTicks) * 100 }),
      PlaybackPositionTicks: msToTicks(positionMs),
      PlayCount: told('userdataplaycount') ? playCount : 0,
      IsFavorite: records.isFavourite(userId, entry),
      ...(date !== null && { LastPlayedDate: toWireDate(date * 1000) }),
      Played: watched,
      ...this.dataKey(entry),
    };
  }

  library(library: Library, userId: string | null): Json {
    const { dialect, uuid } = this.parts;
    const userData = { PlaybackPositionTicks: 0, PlayCount: 0, IsFavorite: false, Played: false };
    return {
      Name: library.name,
      ServerId: uuid,
      Id: library.id,
      ...(dialect.type === 'emby' && { Guid: library.guid, ParentId: '1' }),
      IsFolder: true,
      Type: library.collectionType === 'playlists' ? 'ManualPlaylistsFolder' : 'CollectionFolder',
      ...(userId !== null && { UserData: userData }),
      ...(library.collectionType !== null && { CollectionType: library.collectionType }),
      ImageTags: {},
      BackdropImageTags: [],
      ...(dialect.type === 'jellyfin' && { LocationType: 'FileSystem', MediaType: 'Unknown' }),
    };
  }

  /** The members that some list answers leave out unless they are named in `Fields`. */
  private gated(entry: Entry, wanted: Wanted): Json {
    const { gatedMembers } = this.parts.dialect;
    const told: Record<string, unknown> = {};
    for (const [name, valueOf] of GATED) {
      const member = name.toLowerCase();
      if (gatedMembers.has(member) && !isAsked(member, wanted)) continue;
      const value = valueOf(entry);
      if (value !== null) told[name] = value;
    }
    if (isAsked('mediasources', wanted) && hasFile(entry)) told['MediaSources'] = [this.mediaSource(entry)];
    return told;
  }

  /** A folder's played mark is computed from what lies below it (integration facts 8.10). */
  private folderData(entry: Entry, userId: string): Json {
    const { records, catalogue } = this.parts;
    const below = catalogue.playablesOf(entry).filter((each) => !each.missing);
    const unplayed = below.filter((each) => !records.get(userId, each).watched).length;
    return {
      PlayedPercentage: below.length === 0 ? 0 : ((below.length - unplayed) / below.length) * 100,
      UnplayedItemCount: unplayed,
      PlaybackPositionTicks: 0,
      PlayCount: 0,
      IsFavorite: records.isFavourite(userId, entry),
      Played: below.length > 0 && unplayed === 0,
      ...this.dataKey(entry),
    };
  }

  private dataKey(entry: Entry): Json {
    if (this.parts.dialect.type === 'emby') return {};
    return { Key: entry.dataKey, ...(this.parts.dialect.modernPaths && { ItemId: entry.id }) };
  }

  private kindOfFile(entry: Entry): Json {
    const location = entry.missing ? 'Virtual' : 'FileSystem';
    if (this.parts.dialect.type === 'jellyfin') {
      return { LocationType: location, MediaType: isFolder(entry) ? 'Unknown' : 'Video' };
    }
    return {
      ...(entry.missing && { LocationType: location }),
      ...(!isFolder(entry) && { MediaType: 'Video' }),
    };
  }

  private mediaSource(entry: Entry): Json {
    return {
      Protocol: 'File',
      Id: this.parts.dialect.type === 'emby' ? `mediasource_${entry.id}` : entry.id,
      Path: entry.path,
      Type: 'Default',
      Container: 'mkv',
      Size: 734_003_200,
      Name: entry.name,
      IsRemote: false,
      RunTimeTicks: entry.runtimeTicks,
      SupportsDirectPlay: true,
      MediaStreams: [{ Codec: 'h264', Type: 'Video', Index: 0, IsDefault: true, Height: 1080, Width: 1920 }],
      Formats: [],
      RequiredHttpHeaders: {},
    };
  }

  private detail(entry: Entry): Json {
    const { catalogue } = this.parts;
    return {
      Etag: entry.id.slice(-4),
      CanDelete: true,
      ExternalUrls: [],
      Taglines: [],
      PlayAccess: 'Full',
      People: [],
      Studios: [],
      GenreItems: [],
      Tags: [],
      ...(isFolder(entry) && {
        RecursiveItemCount: catalogue.playablesOf(entry).length,
        ChildCount: catalogue.childrenOf(entry.id).length,
      }),
    };
  }
}

const EVERYTHING: Wanted = { fields: 'all', userId: null };

const hasFile = (entry: Entry): boolean => !isFolder(entry) && !entry.missing;
const isAsked = (member: string, { fields }: Wanted): boolean => fields === 'all' || fields.has(member);

/** Members by name; a null is not told at all. */
const GATED: readonly (readonly [string, (entry: Entry) => unknown])[] = [
  ['OriginalTitle', ({ type, name }) => (type === 'Episode' ? null : name)],
  ['DateCreated', ({ addedAt }) => toWireDate(addedAt * 1000)],
  ['SortName', ({ sortName }) => sortName],
  ['PremiereDate', ({ year }) => (year === null ? null : toWireDate(Date.UTC(year, 5, 1)))],
  ['Path', ({ missing, path }) => (missing ? null : path)],
  ['Overview', ({ name }) => `What happens in ${name}.`],
  ['Genres', ({ type }) => (type === 'Episode' ? [] : ['Drama'])],
  ['ProductionYear', ({ year }) => year],
  ['ProviderIds', ({ providerIds }) => providerIds],
  ['ParentId', ({ parentId }) => parentId],
];

function numbers(entry: Entry): Json {
  return {
    ...(hasFile(entry) && { Container: 'mkv', RunTimeTicks: entry.runtimeTicks }),
    ...(entry.index !== null && { IndexNumber: entry.index }),
    ...(entry.lastIndex !== null && { IndexNumberEnd: entry.lastIndex }),
    ...(entry.seasonNumber !== null && { ParentIndexNumber: entry.seasonNumber }),
  };
}

function family({ series, season }: Entry): Json {
  return {
    ...(series && { SeriesName: series.name, SeriesId: series.id }),
    ...(season && { SeasonId: season.id, SeasonName: season.name }),
  };
}
