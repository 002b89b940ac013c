import { record, text, type Fields } from '../reading.js';
import { uuidInAvatar } from './cloud/people.js';
import { LOCAL_OWNER } from './plex.people.js';

/** The two names of a person; null for what is not known. */
export interface SessionPerson {
  readonly id: string | null;
  readonly uuid: string | null;
}

/**
 * Items of this person's sessions. The owner is a local number there, which tells nothing (plex.md quirk 20): unless the
 * uuids tell, his sessions count for whoever asks. At worst a position is left alone while somebody else watches the
 * same item.
 */
export const readPlaying = (sessions: readonly Fields[], person: SessionPerson): string[] =>
  sessions.filter((session) => isOf(session, person)).flatMap((session) => text(session['ratingKey']) ?? []);

function isOf(session: Fields, { id, uuid }: SessionPerson): boolean {
  const user = record(session['User']);
  const [local, avatar] = [text(user['id']), uuidInAvatar(user['thumb'])];
  if (local !== null && local === id && local !== LOCAL_OWNER) return true;
  if (avatar !== null && (uuid !== null || avatar === id)) return avatar === uuid || avatar === id;
  return local === LOCAL_OWNER;
}
