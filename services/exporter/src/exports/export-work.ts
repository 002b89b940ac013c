import type { BackendRecord, ExportTarget, RunRecord } from '#libs/database';
import { toSeconds } from '#libs/database';
import type { Contact } from '#libs/directory';

/** What a run works on and with. */
export interface ExportWork {
  readonly run: RunRecord;
  readonly backend: BackendRecord;
  readonly contact: Contact;
  readonly signal: AbortSignal;
}

export const targetOf = (backend: BackendRecord): ExportTarget => ({
  backendId: backend.id,
  lastCompleteRead: toSeconds(backend.importLastSync),
});
