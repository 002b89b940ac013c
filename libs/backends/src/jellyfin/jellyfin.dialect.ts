import {
  mediaBrowserDevice,
  baseAddress,
  isAtLeast,
  isoDate,
  mediaBrowserHeader,
  modernEndpoints,
  oldestEndpoints,
  type Dialect,
} from '../mediabrowser/index.js';
import { record, text } from '../reading.js';

export const jellyfinDialect: Dialect = {
  type: 'jellyfin',
  label: 'Jellyfin',
  minimumVersion: '10.8',
  itemFields: ['ProviderIds', 'DateCreated', 'OriginalTitle', 'Path', 'Genres'],
  userLists: ['/Users'],
  libraryFolders: '/Library/VirtualFolders',
  address: baseAddress,
  credentials: mediaBrowserHeader,
  device: mediaBrowserDevice,
  endpoints: (version) => (isAtLeast(version, '10.9') ? modernEndpoints : oldestEndpoints),
  playedDate: isoDate,
  ownerCall: () => ({ path: '/Users/Me' }),
  readOwner: (answer) => text(record(answer)['Id']),
  // The server writes only the members that are present (jellyfin-emby.md 4.1).
  positionBody: ({ ticks, playedAt }) =>
    Promise.resolve({
      PlaybackPositionTicks: ticks,
      ...(playedAt === null ? {} : { LastPlayedDate: isoDate(playedAt) }),
    }),
};
