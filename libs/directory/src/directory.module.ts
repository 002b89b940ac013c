import { Global, Module } from '@nestjs/common';
import { loadConfig, SecretsModule } from '#libs/runtime';
import { DirectoryConfig } from './directory.config.js';
import { ServerDirectory } from './server-directory.js';

@Global()
@Module({
  imports: [SecretsModule],
  providers: [{ provide: DirectoryConfig, useFactory: () => loadConfig(DirectoryConfig) }, ServerDirectory],
  exports: [ServerDirectory, DirectoryConfig, SecretsModule],
})
export class DirectoryModule {}
