import { BackupReader } from './backups/backup-reader.js';
import { RunBackuper } from './backups/run-backuper.js';
import { NewsDesk } from './ears/news-desk.js';
import { InboxReader } from './changes/inbox-reader.js';
import { ItemImporter } from './changes/item-importer.js';
import { NewsTaker } from './changes/news-taker.js';
import { PauseWatch } from './changes/pause-watch.js';
import { HistoryTaker } from './imports/history-taker.js';
import { ImportFinisher } from './imports/import-finisher.js';
import { LibraryReader } from './imports/library-reader.js';
import { RunImporter } from './imports/run-importer.js';
import { RunMarker } from './marks/run-marker.js';
import { PageImporter } from './pages/page-importer.js';
import { PushBell } from './pages/push-bell.js';
import { StepClock } from './pages/step-clock.js';
import { RunUndoer } from './undo/run-undoer.js';

/** What carries out imports; the queues' workers and the relay are apart, so that tests can do without them. */
export const IMPORT_PARTS = [
  RunImporter,
  LibraryReader,
  HistoryTaker,
  ImportFinisher,
  ItemImporter,
  InboxReader,
  NewsTaker,
  PauseWatch,
  NewsDesk,
  PageImporter,
  PushBell,
  StepClock,
  RunUndoer,
  RunMarker,
  BackupReader,
  RunBackuper,
] as const;
