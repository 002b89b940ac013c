import type { CopyId } from '#libs/database';

/** Where an export is. Stored with every step, so that a killed run goes on from there. */
export type ExportCursor =
  /** Waits for an import that was started because the backend had never been read. */
  | { readonly phase: 'read'; readonly importRunId: string }
  | { readonly phase: 'plan'; readonly after: CopyId }
  | { readonly phase: 'write' };

export const PLAN_START: ExportCursor = { phase: 'plan', after: { remoteId: '', part: 0 } };

export const WRITE: ExportCursor = { phase: 'write' };

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** Reads a stored cursor; null when the run has not begun. */
export function readCursor(stored: unknown): ExportCursor | null {
  if (!isRecord(stored)) return null;
  const { phase, importRunId, after } = stored;
  if (phase === 'write') return WRITE;
  if (phase === 'read' && typeof importRunId === 'string') return { phase, importRunId };
  if (
    phase === 'plan' &&
    isRecord(after) &&
    typeof after['remoteId'] === 'string' &&
    typeof after['part'] === 'number'
  ) {
    return { phase, after: { remoteId: after['remoteId'], part: after['part'] } };
  }
  return null;
}
