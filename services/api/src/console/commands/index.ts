import type { Type } from '@nestjs/common';
import type { ConsoleCommand } from '../console-command.js';
import { BACKEND_COMMANDS } from './backend-commands.js';
import { BackendRestore, StateBackup } from './backup-commands.js';
import { CachePurge, IgnoreList, IgnoreManage, SystemReport, SystemReset } from './care-commands.js';
import { ConfigAdd, ConfigDelete, ConfigEdit, ConfigTest, ConfigView } from './config-commands.js';
import { DbIndex, DbMaintenance, DbMigrate, DbQuery } from './database-commands.js';
import { HistoryExplain, HistoryList, StatePlan } from './history-commands.js';
import { BackendList, ConfigList, LibraryIgnore, LibraryStale } from './library-commands.js';
import { ConfigImport, ImportWatchState } from './config-import.js';
import { ConfigDump, ConfigGenerate } from './config-files.js';
import {
  EventsCancel,
  EventsDelete,
  EventsList,
  EventsListeners,
  EventsPurge,
  EventsReset,
  EventsView,
  TransportQueue,
  TransportView,
} from './event-commands.js';
import { EventsDispatch } from './events-dispatch.js';
import { BackendCreate } from './people-commands.js';
import { DbParity } from './db-parity.js';
import { StateMediaHealth } from './media-health.js';
import { StatePlaylist } from './state-playlist.js';
import { StateValidate } from './state-validate.js';
import { PlexCheckToken, SystemScheduler } from './scheduler-commands.js';
import { SystemDiff } from './system-diff.js';
import { SystemLogs } from './system-logs.js';
import { SystemPrune } from './system-prune.js';
import { EnvAdd, EnvDelete, EnvList, SystemEnv } from './setting-commands.js';
import { StateExport } from './state-export.js';
import { StateImport } from './state-import.js';
import { ApiTest, Health, ResetPassword, SystemApikey, SystemRoutes } from './system-commands.js';
import { SystemTasks } from './system-tasks.js';
import { ShowVersion } from './version.js';

/** Every command of the console. A new one is a class, and a line here. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each takes options of its own; `registered` keeps them together
export const COMMAND_CLASSES: readonly Type<ConsoleCommand<any>>[] = [
  StateImport,
  StateExport,
  StateBackup,
  StatePlaylist,
  StatePlan,
  StateValidate,
  StateMediaHealth,
  DbParity,
  BackendCreate,
  BackendRestore,
  BackendList,
  ...BACKEND_COMMANDS,
  LibraryIgnore,
  LibraryStale,
  HistoryList,
  HistoryExplain,
  ConfigAdd,
  ConfigDelete,
  ConfigEdit,
  ConfigList,
  ConfigTest,
  ConfigView,
  DbIndex,
  DbMaintenance,
  DbMigrate,
  DbQuery,
  ResetPassword,
  SystemReport,
  SystemReset,
  CachePurge,
  IgnoreList,
  IgnoreManage,
  EventsCancel,
  EventsDelete,
  EventsDispatch,
  EventsList,
  EventsListeners,
  EventsPurge,
  EventsReset,
  EventsView,
  TransportQueue,
  TransportView,
  ConfigDump,
  ConfigImport,
  ConfigGenerate,
  SystemLogs,
  SystemDiff,
  SystemScheduler,
  PlexCheckToken,
  ImportWatchState,
  SystemPrune,
  EnvAdd,
  EnvDelete,
  EnvList,
  SystemApikey,
  SystemEnv,
  SystemRoutes,
  SystemTasks,
  ApiTest,
  Health,
  ShowVersion,
];
