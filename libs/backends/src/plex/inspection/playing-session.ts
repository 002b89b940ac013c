import type { PlayingSession } from '../../media-server.js';
import { integer, record, text, type Fields } from '../../reading.js';

const STATES: Readonly<Record<string, PlayingSession['state']>> = {
  playing: 'playing',
  paused: 'paused',
  buffering: 'buffering',
};

/** Something that is playing now; null without a session or an item. Most numbers come as text (plex.md quirk 14). */
export function readPlexSession(row: Fields): PlayingSession | null {
  const [user, player] = [record(row['User']), record(row['Player'])];
  const id = text(record(row['Session'])['id']) ?? text(row['sessionKey']);
  const itemId = text(row['ratingKey']);
  if (id === null || itemId === null) return null;
  return {
    id,
    userId: text(user['id']),
    userName: text(user['title']),
    itemId,
    itemTitle: titleOf(row),
    itemType: (text(row['type']) ?? 'unknown').toLowerCase(),
    positionMs: integer(row['viewOffset']),
    state: STATES[text(player['state']) ?? ''] ?? 'unknown',
    updatedAt: null,
    device: text(player['title']) ?? text(player['product']),
    raw: row,
  };
}

function titleOf(row: Fields): string {
  const [show, title] = [text(row['grandparentTitle']), text(row['title']) ?? '??'];
  return show === null ? title : `${show}: ${title}`;
}
