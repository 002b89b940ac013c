import { backendOf } from '#libs/backends';
import type { ExportPermissions } from '#libs/core';
import type { BackendRecord } from '#libs/database';

/** Whether what a backend says may change the truth; else it only gives titles and ids (I-2). */
export const isSource = (backend: BackendRecord): boolean =>
  backend.importEnabled && backend.options.IMPORT_METADATA_ONLY !== true;

export const exportPermissions = (backend: BackendRecord, ignoreDate: boolean): ExportPermissions => ({
  isSource: isSource(backend),
  hasProgress: backendOf(backend.type).can.progress,
  mayMarkPlayed: true,
  mayUnmark: true,
  maySetProgress: true,
  ignoreDate,
});
