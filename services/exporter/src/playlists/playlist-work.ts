import type { BackendRecord, RunRecord } from '#libs/database';
import type { Contact } from '#libs/directory';

/** A backend that takes part, with a line to its server. */
export interface Party {
  readonly backend: BackendRecord;
  readonly contact: Contact;
  readonly isSource: boolean;
  readonly isTarget: boolean;
}

export interface PlaylistWork {
  readonly run: RunRecord;
  readonly parties: readonly Party[];
  readonly signal: AbortSignal;
}

/** What is known after the plan. Stored with every step, so that a killed run goes on from there. */
export interface PlaylistCursor {
  readonly phase: 'write';
  /** Whether a person has to say yes first. */
  readonly mustAsk: boolean;
  /** Names of backends that could not be read. */
  readonly unread: readonly string[];
}

/** Reads a stored cursor; null when the run has not planned yet. */
export function readCursor(stored: unknown): PlaylistCursor | null {
  if (typeof stored !== 'object' || stored === null || !('phase' in stored)) return null;
  if (stored.phase !== 'write') return null;
  const unread = 'unread' in stored && Array.isArray(stored.unread) ? stored.unread.map(String) : [];
  return { phase: 'write', mustAsk: 'mustAsk' in stored && stored.mustAsk === true, unread };
}

/** Requests to all servers since the work began. */
export const requestsOf = (parties: readonly Party[]): number =>
  parties.reduce((sum, { contact }) => sum + contact.requests(), 0);
