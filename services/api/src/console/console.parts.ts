import type { Provider } from '@nestjs/common';
import { EventDesk } from '../events/event-desk.js';
import { EventsController } from '../events/events.controller.js';
import { AccessLog } from '../logs/access-log.js';
import { LogFiles } from '../logs/log-files.js';
import { LogFollower } from '../logs/log-follower.js';
import { LogPruner } from '../logs/log-pruner.js';
import { LogViewer } from '../logs/log-viewer.js';
import { LogController, LogsController } from '../logs/logs.controller.js';
import { SuppressorController } from '../logs/suppressor.controller.js';
import { SuppressorDesk } from '../logs/suppressor-desk.js';
import { QueueClerk } from '../queues/queue-clerk.js';
import { QueuesController } from '../queues/queues.controller.js';
import { SchedulerController } from '../tasks/scheduler.controller.js';
import { TaskCatalogue, tasksConfig } from '../tasks/task-catalogue.js';
import { TaskEditor } from '../tasks/task-editor.js';
import { TaskScheduler } from '../tasks/task-scheduler.js';
import { TaskStarter } from '../tasks/task-starter.js';
import { TaskViewer } from '../tasks/task-viewer.js';
import { TasksConfig } from '../tasks/tasks.config.js';
import { TasksController } from '../tasks/tasks.controller.js';
import { OwnApi } from './api-caller.js';
import { CommandController } from './command.controller.js';
import { CommandDesk } from './command-desk.js';
import { CommandRegistry, COMMANDS } from './command-registry.js';
import { CommandSuggester } from './command-suggester.js';
import { CommandRelay } from './command-relay.js';
import { CommandRunner } from './command-runner.js';
import { CommandsWorker } from './commands.worker.js';
import { COMMAND_CLASSES } from './commands/index.js';
import { type ConsoleCommand, registered } from './console-command.js';
import { OutputFollower } from './output-follower.js';

export const consoleControllers = [
  TasksController,
  SchedulerController,
  CommandController,
  EventsController,
  QueuesController,
  LogsController,
  LogController,
  SuppressorController,
];

/** Tasks, console, events, queues and logs: everything of theirs that the api service has to know. */
export const consoleProviders: Provider[] = [
  ...COMMAND_CLASSES,
  {
    provide: COMMANDS,
    useFactory: (...commands: ConsoleCommand[]) => commands.map((command) => registered(command)),
    inject: [...COMMAND_CLASSES],
  },
  { provide: TasksConfig, useFactory: tasksConfig },
  CommandRegistry,
  OwnApi,
  LogFiles,
  AccessLog,
  LogViewer,
  LogFollower,
  LogPruner,
  SuppressorDesk,
  EventDesk,
  QueueClerk,
  CommandDesk,
  CommandRunner,
  CommandSuggester,
  CommandsWorker,
  CommandRelay,
  OutputFollower,
  TaskCatalogue,
  TaskStarter,
  TaskScheduler,
  TaskEditor,
  TaskViewer,
];
