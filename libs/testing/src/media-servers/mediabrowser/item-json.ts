import type { Catalogue } from './catalogue.js';
import type { Dialect } from './dialect.js';
import { isFolder, type Entry, type Library } from './entry.js';
import type { PlayRecords } from './play-records.js';
import { msToTicks, toWireDate } from './times.js';

type Json = Record<string, unknown>;

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
    const has = (member: string) => this.isTold(member, wanted);
    return {
      Name: entry.name,
      ...(has('originaltitle') && entry.type !== 'Episode' && { OriginalTitle: entry.name }),
      ServerId: this.parts.uuid,
      Id: entry.id,
      ...(has('datecreated') && { DateCreated: toWireDate(entry.addedAt * 1000) }),
      ...(!isFolder(entry) && !entry.missing && { Container: 'mkv' }),
      ...(has('sortname') && { SortName: entry.sortName }),
      ...(has('premieredate') && premiereDate(entry)),
      ...(has('path') && !entry.missing && { Path: entry.path }),
      ...(has('overview') && { Overview: `What happens in ${entry.name}.` }),
      ...(has('genres') && { Genres: entry.type === 'Episode' ? [] : ['Drama'] }),
      ...(entry.runtimeTicks > 0 && { RunTimeTicks: entry.runtimeTicks }),
      ...(has('productionyear') && entry.year !== null && { ProductionYear: entry.year }),
      ...numbers(entry),
      ...(has('providerids') && { ProviderIds: entry.providerIds }),
      IsFolder: isFolder(entry),
      ...(has('parentid') && { ParentId: entry.parentId }),
      Type: entry.type,
      ...(wanted.userId !== null && { UserData: this.userData(entry, wanted.userId, wanted) }),
      ...family(entry),
      ...this.kindOfFile(entry),
      ImageTags: {},
      BackdropImageTags: [],
      ...(has('mediasources') &&
        !isFolder(entry) &&
        !entry.missing && { MediaSources: [this.mediaSource(entry)] }),
      ...(wanted.fields === 'all' && this.detail(entry)),
    };
  }

  /** The user data of one row, complete unless the list request of an Emby did not ask for the play history. */
  userData(entry: Entry, userId: string, wanted?: Wanted): Json {
    const { records, dialect } = this.parts;
    if (isFolder(entry)) return this.folderData(entry, userId);
    const { watched, positionMs, playCount, playedAt } = records.get(userId, entry);
    const told = (member: string) => !dialect.gatesPlayHistory || !wanted || this.isAsked(member, wanted);
    const percent = entry.runtimeTicks > 0 ? (msToTicks(positionMs) / entry.runtimeTicks) * 100 : 0;
    return {
      ...(percent > 0 && { PlayedPercentage: percent }),
      PlaybackPositionTicks: msToTicks(positionMs),
      PlayCount: told('userdataplaycount') ? playCount : 0,
      IsFavorite: records.isFavourite(userId, entry),
      ...(playedAt !== null &&
        told('userdatalastplayeddate') && { LastPlayedDate: toWireDate(playedAt * 1000) }),
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

  private isTold(member: string, wanted: Wanted): boolean {
    return !this.parts.dialect.gatedMembers.has(member) || this.isAsked(member, wanted);
  }

  private isAsked(member: string, { fields }: Wanted): boolean {
    return fields === 'all' || fields.has(member);
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
    if (this.parts.dialect.type === 'emby') {
      return {
        ...(entry.missing && { LocationType: 'Virtual' }),
        ...(!isFolder(entry) && { MediaType: 'Video' }),
      };
    }
    return {
      ...(!isFolder(entry) && !entry.missing && { VideoType: 'VideoFile' }),
      LocationType: entry.missing ? 'Virtual' : 'FileSystem',
      MediaType: isFolder(entry) ? 'Unknown' : 'Video',
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

function numbers(entry: Entry): Json {
  return {
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

const premiereDate = ({ year }: Entry): Json =>
  year === null ? {} : { PremiereDate: toWireDate(Date.UTC(year, 5, 1)) };
