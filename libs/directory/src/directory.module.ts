import { Global, Module } from '@nestjs/common';
import { SecretsModule } from '#libs/runtime';
import { ServerDirectory } from './server-directory.js';

@Global()
@Module({ imports: [SecretsModule], providers: [ServerDirectory], exports: [ServerDirectory] })
export class DirectoryModule {}
