import { FirstSchema1795230000000 } from './1795230000000-first-schema.gen.js';
import { Conflicts1795236700000 } from './1795236700000-conflicts.gen.js';
import { ExportCare1795238300000 } from './1795238300000-export-care.gen.js';
import { CopiesById1795241000000 } from './1795241000000-copies-by-id.gen.js';
import { AccountGeneration1796057100000 } from './1796057100000-account-generation.gen.js';
import { Restores1796057800000 } from './1796057800000-restores.gen.js';
import { Access1796058200000 } from './1796058200000-access.gen.js';
import { WebhookTargets1796058300000 } from './1796058300000-webhook-targets.gen.js';
import { RunTally1796058310000 } from './1796058310000-run-tally.gen.js';
import { ConsoleCommands1796058600000 } from './1796058600000-console-commands.gen.js';
import { HistoryAtScale1796059200000 } from './1796059200000-history-at-scale.gen.js';
import { IgnoreRules1796059900000 } from './1796059900000-ignore-rules.gen.js';
import { MediaHealth1796061500000 } from './1796061500000-media-health.gen.js';
import { HealthReason1796062920000 } from './1796062920000-health-reason.gen.js';
import { LeanInbox1796064000000 } from './1796064000000-lean-inbox.gen.js';
import { HealthHeartbeat1796064400000 } from './1796064400000-health-heartbeat.gen.js';
import { Genres1796068473000 } from './1796068473000-genres.gen.js';
import { Rewatch1796069600000 } from './1796069600000-rewatch.gen.js';
import { MissingCopies1796070300000 } from './1796070300000-missing-copies.gen.js';
import { BulkRuns1796072000000 } from './1796072000000-bulk-runs.gen.js';
import { SeenPages1796074600000 } from './1796074600000-seen-pages.gen.js';
import { Playlists1796074700000 } from './1796074700000-playlists.gen.js';
import { RefusedWrites1796075000000 } from './1796075000000-refused-writes.gen.js';
import { WrittenAt1796086800000 } from './1796086800000-written-at.gen.js';
import { KeptViewsAndScans1796090400000 } from './1796090400000-kept-views-and-scans.gen.js';

/** In order. Classes, no glob: the compiler sees what is registered. */
export const migrations = [
  FirstSchema1795230000000,
  Conflicts1795236700000,
  ExportCare1795238300000,
  CopiesById1795241000000,
  AccountGeneration1796057100000,
  Restores1796057800000,
  Access1796058200000,
  WebhookTargets1796058300000,
  RunTally1796058310000,
  ConsoleCommands1796058600000,
  HistoryAtScale1796059200000,
  IgnoreRules1796059900000,
  MediaHealth1796061500000,
  HealthReason1796062920000,
  LeanInbox1796064000000,
  HealthHeartbeat1796064400000,
  Genres1796068473000,
  Rewatch1796069600000,
  MissingCopies1796070300000,
  BulkRuns1796072000000,
  SeenPages1796074600000,
  Playlists1796074700000,
  RefusedWrites1796075000000,
  WrittenAt1796086800000,
  KeptViewsAndScans1796090400000,
] as const;
