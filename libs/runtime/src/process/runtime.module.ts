import { type DynamicModule, Global, Module } from '@nestjs/common';
import { DataFolder } from '../config/data-folder.js';
import { loadConfig } from '../config/load-config.js';
import { RuntimeConfig, SecretsConfig } from '../config/runtime.config.js';
import { HealthChecks } from '../health/health-checks.js';
import { TaskLog } from '../log/task-log.js';
import { logDestination } from '../log/log-destination.js';
import { Logger, makeLogger } from '../log/logger.js';
import { Metrics } from '../metrics/metrics.js';
import { SecretBox } from '../secrets/secret-box.js';

/** What `runService` gives to every service without being asked. Tests import it with a name of their own. */
@Global()
@Module({})
export class RuntimeModule {
  static forService(service: string): DynamicModule {
    const providers = [
      { provide: RuntimeConfig, useFactory: () => loadConfig(RuntimeConfig) },
      { provide: DataFolder, useFactory: () => new DataFolder() },
      {
        provide: Logger,
        useFactory: (config: RuntimeConfig, folder: DataFolder) =>
          makeLogger(service, logDestination(config, folder)),
        inject: [RuntimeConfig, DataFolder],
      },
      {
        provide: TaskLog,
        useFactory: (config: RuntimeConfig, folder: DataFolder) => new TaskLog(config, folder),
        inject: [RuntimeConfig, DataFolder],
      },
      { provide: Metrics, useFactory: () => new Metrics() },
      { provide: HealthChecks, useFactory: () => new HealthChecks() },
    ];
    return { module: RuntimeModule, providers, exports: providers.map(({ provide }) => provide) };
  }
}

/** For services that store or read backend tokens; needs `WS_SECRET_KEY`. */
@Module({
  providers: [
    { provide: SecretBox, useFactory: () => new SecretBox(loadConfig(SecretsConfig).WS_SECRET_KEY) },
  ],
  exports: [SecretBox],
})
export class SecretsModule {}
