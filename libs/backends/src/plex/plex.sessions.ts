import { record, text, type Fields } from '../reading.js';

/** The owner is account 1 on his own server (plex.md quirk 14). */
const OWNER = '1';

/**
 * Items of this user's sessions. The owner's sessions count for whoever asks, since his local number hides who he is:
 * at worst a position is left alone while somebody else watches the same item.
 */
export const readPlaying = (sessions: readonly Fields[], user: string | null): string[] =>
  sessions.filter((session) => isOf(session, user)).flatMap((session) => text(session['ratingKey']) ?? []);

function isOf(session: Fields, user: string | null): boolean {
  const { id, thumb } = record(session['User']);
  const local = text(id);
  return (
    local === OWNER || (user !== null && (local === user || (text(thumb) ?? '').includes(`/users/${user}/`)))
  );
}
