import type { BulkSelection } from './bulk-selection.js';
import type { UndoScope } from './undo-scope.js';

export type BulkAction = 'watched' | 'unwatched' | 'delete';

/** What somebody asked of a run when it was started; stored with it. */
export interface RunOptions {
  readonly force?: boolean;
  readonly ignore_date?: boolean;
  readonly metadata_only?: boolean;
  readonly trust?: boolean;
  readonly sync_requests?: boolean;
  /** Import: how pages are compared, where the setting is not to decide. */
  readonly mapper?: 'memory' | 'direct';
  /** Import: ids of the only libraries to read. */
  readonly libraries?: readonly string[];
  /** Import: what an older installation knew, in place of what the server shows. */
  readonly old?: OldHistoryOptions;
  /** What a person did with many items, by one order. */
  readonly bulk?: BulkAction;
  /** Which items those are, until they stand beside the run. */
  readonly selection?: BulkSelection;
  /** Playlists: the only backends that take part, by name; all when absent. */
  readonly backends?: readonly string[];
  /** What an undo takes back. */
  readonly undo?: UndoScope;
  /** Backup: how its file is called and written. */
  readonly backup?: BackupOptions;
  /** Restore: from which file, and how much of it. */
  readonly restore?: RestoreOptions;
}

export interface OldHistoryOptions {
  /** Its database, from the data folder on. */
  readonly file: string;
  /** The backends of the person whose word counts; each item is told by one of them. */
  readonly sources: readonly string[];
}

export interface BackupOptions {
  /** Without a date in the name, and never removed. */
  readonly keep: boolean;
  readonly compress: boolean;
  /** With the ids that we know beside those of the backend. */
  readonly enhance: boolean;
  readonly file?: string;
}

export interface RestoreOptions {
  readonly file: string;
  /** Resume positions, too. */
  readonly progress: boolean;
  /** Although export to the backend is off. */
  readonly ignoreExportOff: boolean;
  /** The backup of the target that comes first. */
  readonly backupRunId?: string;
}
