import { Global, Module } from '@nestjs/common';
import { DataFolder, loadConfig, Logger, SecretsModule } from '#libs/runtime';
import { DirectoryConfig } from './directory.config.js';
import { GuidBook } from './guids/guid-book.js';
import { ServerDirectory } from './server-directory.js';

@Global()
@Module({
  imports: [SecretsModule],
  providers: [
    { provide: DirectoryConfig, useFactory: () => loadConfig(DirectoryConfig) },
    ServerDirectory,
    {
      provide: GuidBook,
      useFactory: (folder: DataFolder, logger: Logger) => new GuidBook(folder, logger),
      inject: [DataFolder, Logger],
    },
  ],
  exports: [GuidBook, ServerDirectory, DirectoryConfig, SecretsModule],
})
export class DirectoryModule {}
