import { AccessTokenRow, AuditEntryRow, LoginTryRow } from './access.table.js';
import { AccountRow } from './account.table.js';
import { BackendScanRow } from './backend-scan.table.js';
import { BackendRow } from './backend.table.js';
import { BulkItemRow } from './bulk-item.table.js';
import { ConflictRow } from './conflict.table.js';
import { ConsoleCommandRow, ConsoleOutputRow } from './console-command.table.js';
import { HistoryViewRow } from './history-view.table.js';
import { IdentityRow } from './identity.table.js';
import { IgnoreRuleRow } from './ignore-rule.table.js';
import { ItemKeyRow, ItemRow } from './item.table.js';
import { ExportIntentRow, StateChangeRow } from './ledger.table.js';
import { MediaHealthItemRow, MediaHealthReportRow } from './media-health.table.js';
import { MissingCopyRow } from './missing-copy.table.js';
import { ObservationRow } from './observation.table.js';
import { PlaylistCopyRow, PlaylistRow, PlaylistSyncRow, PlaylistWriteRow } from './playlist.table.js';
import { RestoreEntryRow, RestoreWriteRow } from './restore.table.js';
import { RunRow } from './run.table.js';
import { SeenPageRow } from './seen-page.table.js';
import { WebhookDeliveryRow, WebhookTargetRow } from './webhook-delivery.table.js';

/** Every table there is; the schema is proved equal to the migrations by a test. */
export const tables = [
  IdentityRow,
  BackendRow,
  ItemRow,
  ItemKeyRow,
  ObservationRow,
  MissingCopyRow,
  RunRow,
  SeenPageRow,
  StateChangeRow,
  ExportIntentRow,
  ConflictRow,
  MediaHealthReportRow,
  MediaHealthItemRow,
  IgnoreRuleRow,
  BulkItemRow,
  RestoreEntryRow,
  RestoreWriteRow,
  WebhookDeliveryRow,
  WebhookTargetRow,
  AccountRow,
  AccessTokenRow,
  LoginTryRow,
  AuditEntryRow,
  ConsoleCommandRow,
  ConsoleOutputRow,
  PlaylistRow,
  PlaylistCopyRow,
  PlaylistWriteRow,
  PlaylistSyncRow,
  HistoryViewRow,
  BackendScanRow,
] as const;

export {
  AccessTokenRow,
  AccountRow,
  AuditEntryRow,
  BackendRow,
  ConflictRow,
  ExportIntentRow,
  IdentityRow,
  IgnoreRuleRow,
  ItemKeyRow,
  ItemRow,
  LoginTryRow,
  MediaHealthItemRow,
  MediaHealthReportRow,
  MissingCopyRow,
  ObservationRow,
  PlaylistCopyRow,
  PlaylistRow,
  PlaylistSyncRow,
  PlaylistWriteRow,
  RestoreEntryRow,
  RestoreWriteRow,
  RunRow,
  StateChangeRow,
  WebhookDeliveryRow,
  WebhookTargetRow,
};
