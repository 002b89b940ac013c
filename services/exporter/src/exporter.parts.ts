import { ModeChooser } from './exports/mode-chooser.js';
import { NowPlaying } from './exports/now-playing.js';
import { Planner } from './exports/planner.js';
import { Pusher } from './exports/pusher.js';
import { ReadFirst } from './exports/read-first.js';
import { RunExporter } from './exports/run-exporter.js';
import { StateWriter } from './exports/state-writer.js';
import { PLAYLIST_PARTS } from './playlists/playlist.parts.js';
import { BackupStager } from './restores/backup-stager.js';
import { RestorePlanner } from './restores/restore-planner.js';
import { RestoreWriter } from './restores/restore-writer.js';
import { RunRestorer } from './restores/run-restorer.js';

/** What carries out exports; the queue's worker and the relay are apart, so that tests can do without them. */
export const EXPORT_PARTS = [
  RunExporter,
  NowPlaying,
  ModeChooser,
  ReadFirst,
  Planner,
  StateWriter,
  Pusher,
  RunRestorer,
  BackupStager,
  RestorePlanner,
  RestoreWriter,
  ...PLAYLIST_PARTS,
] as const;
