import { setFlagsFromString } from 'node:v8';
import { runService } from '#libs/runtime';
import { ImporterModule } from './importer.module.js';

// What is read from a server is soon forgotten. Collected at a smaller growth, it takes an eighth more of the processor for
// a first import, and a quarter more where nothing is new; at a larger one, the process comes near its bound.
setFlagsFromString('--heap-growing-percent=75');

await runService('importer', ImporterModule);
