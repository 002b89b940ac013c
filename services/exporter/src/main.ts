import { runService } from '#libs/runtime';
import { ExporterModule } from './exporter.module.js';

await runService('exporter', ExporterModule);
