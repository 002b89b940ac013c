import { record, text } from '../../reading.js';

/** A sign-in that waits for the person to confirm it on plex.tv (plex.md 2.2). */
export interface CloudSignIn {
  readonly id: string;
  readonly code: string;
  readonly clientIdentifier: string | null;
  /** ISO 8601. */
  readonly expiresAt: string | null;
  /** The account's token, once the person has confirmed. */
  readonly authToken: string | null;
  /** The rest of what plex.tv says, for whoever shows it. */
  readonly raw: Readonly<Record<string, unknown>>;
}

/** The answer of T1 and T2; null when it is none. */
export function readSignIn(body: unknown): CloudSignIn | null {
  const raw = record(body);
  const [id, code] = [text(raw['id']), text(raw['code'])];
  if (id === null || code === null) return null;
  return {
    id,
    code,
    clientIdentifier: text(raw['clientIdentifier']),
    expiresAt: text(raw['expiresAt']),
    authToken: text(raw['authToken']),
    raw,
  };
}

/** The account token that a switch gives (T7); null when there is none. */
export const readSwitchToken = (body: unknown): string | null => text(record(body)['authToken']);
