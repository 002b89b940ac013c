import { DatabaseConfig, migrate } from '#libs/database';
import { loadConfig, Logger, runService } from '#libs/runtime';
import { Module } from '@nestjs/common';

@Module({})
class MigratorModule {}

await runService('migrator', MigratorModule, {
  once: async (app) => {
    const migrations = await migrate(loadConfig(DatabaseConfig).WS_DATABASE_URL);
    app.get(Logger).info('schema brought up', { migrations });
  },
});
