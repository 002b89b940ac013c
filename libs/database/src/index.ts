export {
  AccessTokens,
  TOKEN_SCOPES,
  type AccessTokenRecord,
  type NewAccessToken,
  type TokenScope,
} from './access-tokens.js';
export { Accounts, type AccountRecord } from './accounts.js';
export {
  ACTOR_KINDS,
  AuditTrail,
  type Actor,
  type ActorKind,
  type AuditFilter,
  type AuditRecord,
  type NewAuditEntry,
} from './audit-trail.js';
export {
  BackendNameTaken,
  Backends,
  type BackendChanges,
  type BackendOptions,
  type BackendRecord,
  type ClientOptions,
  type FailingBackends,
  type HealthFailure,
  type NewBackend,
} from './backends.js';
export { BULK_BATCH, BulkMarks, type BulkOrder, type BulkWeight, type BulkWork } from './bulk-marks.js';
export type { BulkSelection } from './bulk-selection.js';
export { CleanSlate } from './clean-slate.js';
export { type Choice, type ConflictOutcome } from './conflict-choices.js';
export {
  CONFLICT_KINDS,
  CONFLICT_STATUSES,
  Conflicts,
  type ConflictFilter,
  type ConflictRecord,
  type ConflictStatus,
  type NamedItem,
} from './conflicts.js';
export type {
  ConflictKind,
  ContradictingIds,
  FoundConflict,
  OppositeWishes,
  Quarantine,
  QuarantineCandidate,
} from './conflict-notes.js';
export { CopyIds, type IdsOfCopy } from './copy-ids.js';
export {
  ConsoleRuns,
  type ConsoleEnding,
  type ConsoleRunFilter,
  type ConsoleRunRecord,
  type NewConsoleRun,
  type NumberedLine,
  type OutputLine,
} from './console-runs.js';
export { DatabaseConfig } from './database.config.js';
export { DatabaseModule } from './database.module.js';

export {
  EVENT_SORTS,
  EVENT_STATUSES,
  Events,
  type EventFilter,
  type EventRecord,
  type EventSort,
  type EventStatus,
} from './events.js';
export { Expectations, type Announcement } from './expectations.js';
export {
  ExportPlans,
  type ExportTarget,
  type NewPush,
  type PlanWeight,
  type PlannedWrite,
} from './export-plans.js';
export type { IntentOutcome, Settlement } from './settlements.js';
export type { DueWrite, TargetCopy } from './export-copies.js';
export type { BackendRemoval } from './backend-endings.js';
export { ExportBacklog, type Backlog, type BacklogQuestion } from './export-backlog.js';
export {
  FailedWrites,
  MOST_UNCONFIRMED,
  type FailedWrite,
  type FailedWritesQuestion,
} from './failed-writes.js';
export {
  History,
  type CopyDetail,
  type CopyRecord,
  type HistoryList,
  type HistoryQuery,
  type HistoryRecord,
} from './history.js';
export { HISTORY_SORTS, type HistoryFilter, type HistorySort, type IdFilter } from './history-filter.js';
export { Identities, IdentityTaken, type IdentityHoldings, type IdentityRecord } from './identities.js';
export {
  copyIdOf,
  copyKey,
  type CopyId,
  type ItemMerge,
  type KnownItem,
  type NewItem,
  type PageContext,
  type PageDecisions,
  type PageKnowledge,
  type PageOutcome,
  type SeenCopy,
  type UnmarkFlood,
} from './import-page.js';
export { HistoryViews, type HistoryView } from './history-views.js';
export { IgnoreRules, type IgnoreRuleFilter, type IgnoreRuleRecord } from './ignore-rules.js';
export {
  BackendScans,
  type ScanKind,
  type ScanPlace,
  type ScanRecord,
  type ScanStanding,
} from './backend-scans.js';
export { AccountChanged, ImportPages, type PageStep, type PageWork } from './import-pages.js';
export { ItemRecords } from './item-records.js';
export { ItemStories, type ItemChange, type ItemCopy, type ItemWrite, type Story } from './item-stories.js';
export { Ledger, type ChangeStatus, type LedgerChange, type RunChange } from './ledger.js';
export { LoginTries, type Tries } from './login-tries.js';
export { migrate } from './migrate.js';
export {
  MediaHealth,
  type AuditedRecord,
  type HealthFinding,
  type HealthReport,
  type HealthRow,
} from './media-health.js';
export { OpenIntents } from './open-intents.js';
export { Parity } from './parity.js';
export { PersonMarks, type Mark, type MarkOutcome } from './person-marks.js';
export { Proposals, type ProposalBatch, type ProposalEvidence, type RejectedRun } from './proposals.js';
export {
  Restores,
  type DueRestore,
  type FoundEntry,
  type RestoreOutcome,
  type RestoreTarget,
  type RestoreWeight,
  type RestoreWrite,
  type StagedEntry,
} from './restores.js';
export {
  PlaylistMemory,
  type DecidedList,
  type PlaylistDecisions,
  type RememberedCopy,
} from './playlist-memory.js';
export { PlaylistRuns } from './playlist-runs.js';
export {
  PlaylistWrites,
  type LeftCopy,
  type NewListWrite,
  type OpenListWrite,
  type WriteEnd,
} from './playlist-writes.js';
export {
  Playlists,
  type PlaylistChange,
  type PlaylistCopyRecord,
  type PlaylistRecord,
  type PlaylistSync,
} from './playlists.js';
export { NO_COUNTS, type RunCounts, type RunStep } from './run-steps.js';
export {
  RUN_KINDS,
  RUN_STATUSES,
  Runs,
  type NewRun,
  type RunError,
  type RunFilter,
  type RunKind,
  type RunMode,
  type RunRecord,
  type RunStatus,
} from './runs.js';
export type { BackupOptions, BulkAction, RestoreOptions, RunOptions } from './run-options.js';
export { Retention } from './retention.js';
export { RunLocks } from './run-locks.js';
export {
  PLAN_DIRECTIONS,
  RunPlans,
  type PlanChoice,
  type CountedGroup,
  type PlanDirection,
  type PlanGroup,
  type PlanSelection,
  type WaitingRun,
} from './run-plans.js';
export { toDate, toSeconds } from './seconds.js';
export { MissingCopies, type MissingCopy } from './missing-copies.js';
export { digestOf, SeenPages, type PagePlace, type SeenPage } from './seen-pages.js';
export { StaleCopies } from './stale-copies.js';
export { Turns } from './turns.js';
export { StoredCopies } from './stored-copies.js';
export {
  Undo,
  type NewUndo,
  type UndoBatch,
  type UndoBegun,
  type UndoOrigin,
  type UndoStaged,
  type UndoWork,
} from './undo.js';
export type { UndoScope } from './undo-scope.js';
export type { Causation, ChangeCause, LedgerEntry, TruthChange } from './truths.js';
export { Upkeep, type IndexRecord } from './upkeep.js';
export {
  JsonText,
  WebhookDeliveries,
  type DeliveryRecord,
  type DeliverySource,
  type NewDelivery,
  type StoredDelivery,
} from './webhook-deliveries.js';
export {
  DELIVERY_VERDICTS,
  WebhookReadings,
  type DeliveryReading,
  type DeliveryVerdict,
  type NewsPhase,
  type NewsSays,
  type NewTarget,
} from './webhook-readings.js';
export {
  WebhookLog,
  type DeliveryDetail,
  type DeliveryFilter,
  type DeliveryRow,
  type WebhookCoverage,
} from './webhook-log.js';
export { WebhookTargets, type Looking, type NewsPlace, type OpenNews } from './webhook-targets.js';
export { Households, type NewHousehold } from './households.js';
