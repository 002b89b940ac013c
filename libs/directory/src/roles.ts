import { backendOf } from '#libs/backends';
import { rewatchAfter, type ExportPermissions } from '#libs/core';
import type { BackendRecord } from '#libs/database';

/** Whether what a backend says may change the truth; else it only gives titles and ids (I-2). */
export const isSource = (backend: Pick<BackendRecord, 'importEnabled' | 'options'>): boolean =>
  backend.importEnabled && backend.options.IMPORT_METADATA_ONLY !== true;

export interface ExportPolicy {
  readonly ignoreDate: boolean;
  /** `WS_PROGRESS_THRESHOLD`, for those who have not said otherwise. */
  readonly rewatchThresholdS: number;
}

/** What a person lets an export do on this backend; everything that is not switched off. */
export const exportPermissions = (
  backend: BackendRecord,
  { ignoreDate, rewatchThresholdS }: ExportPolicy,
): ExportPermissions => ({
  isSource: isSource(backend),
  hasProgress: backendOf(backend.type).can.progress,
  mayMarkPlayed: backend.options.EXPORT_MARK_PLAYED !== false,
  mayUnmark: backend.options.EXPORT_MARK_UNPLAYED !== false,
  maySetProgress: backend.options.EXPORT_PROGRESS !== false,
  syncsRewatch: rewatchAfter(backend.syncRewatch, rewatchThresholdS) !== null,
  ignoreDate,
});
