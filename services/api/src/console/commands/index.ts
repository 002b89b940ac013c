import type { Type } from '@nestjs/common';
import type { ConsoleCommand } from '../console-command.js';
import { StateExport } from './state-export.js';
import { StateImport } from './state-import.js';
import { SystemTasks } from './system-tasks.js';
import { ShowVersion } from './version.js';

/** Every command of the console. A new one is a class, and a line here. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each takes options of its own; `registered` keeps them together
export const COMMAND_CLASSES: readonly Type<ConsoleCommand<any>>[] = [
  StateImport,
  StateExport,
  SystemTasks,
  ShowVersion,
];
