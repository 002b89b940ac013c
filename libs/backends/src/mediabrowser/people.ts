import type { PlayingSession, RemoteUserDetails } from '../inspection.js';
import { flag, record, text, type Fields } from '../reading.js';
import { utcSeconds } from './dates.js';
import { canonicalId } from './ids.js';
import { msOf } from './item-mapper.js';
import { readUser } from './server-mapper.js';

/** A user with everything a person may want to know (jellyfin-emby.md 2.4); null for a row without an id. */
export function readUserDetails(row: unknown): RemoteUserDetails | null {
  const user = readUser(row);
  if (!user) return null;
  const fields = record(row);
  const policy = record(fields['Policy']);
  return {
    ...user,
    uuid: null,
    hidden: flag(policy['IsHidden']),
    disabled: flag(policy['IsDisabled']),
    protected: false,
    guest: false,
    restricted: false,
    updatedAt: utcSeconds(fields['LastActivityDate']) ?? utcSeconds(fields['LastLoginDate']),
  };
}

/** A session in which something plays; null for one that only listens. */
export function readSession(row: Fields): PlayingSession | null {
  const item = record(row['NowPlayingItem']);
  const [id, itemId] = [text(row['Id']), text(item['Id'])];
  if (id === null || itemId === null) return null;
  const player = record(row['PlayState']);
  const user = text(row['UserId']);
  return {
    id,
    // A key's session names nobody, with zeros or not at all.
    userId: user === null || /^[0-]*$/.test(user) ? null : canonicalId(user),
    userName: text(row['UserName']),
    itemId,
    itemTitle: titleOf(item),
    itemType: (text(item['Type']) ?? 'unknown').toLowerCase(),
    positionMs: msOf(player['PositionTicks']),
    state: stateOf(player['IsPaused']),
    updatedAt: utcSeconds(row['LastActivityDate']),
    device: text(row['DeviceName']),
    raw: row,
  };
}

function titleOf(item: Fields): string {
  const [series, name] = [text(item['SeriesName']), text(item['Name']) ?? '??'];
  return series === null ? name : `${series}: ${name}`;
}

const stateOf = (isPaused: unknown): PlayingSession['state'] =>
  typeof isPaused === 'boolean' ? (isPaused ? 'paused' : 'playing') : 'unknown';
