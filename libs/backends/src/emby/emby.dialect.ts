import type { Connection } from '../media-server.js';
import {
  embyDevice,
  compactDate,
  embyAddress,
  embyHeaders,
  isoDate,
  legacyEndpoints,
  type Dialect,
} from '../mediabrowser/index.js';
import { records, text } from '../reading.js';

export const embyDialect: Dialect = {
  type: 'emby',
  label: 'Emby',
  minimumVersion: '4.7',
  // Without the UserData… names, lists tell neither date nor count of plays (jellyfin-emby.md 1.3).
  itemFields: [
    'ProviderIds',
    'DateCreated',
    'OriginalTitle',
    'Path',
    'Genres',
    'ProductionYear',
    'UserDataLastPlayedDate',
    'UserDataPlayCount',
  ],
  userLists: ['/Users', '/Users/Query'],
  libraryFolders: '/Library/VirtualFolders/Query',
  address: embyAddress,
  credentials: embyHeaders,
  device: embyDevice,
  endpoints: () => legacyEndpoints,
  playedDate: compactDate,
  ownerCall: ({ deviceId }) => ({ path: '/Sessions', query: { DeviceId: deviceId } }),
  readOwner: ownerOfSession,
  // Members that are absent from the body would become 0, false and null (jellyfin-emby.md 4.4).
  positionBody: async ({ ticks, playedAt }, stored) => {
    const { PlayedPercentage: _percentage, UnplayedItemCount: _count, ...kept } = await stored();
    const date = playedAt === null ? {} : { LastPlayedDate: isoDate(playedAt) };
    return { ...kept, PlaybackPositionTicks: ticks, ...date };
  },
};

/**
 * Emby cannot say whose a token is, but its sessions can: the one of our device that was active last is this very
 * call's, and has a user only when the token has.
 */
function ownerOfSession(answer: unknown, { deviceId }: Connection): string | null {
  const ours = records(answer).filter((session) => session['DeviceId'] === deviceId);
  const activeAt = (session: (typeof ours)[number]) =>
    Date.parse(text(session['LastActivityDate']) ?? '') || 0;
  const latest = ours.toSorted((a, b) => activeAt(b) - activeAt(a))[0];
  return latest ? text(latest['UserId']) : null;
}
