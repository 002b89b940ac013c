import { Global, Inject, Module, type OnModuleInit } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { HealthChecks, loadConfig } from '#libs/runtime';
import { DataSource } from 'typeorm';
import { AccessTokens } from './access-tokens.js';
import { Accounts } from './accounts.js';
import { AuditTrail } from './audit-trail.js';
import { Backends } from './backends.js';
import { BulkMarks } from './bulk-marks.js';
import { dataSourceOptions } from './data-source.js';
import { CleanSlate } from './clean-slate.js';
import { Conflicts } from './conflicts.js';
import { CopyIds } from './copy-ids.js';
import { ConsoleRuns } from './console-runs.js';
import { DatabaseConfig } from './database.config.js';
import { Events } from './events.js';
import { Expectations } from './expectations.js';
import { ExportBacklog } from './export-backlog.js';
import { ExportPlans } from './export-plans.js';
import { BackendScans } from './backend-scans.js';
import { FailedWrites } from './failed-writes.js';
import { Households } from './households.js';
import { History } from './history.js';
import { Identities } from './identities.js';
import { HistoryViews } from './history-views.js';
import { IgnoreRules } from './ignore-rules.js';
import { ImportPages } from './import-pages.js';
import { ItemRecords } from './item-records.js';
import { ItemStories } from './item-stories.js';
import { Ledger } from './ledger.js';
import { LoginTries } from './login-tries.js';
import { MediaHealth } from './media-health.js';
import { OpenIntents } from './open-intents.js';
import { Parity } from './parity.js';
import { PersonMarks } from './person-marks.js';
import { PlaylistMemory } from './playlist-memory.js';
import { PlaylistRuns } from './playlist-runs.js';
import { PlaylistWrites } from './playlist-writes.js';
import { Playlists } from './playlists.js';
import { Proposals } from './proposals.js';
import { Restores } from './restores.js';
import { Retention } from './retention.js';
import { RunLocks } from './run-locks.js';
import { RunPlans } from './run-plans.js';
import { Runs } from './runs.js';
import { Turns } from './turns.js';
import { Undo } from './undo.js';
import { MissingCopies } from './missing-copies.js';
import { SeenPages } from './seen-pages.js';
import { StaleCopies } from './stale-copies.js';
import { StoredCopies } from './stored-copies.js';
import { Upkeep } from './upkeep.js';
import { WebhookDeliveries } from './webhook-deliveries.js';
import { WebhookLog } from './webhook-log.js';
import { WebhookReadings } from './webhook-readings.js';
import { WebhookTargets } from './webhook-targets.js';

const repositories = [
  AccessTokens,
  Accounts,
  AuditTrail,
  Backends,
  BackendScans,
  BulkMarks,
  CleanSlate,
  Conflicts,
  CopyIds,
  ConsoleRuns,
  Events,
  Expectations,
  ExportBacklog,
  ExportPlans,
  FailedWrites,
  History,
  HistoryViews,
  Households,
  Identities,
  IgnoreRules,
  ImportPages,
  ItemRecords,
  ItemStories,
  Ledger,
  LoginTries,
  MediaHealth,
  OpenIntents,
  Parity,
  PersonMarks,
  PlaylistMemory,
  PlaylistRuns,
  PlaylistWrites,
  Playlists,
  Proposals,
  Restores,
  Retention,
  RunLocks,
  RunPlans,
  Runs,
  MissingCopies,
  SeenPages,
  StaleCopies,
  Turns,
  Undo,
  StoredCopies,
  Upkeep,
  WebhookDeliveries,
  WebhookLog,
  WebhookReadings,
  WebhookTargets,
];

/** Imported once, by a service's root module: the pool, the repositories, and the health check `postgres`. */
@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      useFactory: () => {
        const config = loadConfig(DatabaseConfig);
        return {
          ...dataSourceOptions({ url: config.WS_DATABASE_URL, poolSize: config.WS_DATABASE_POOL }),
          retryAttempts: 10,
          retryDelay: 1_000,
        };
      },
    }),
  ],
  // The repositories know nothing of Nest; without its decorators it cannot tell what their constructors take.
  providers: repositories.map((Repository) => ({
    provide: Repository,
    useFactory: (database: DataSource) => new Repository(database),
    inject: [DataSource],
  })),
  exports: repositories,
})
export class DatabaseModule implements OnModuleInit {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(HealthChecks) private readonly health: HealthChecks,
  ) {}

  onModuleInit(): void {
    this.health.add('postgres', () => this.database.query('SELECT 1'));
  }
}
