import { Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE, DiscoveryModule } from '@nestjs/core';
import { DatabaseModule } from '#libs/database';
import { DirectoryModule, GuardConfig } from '#libs/directory';
import { QueueModule } from '#libs/queue';
import {
  ApiKeyConfig,
  followConfig,
  type HttpFace,
  LiveConfig,
  loadConfig,
  SecretsConfig,
  SecretsModule,
  SettingsReader,
  SettingsWriter,
} from '#libs/runtime';
import { ApiConfig } from './api.config.js';
import { AuditController } from './audit/audit.controller.js';
import { AuditInterceptor } from './audit/audit.interceptor.js';
import { AccessGuard, API_KEY } from './auth/access.guard.js';
import { AuthController } from './auth/auth.controller.js';
import { CallerAddress } from './auth/caller-address.js';
import { Doorkeeper } from './auth/doorkeeper.js';
import { FirstAccount } from './auth/first-account.js';
import { LoginBrake } from './auth/login-brake.js';
import { SessionIssuer } from './auth/session-issuer.js';
import { BACKEND_CONTROLLERS, BACKEND_DESKS } from './backends/index.js';
import { BackupDesk } from './backups/backup-desk.js';
import { BackupStarter } from './backups/backup-starter.js';
import { BackupsController } from './backups/backups.controller.js';
import { RestoreStarter } from './backups/restore-starter.js';
import { ConflictJudge } from './conflicts/conflict-judge.js';
import { ConflictsController } from './conflicts/conflicts.controller.js';
import { FailedWritesController } from './exports/failed-writes.controller.js';
import { FailedWritesDesk } from './exports/failed-writes-desk.js';
import { consoleControllers, consoleProviders } from './console/console.parts.js';
import { openGateway } from './gateway/gateway.js';
import { GuidDesk } from './guids/guid-desk.js';
import { GuidsController } from './guids/guids.controller.js';
import { HistoryViewer } from './history/history-viewer.js';
import { HistoryController } from './history/history.controller.js';
import { BulkDesk } from './history/bulk-desk.js';
import { BulkController } from './history/bulk.controller.js';
import { HistoryViewsController } from './history/views.controller.js';
import { ChangeFeed } from './history/change-feed.js';
import { ItemKeeper } from './history/item-keeper.js';
import { ReferenceChecker } from './history/reference-checker.js';
import { WatchMarker } from './history/watch-marker.js';
import { ApiDescription } from './http/api-description.js';
import { InputCheck } from './http/input-check.js';
import { ProblemFilter } from './http/problem.filter.js';
import { RouteTable } from './http/route-table.js';
import { identitiesRoom } from './identities/index.js';
import { live } from './live/index.js';
import { plexAuth } from './plex-auth/plex-auth.module.js';
import { HealthAuditor } from './quality/health-auditor.js';
import { HealthExporter } from './quality/health-exporter.js';
import { HealthController } from './quality/health.controller.js';
import { ParityDesk } from './quality/parity-desk.js';
import { QualityController } from './quality/quality.controller.js';
import { BackendRunsController } from './runs/backend-runs.controller.js';
import { BackendIgnoreController, IgnoreController } from './ignore/ignore.controller.js';
import { IgnoreDesk } from './ignore/ignore-desk.js';
import { RunBell } from './runs/run-bell.js';
import { PlanJudge } from './runs/plan-judge.js';
import { RunJudge } from './runs/run-judge.js';
import { RunStarter } from './runs/run-starter.js';
import { RunViewer } from './runs/run-viewer.js';
import { RunsController } from './runs/runs.controller.js';
import { playlistsRoom } from './playlists/index.js';
import { serversFile } from './servers-file/index.js';
import { SettingsDesk } from './settings/settings-desk.js';
import { SettingsController } from './settings/settings.controller.js';
import { SettingsWitness } from './settings/settings-witness.js';
import { Caretaker } from './system/caretaker.js';
import { OpenapiController } from './system/openapi.controller.js';
import { Pruner } from './system/pruner.js';
import { ReportWriter } from './system/report-writer.js';
import { SystemCareController } from './system/system-care.controller.js';
import { ToolsController } from './system/tools.controller.js';
import { UrlProber } from './system/url-prober.js';
import { SystemController } from './system/system.controller.js';
import { KeyCutter } from './tokens/key-cutter.js';
import { TokensController } from './tokens/tokens.controller.js';
import { DeliveriesController } from './webhooks/deliveries.controller.js';
import { HookProver } from './webhooks/hook-prover.js';
import { HookRegistrar } from './webhooks/hook-registrar.js';
import { HooksController } from './webhooks/hooks.controller.js';
import { DeliveryDesk } from './webhooks/delivery-desk.js';
import { validation } from './validation/index.js';
import { UndoController } from './undo/undo.controller.js';
import { UndoStarter } from './undo/undo-starter.js';

@Module({
  // Runs are stored in Postgres first, so people can work on while Redis is away.
  imports: [
    DatabaseModule,
    QueueModule.forRoot({ essential: false }),
    DirectoryModule,
    SecretsModule,
    DiscoveryModule,
  ],
  controllers: [
    AuthController,
    SystemController,
    SystemCareController,
    ToolsController,
    SettingsController,
    TokensController,
    AuditController,
    OpenapiController,
    ...identitiesRoom.controllers,
    ...BACKEND_CONTROLLERS,
    ...plexAuth.controllers,
    BackendRunsController,
    ...validation.controllers,
    RunsController,
    ...playlistsRoom.controllers,
    BackupsController,
    FailedWritesController,
    DeliveriesController,
    HooksController,
    IgnoreController,
    BackendIgnoreController,
    // Before the history, whose `:id` would take `conflicts` for an item.
    ConflictsController,
    UndoController,
    QualityController,
    GuidsController,
    ...serversFile.controllers,
    HealthController,
    BulkController,
    HistoryViewsController,
    HistoryController,
    ...live.controllers,
    ...consoleControllers,
  ],
  providers: [
    { provide: ApiConfig, useFactory: () => followConfig(ApiConfig) },
    { provide: SecretsConfig, useFactory: () => loadConfig(SecretsConfig) },
    { provide: API_KEY, useFactory: () => new LiveConfig(ApiKeyConfig) },
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: APP_INTERCEPTOR, useClass: AuditInterceptor },
    { provide: APP_PIPE, useClass: InputCheck },
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: SettingsReader, useFactory: () => new SettingsReader() },
    { provide: SettingsWriter, useFactory: () => new SettingsWriter() },
    IgnoreDesk,
    SettingsDesk,
    SettingsWitness,
    ApiDescription,
    RouteTable,
    SessionIssuer,
    CallerAddress,
    LoginBrake,
    KeyCutter,
    Doorkeeper,
    FirstAccount,
    ...BACKEND_DESKS,
    ...plexAuth.providers,
    ...identitiesRoom.providers,
    BackupDesk,
    BackupStarter,
    RestoreStarter,
    RunBell,
    RunStarter,
    ...playlistsRoom.providers,
    PlanJudge,
    RunJudge,
    RunViewer,
    FailedWritesDesk,
    DeliveryDesk,
    HookProver,
    HookRegistrar,
    HistoryViewer,
    WatchMarker,
    ItemKeeper,
    ParityDesk,
    GuidDesk,
    ...serversFile.providers,
    HealthAuditor,
    HealthExporter,
    BulkDesk,
    ChangeFeed,
    { provide: GuardConfig, useFactory: () => followConfig(GuardConfig) },
    ReferenceChecker,
    UndoStarter,
    ConflictJudge,
    ...live.providers,
    ...validation.providers,
    Caretaker,
    Pruner,
    ReportWriter,
    UrlProber,
    ...consoleProviders,
  ],
})
export class ApiModule {}

export const apiFace: HttpFace = {
  port: (app) => app.get(ApiConfig).WS_PORT,
  configure: openGateway,
};
