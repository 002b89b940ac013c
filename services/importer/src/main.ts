import { runService } from '#libs/runtime';
import { ImporterModule } from './importer.module.js';

await runService('importer', ImporterModule);
