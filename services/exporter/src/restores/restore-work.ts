import type { RestoreWish } from '#libs/core';
import type { BackendRecord, RestoreOptions, RestoreTarget, RunRecord } from '#libs/database';
import { exportPermissions, type Contact } from '#libs/directory';

/** What a restore works on and with. */
export interface RestoreWork {
  readonly run: RunRecord;
  readonly options: RestoreOptions;
  readonly backend: BackendRecord;
  readonly contact: Contact;
  readonly signal: AbortSignal;
}

export const targetOf = ({ run, backend }: RestoreWork): RestoreTarget => ({
  runId: run.id,
  identityId: run.identityId,
  backendId: backend.id,
  backendName: backend.name,
  accountGeneration: backend.accountGeneration,
});

export const wishOf = ({ options, backend }: RestoreWork, minimumMs: number): RestoreWish => ({
  withProgress: options.progress,
  minimumMs,
  may: exportPermissions(backend, { ignoreDate: true, rewatchThresholdS: 0 }),
});
